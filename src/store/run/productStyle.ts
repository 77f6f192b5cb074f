/** @file How WebGPU computes products of matrices, where the person will not leave that to the measurement. */
import { createStore } from 'zustand/vanilla';
import type { ProductStyle } from '../../protocol/device.ts';
import type { Memory } from '../memory.ts';

export type ProductChoice = ProductStyle | 'auto';

const choices: readonly ProductChoice[] = ['auto', 'quads', 'registers', 'workgroup'];

export const isProductChoice = (value: unknown): value is ProductChoice =>
  choices.some((choice) => choice === value);

const storageKey = 'adasim-product-style';

export type Products = ReturnType<typeof createProducts>;

/** At first as the last visit chose. Storage may hold anything; then the measurement decides. */
export function createProducts(memory: Memory) {
  const stored = memory.recall(storageKey);
  const store = createStore<{ choice: ProductChoice }>(() => ({
    choice: isProductChoice(stored) ? stored : 'auto',
  }));
  return {
    store,
    /** Holds for runs that begin from now on. */
    chooseStyle: (choice: ProductChoice): void => {
      store.setState({ choice });
      memory.keep(storageKey, choice);
    },
  };
}

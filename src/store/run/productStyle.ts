/** @file How WebGPU computes products of matrices, where the person will not leave that to the measurement. */
import { createStore } from 'zustand/vanilla';
import type { ProductStyle } from '../../protocol/device.ts';

export type ProductChoice = ProductStyle | 'auto';

const choices: readonly ProductChoice[] = ['auto', 'quads', 'registers', 'workgroup'];

export const isProductChoice = (value: unknown): value is ProductChoice =>
  choices.some((choice) => choice === value);

const storageKey = 'adasim-product-style';

/** What the last visit chose. Storage may be forbidden or hold anything; then the measurement decides. */
function remembered(): ProductChoice {
  try {
    const stored = localStorage.getItem(storageKey);
    return isProductChoice(stored) ? stored : 'auto';
  } catch {
    return 'auto';
  }
}

export const productStyleStore = createStore<{ choice: ProductChoice }>(() => ({ choice: remembered() }));

/** Holds for runs that begin from now on. */
export function chooseProductStyle(choice: ProductChoice): void {
  productStyleStore.setState({ choice });
  try {
    localStorage.setItem(storageKey, choice);
  } catch {
    // Private windows may forbid storage; the choice then lasts as long as the page.
  }
}

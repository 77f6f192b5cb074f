/** @file In which form WebGPU multiplies matrices: what was measured, and the person's own choice. */
import { useId } from 'react';
import { useStore } from 'zustand';
import type { Device, ProductStyle } from '../../protocol/device.ts';
import { isProductChoice, type ProductChoice } from '../../store/run/productStyle.ts';
import { usePage } from '../PageContext.ts';
import { ChoiceControl } from '../controls/ChoiceControl.tsx';

type Products = NonNullable<Device['products']>;

const help: Record<ProductStyle, string> = {
  quads: 'Four neighbouring invocations share what they load.',
  registers: 'Each invocation keeps a tile of the result in registers.',
  workgroup: 'A workgroup shares what it loads in its own memory.',
};

export function ProductStyles({ products }: { products: Products }) {
  const id = useId();
  const { store, chooseStyle } = usePage().products;
  const choice = useStore(store, (state) => state.choice);
  const options = [
    {
      value: 'auto',
      label: 'Measured',
      help: `The fastest here when it was measured: ${products.measured}.`,
    },
    ...products.candidates.map((style) => ({ value: style, label: style, help: help[style] })),
  ];
  return (
    <div className="performance-products" data-testid="product-style">
      <p id={`${id}-label`}>
        Matrix products: <b>{products.style}</b>{' '}
        <span className="performance-soft" id={`${id}-reason`}>
          {reasonOf(products, choice)}
        </span>
      </p>
      <ChoiceControl
        id={id}
        field={{ label: 'matrix products', options }}
        value={choice}
        described={`${id}-reason`}
        onSet={(value) => isProductChoice(value) && chooseStyle(value)}
      />
    </div>
  );
}

/** Who chose what the run has, and whether the next one will have something else. */
export function reasonOf({ style, measured, candidates }: Products, choice: ProductChoice): string {
  const impossible = choice !== 'auto' && !candidates.includes(choice);
  const next = choice === 'auto' || impossible ? measured : choice;
  if (next !== style) return `Reset to begin with ${next}.`;
  if (impossible)
    return `measured to be the fastest; ${choice}, your choice, is not to be had on this device.`;
  if (choice === 'auto') return 'measured to be the fastest.';
  return measured === style
    ? 'your choice, and measured to be the fastest.'
    : `your choice; measured: ${measured}.`;
}

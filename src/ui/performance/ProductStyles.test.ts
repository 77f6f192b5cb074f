import { expect, it } from 'vitest';
import { reasonOf } from './ProductStyles.tsx';

const products = {
  style: 'registers',
  measured: 'registers',
  candidates: ['registers', 'workgroup'],
} as const;
const device = { ...products, candidates: [...products.candidates] };

it('says who chose the form of products', () => {
  expect(reasonOf(device, 'auto')).toBe('measured to be the fastest.');
  expect(reasonOf({ ...device, style: 'workgroup' }, 'workgroup')).toBe('your choice; measured: registers.');
  expect(reasonOf(device, 'registers')).toMatch(/^your choice, and measured/);
});

it('says what the next run will have, and what is not to be had', () => {
  expect(reasonOf(device, 'workgroup')).toBe('Reset to begin with workgroup.');
  expect(reasonOf({ ...device, style: 'workgroup' }, 'auto')).toBe('Reset to begin with registers.');
  expect(reasonOf(device, 'quads')).toMatch(/quads, your choice, is not to be had/);
});

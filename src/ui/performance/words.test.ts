import { expect, it } from 'vitest';
import { kernelTitle } from './words.ts';

it.each([
  ['AdaSimLinearWeightGradient', 'linear weight gradient'],
  ['AdaSimConv2dInputGradient', 'conv2d input gradient'],
  ['AdaSimOptimiser_adamw', 'optimiser adamw'],
  ['AdaSimTopK', 'top k'],
  ['StridedSlice', 'strided slice'],
])('%s is “%s”', (name, title) => expect(kernelTitle(name)).toBe(title));

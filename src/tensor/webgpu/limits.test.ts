import { expect, it } from 'vitest';
import { bindingProblem, DeviceLimitError } from './limits.ts';

/** What WebGPU promises. */
const limits = { maxStorageBuffersPerShaderStage: 8, maxStorageBufferBindingSize: 2 ** 27 };
const binding = (bytes: number) => ({ name: 'pixels', bytes });

it('takes what a device allows, to the last byte', () => {
  expect(
    bindingProblem(
      limits,
      Array.from({ length: 8 }, () => binding(2 ** 27)),
    ),
  ).toBeUndefined();
});

it('names what is too large, and by how much', () => {
  expect(bindingProblem(limits, [binding(4), binding(188_160_000)])).toBe(
    'its array “pixels” has 179.4 MiB, of 128.0 MiB at most',
  );
  expect(
    bindingProblem(
      limits,
      Array.from({ length: 9 }, () => binding(4)),
    ),
  ).toBe('it reads and writes 9 arrays, of 8 at most');
});

it('is a sentence for the person', () => {
  const { message } = new DeviceLimitError('AdaSimNearest', 'it reads and writes 9 arrays, of 8 at most');
  expect(message).toMatch(
    /^The graphics device cannot compute AdaSimNearest: .* at most\. Choose WASM, .*\.$/,
  );
});

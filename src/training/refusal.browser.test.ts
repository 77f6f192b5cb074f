/** @file A device that refuses what a step asks ends the run with that step. */
import { afterEach, beforeAll, expect, test } from 'vitest';
import { setUpBackend } from '../tensor/backend.ts';
import * as tf from '../tensor/tf.ts';
import { webgpuBackend } from '../tensor/webgpu/currentBackend.ts';
import { allocate, output, run, type Program } from '../tensor/webgpu/program.ts';
import { tinyConfig, TinyRun } from './testing.ts';

const KERNEL = 'AdaSimNormalize';
const original = () => tf.getKernel(KERNEL, 'webgpu');
let restore: (() => void) | undefined;

beforeAll(async () => {
  await setUpBackend('webgpu');
});
afterEach(() => {
  restore?.();
  restore = undefined;
});

/** Lets every step from now on ask for a shader that is none. */
function spoil(): void {
  const kernel = original();
  const replace = (config: tf.KernelConfig) => {
    tf.unregisterKernel(KERNEL, 'webgpu');
    tf.registerKernel(config);
  };
  const invalid = (): Program => ({
    name: 'InvalidForTest',
    constants: {},
    bindings: [output('y', allocate(webgpuBackend(), [1]))],
    workgroupSize: 1,
    workgroups: [1],
    code: () => 'fn main() { nonsense(); }',
  });
  replace({
    ...kernel,
    kernelFunc: (call) => {
      run(webgpuBackend(), invalid());
      return kernel.kernelFunc(call);
    },
  });
  restore = () => {
    replace(kernel);
  };
}

test.each([
  ['the first step, which compiles', 0],
  ['the second, which is taped', 1],
])('%s', async (_, steps) => {
  const tiny = await new TinyRun(tinyConfig).trainTo(steps);
  spoil();
  await expect(tiny.run.advance()).rejects.toThrow(
    /^The graphics device refused a command \(.+\), so the run was stopped: .*\.$/,
  );
  expect(tiny.run.step).toBe(steps);
  restore?.();
  tiny.dispose();
});

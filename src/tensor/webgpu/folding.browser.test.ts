/** @file Every op of training gives the same bits where its workgroups do not fit along one dimension. */
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { watchDevice } from '../deviceWatch.ts';
import { larger, sizesOfPresets, type OpCase } from '../ops/gradientCases.ts';
import { layerNorm } from '../ops/layerNorm.ts';
import { embedTokens } from '../ops/tokens.ts';
import { at, upload } from '../ops/testing.ts';
import * as tf from '../tf.ts';
import { webgpuBackend } from './currentBackend.ts';
import { DeviceLimitError, foldBeyond, lowerLimits } from './limits.ts';
import { allocate, output, run, type Program } from './program.ts';
import { queueDone } from './queue.ts';
import { useWebgpu } from './testing.ts';

beforeAll(useWebgpu);
afterEach(() => {
  foldBeyond(Infinity);
  lowerLimits();
});

/** The output and the gradients of the sum of its squares, which reaches every element. */
async function bitsOf({ inputs, apply }: OpCase): Promise<Uint32Array[]> {
  const tensors = tf.tidy(() => {
    const values = inputs.map(upload);
    const gradients = tf.grads((...traced: tf.Tensor[]) => tf.sum(tf.square(apply(traced))))(values);
    return [apply(values), ...gradients];
  });
  const read = await Promise.all(tensors.map((tensor) => tensor.data<'float32'>()));
  tf.dispose(tensors);
  return read.map((values) => new Uint32Array(Float32Array.from(values).buffer));
}

async function foldsToTheBit(opCase: OpCase): Promise<void> {
  const whole = await bitsOf(opCase);
  // Rows of three, so that the last layer of most programs is not full.
  foldBeyond(3);
  expect(await bitsOf(opCase)).toEqual(whole);
}

test.each(larger)('$name', foldsToTheBit);
describe('of many workgroups', { tags: ['slow'] }, () => {
  test.each(sizesOfPresets)('$name', foldsToTheBit);
});

test('tokens of as many and as wide images as the form offers', async () => {
  const [batch, count, dim] = [256, 64, 128];
  const patches = tf.fill<tf.Rank.R3>([batch, count, dim], 0.5);
  const cls = tf.fill<tf.Rank.R3>([1, 1, dim], 2);
  const positions = tf.fill<tf.Rank.R3>([1, count + 1, dim], 0.25);
  const values = await embedTokens(patches, cls, positions).data<'float32'>();
  const line = (count + 1) * dim;
  for (const image of [0, 1, 254, 255])
    expect([0, dim - 1, dim, line - 1].map((place) => at(values, image * line + place))).toEqual([
      2.25, 2.25, 0.75, 0.75,
    ]);
});

const fill = (count: number): Program => ({
  name: 'FillForTest',
  constants: { SIZE: count },
  bindings: [output('y', allocate(webgpuBackend(), [count]))],
  workgroupSize: 64,
  workgroups: [Math.ceil(count / 64)],
  code: () => `
    fn main(@builtin(global_invocation_id) id: vec3<u32>) {
      if (id.x < SIZE) { y[id.x] = f32(id.x % 1024u); }
    }`,
});

describe('the door to the GPU', () => {
  test('runs more workgroups than a device has along one dimension', async () => {
    const { maxComputeWorkgroupsPerDimension: most } = webgpuBackend().device.limits;
    const count = 64 * (most + 5) + 3;
    const program = fill(count);
    run(webgpuBackend(), program);
    const tensor = program.bindings[0]?.tensor;
    const values = await webgpuBackend().read(tensor?.dataId ?? {});
    for (const index of [0, 64 * most - 1, 64 * most, 64 * most + 1, count - 1])
      expect(at(values as Float32Array, index)).toBe(index % 1024);
  });

  test('refuses what cannot be folded, in a sentence', () => {
    const { maxComputeWorkgroupsPerDimension: most } = webgpuBackend().device.limits;
    const tooMany: Program = { ...fill(64), workgroups: [1, most + 1] };
    expect(() => run(webgpuBackend(), tooMany)).toThrow(DeviceLimitError);
    expect(() => run(webgpuBackend(), tooMany)).toThrow(
      /^The graphics device cannot compute FillForTest: .*\.$/,
    );
  });

  test.each<[string, Partial<Program>, RegExp]>([
    ['workgroup memory', { shared: [{ name: 'much', type: 'f32', length: 2 ** 20 }] }, /needs 4194304 bytes/],
    ['invocations', { workgroupSize: 2 ** 16 }, /has 65536 invocations/],
    ['a constant that is no u32', { constants: { SIZE: 2 ** 32 } }, /constant SIZE is 4294967296/],
  ])('refuses too much of %s', (_, changes, need) => {
    const attempt = () => {
      run(webgpuBackend(), { ...fill(64), ...changes });
    };
    expect(attempt).toThrow(DeviceLimitError);
    expect(attempt).toThrow(need);
  });

  test('refuses a constant that is no float of 32 bits, by the name of the kernel', () => {
    const x = tf.ones<tf.Rank.R2>([2, 3]);
    const attempt = () => layerNorm(x, tf.ones([3]), tf.zeros([3]), 1e39);
    expect(attempt).toThrow(DeviceLimitError);
    expect(attempt).toThrow(/^The graphics device cannot compute AdaSimLayerNorm: .* constant 1e\+39, /);
  });

  test('holds TensorFlow.js’s own programs to the limits too', () => {
    lowerLimits({ maxStorageBufferBindingSize: 4096 });
    const concatenate = () => tf.tidy(() => tf.concat([tf.fill([600], 1), tf.fill([600], 2)]));
    expect(concatenate).toThrow(DeviceLimitError);
    expect(concatenate).toThrow(/its array “.+” has 4800 bytes, of 4096 bytes at most/);
  });

  test('tells of a command that the device refuses', async () => {
    const { device } = webgpuBackend();
    const told = new Promise<Error>((resolve) => void watchDevice(resolve));
    await Promise.resolve();
    const invalid: Program = { ...fill(64), name: 'InvalidForTest', code: () => 'fn main() { nonsense(); }' };
    // The device is watched once the package is there.
    await expect.poll(() => device.onuncapturederror).not.toBeNull();
    run(webgpuBackend(), invalid);
    await queueDone(webgpuBackend());
    expect(await told).toMatchObject({
      name: 'BackendError',
      message: expect.stringMatching(
        /^The graphics device refused a command \(.*\), so the run was stopped: .*\.$/,
      ) as string,
    });
    device.onuncapturederror = null;
  });
});

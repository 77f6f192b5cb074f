import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { foresee } from '../foresight.ts';
import * as tf from '../tf.ts';
import { webgpuBackend } from './currentBackend.ts';
import { DeviceLimitError } from './limits.ts';
import { output, run, type Program } from './program.ts';
import { useWebgpu } from './testing.ts';

beforeAll(useWebgpu);
afterEach(() => {
  vi.restoreAllMocks();
});

let programs = 0;

/** Adds 10 to every element of `x`, by a program that was never compiled before. */
function addTen(x: tf.TensorInfo): Program {
  const size = tf.util.sizeFromShape(x.shape);
  programs += 1;
  return {
    name: `AddForTest${programs}`,
    constants: { SIZE: size },
    bindings: [output('x', x)],
    workgroupSize: 64,
    workgroups: [Math.ceil(size / 64)],
    code: () => `
      fn main(@builtin(global_invocation_id) id: vec3<u32>) {
        if (id.x < SIZE) { x[id.x] += 10.0; }
      }`,
  };
}

const silent = () => undefined;

test('what was foreseen is there when it comes, programs of ours and stock ones, and nothing was computed', async () => {
  const x = tf.variable(tf.tensor1d([1, 2, 3]));
  const program = addTen(x);
  const read = async () => [...(await x.data())];
  const reversed = () => tf.reverse(tf.reshape(x, [1, 1, 3]), 2);
  const inHaste = vi.spyOn(webgpuBackend().device, 'createComputePipeline');
  const foreseen = foresee(() => {
    run(webgpuBackend(), program);
    reversed();
  });
  await foreseen.compile(silent);
  expect(await read()).toEqual([1, 2, 3]);
  run(webgpuBackend(), program);
  const result = tf.tidy(reversed);
  expect(await read()).toEqual([11, 12, 13]);
  expect([...(await result.data())]).toEqual([13, 12, 11]);
  expect(inHaste).not.toHaveBeenCalled();
  tf.dispose([x, result]);
});

test('each program is compiled once, however often it is met, and it is told how far that is', async () => {
  const x = tf.variable(tf.tensor1d([0]));
  const all = [addTen(x), addTen(x), addTen(x)];
  const work = () => {
    for (const program of [...all, ...all]) run(webgpuBackend(), program);
  };
  const compiled = vi.spyOn(webgpuBackend().device, 'createComputePipelineAsync');
  const told: number[][] = [];
  const tell = (...progress: number[]) => told.push(progress);
  await Promise.all([foresee(work).compile(tell), foresee(work).compile(silent)]);
  expect(compiled).toHaveBeenCalledTimes(3);
  expect(told).toEqual([
    [1, 3],
    [2, 3],
    [3, 3],
  ]);
  await foresee(work).compile(tell);
  expect(compiled).toHaveBeenCalledTimes(3);
  expect(told).toHaveLength(3);
  x.dispose();
});

test('who cannot wait compiles for himself', async () => {
  const x = tf.variable(tf.tensor1d([1, 2]));
  const program = addTen(x);
  const reversed = () => tf.reverse(tf.reshape(x, [1, 1, 1, 2]), 3);
  const foreseen = foresee(() => {
    run(webgpuBackend(), program);
    reversed();
  });
  const compiling = foreseen.compile(silent);
  run(webgpuBackend(), program);
  const result = tf.tidy(reversed);
  expect([...(await result.data())]).toEqual([12, 11]);
  await compiling;
  tf.dispose([x, result]);
});

test('a shader that does not compile is a sentence, and the device goes on', async () => {
  const x = tf.variable(tf.tensor1d([1]));
  const broken: Program = { ...addTen(x), name: 'BrokenForTest', code: () => 'fn main() { nonsense(); }' };
  const compiling = foresee(() => {
    run(webgpuBackend(), broken);
  }).compile(silent);
  await expect(compiling).rejects.toThrow(DeviceLimitError);
  await expect(compiling).rejects.toThrow(
    /^The graphics device cannot compute BrokenForTest: its shader does not compile \(.*\)\. Choose WASM/,
  );
  run(webgpuBackend(), addTen(x));
  expect([...(await x.data())]).toEqual([11]);
  x.dispose();
});

test('who waits may stop waiting', async () => {
  const x = tf.variable(tf.tensor1d([1]));
  const foreseen = foresee(() => {
    for (const program of [addTen(x), addTen(x)]) run(webgpuBackend(), program);
  });
  const given = vi.fn(() => {
    throw new Error('The run was ended.');
  });
  await expect(foreseen.compile(given)).rejects.toThrow('The run was ended.');
  x.dispose();
});

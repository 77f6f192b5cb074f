import { describe, expect, it } from 'vitest';
import { stream } from '../adasim/random.ts';
import { defaultConfig } from '../config/defaults.ts';
import type { ExperimentConfig } from '../config/schema.ts';
import { readCheckpoint, writeCheckpoint, type RunPlan, type RunSnapshot } from './checkpoint.ts';
import { parseSafetensors, SafetensorsError, type Safetensors, type Tensor } from './safetensors.ts';

const config: ExperimentConfig = {
  ...defaultConfig,
  data: { name: 'shapes', trainImages: 16, testImages: 16 },
  bootstrap: { ...defaultConfig.bootstrap, topK: 2, window: 3 },
  batchSize: 4,
};

const network = [
  { name: 'backbone.weight', shape: [3, 2] },
  { name: 'backbone.bn.running_var', shape: [3], buffer: true },
  { name: 'head.last_layer.weight_g', shape: [2, 1], buffer: true },
];
const plan: RunPlan = {
  featureDim: 3,
  student: network,
  teacher: network,
  state: [{ name: 'center', shape: [2] }],
};

/** At step 6 of 4 an epoch: one epoch in the window, 8 images visited in the second. */
const state: RunSnapshot = {
  progress: {
    step: 6,
    queued: 0,
    live: { 'bootstrap.policy': 'naive', 'optimizer.lr': 0.1 },
    pairs: { pairs: 8, self: 5, openGates: 2, matching: 1 },
  },
  student: weights(1),
  teacher: weights(2),
  moments: [new Map([['backbone.weight', numbers(6)]]), new Map([['backbone.weight', numbers(6)]])],
  updates: new Map([['backbone.weight', 6]]),
  method: new Map([['center', numbers(2)]]),
  bank: {
    features: numbers(48),
    written: new Uint8Array(16).fill(1),
    visited: Uint8Array.from({ length: 16 }, (_, image) => Number(image < 8)),
    neighbours: new Int32Array(32).map((_, place) => (place < 16 ? place : -1)),
    similarities: numbers(32),
  },
  window: { epochs: 1, neighbours: new Int32Array(32).fill(3), similarities: numbers(32) },
  selection: {
    positives: Int32Array.from({ length: 16 }, (_, image) => 15 - image),
    gateOpen: new Uint8Array(16),
  },
};

function numbers(count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, index) => Math.fround(index / 7));
}

function weights(scale: number) {
  return new Map([
    ['backbone.weight', numbers(6).map((x) => x * scale)],
    ['backbone.bn.running_var', Float32Array.of(1, 2, 3)],
    ['head.last_layer.weight_g', Float32Array.of(1, 1)],
  ]);
}

const note = { name: 'shapes', size: 32, channels: 3, mean: [0.5], std: [0.3], classNames: ['a'] };
const written = writeCheckpoint({ config, state }, plan, note);
const file = parseSafetensors(written);
const read = (changed: Safetensors) => readCheckpoint(changed, () => plan);

function withTensor(name: string, tensor: Tensor | undefined): Safetensors {
  const tensors = new Map(file.tensors);
  if (tensor === undefined) tensors.delete(name);
  else tensors.set(name, tensor);
  return { metadata: file.metadata, tensors };
}

function withElement(name: string, place: number, value: number): Safetensors {
  const tensor = file.tensors.get(name);
  if (tensor === undefined || tensor.data instanceof BigInt64Array) throw new Error(`no ${name} to change`);
  const data = tensor.data.slice();
  data[place] = value;
  return withTensor(name, { ...tensor, data } as Tensor);
}

const withText = (key: string, text: string): Safetensors => ({
  tensors: file.tensors,
  metadata: new Map(file.metadata).set(key, text),
});

describe('a checkpoint', () => {
  it('is read as it was written, to the last bit', () => {
    expect(read(file)).toEqual({ config, state });
    expect(writeCheckpoint(read(file), plan, note)).toEqual(written);
  });

  it('is read from before live settings went by their paths', () => {
    const live = { lr: 0.1, bootstrap: { policy: 'naive' } };
    const former = withText('progress', JSON.stringify({ ...state.progress, live }));
    expect(read(former)).toEqual({ config, state });
  });

  it('has the names and layouts of a state dict', () => {
    expect(file.tensors.get('student.backbone.weight')?.shape).toEqual([3, 2]);
    expect(file.tensors.get('optimizer.exp_avg_sq.backbone.weight')?.shape).toEqual([3, 2]);
    expect(file.tensors.has('optimizer.exp_avg.backbone.bn.running_var')).toBe(false);
  });

  it('is refused without any one of its tensors, by name', () => {
    for (const name of file.tensors.keys())
      expect(() => read(withTensor(name, undefined)), name).toThrow(`The tensor "${name}" is missing.`);
  });

  it('is refused with a tensor too many, by name', () => {
    const extra: Tensor = { dtype: 'F32', shape: [1], data: Float32Array.of(0) };
    expect(() => read(withTensor('student.extra', extra))).toThrow('"student.extra", which does not belong');
  });

  it('is refused when any tensor has another shape, by name', () => {
    for (const [name, tensor] of file.tensors) {
      const reshaped = { ...tensor, shape: [...tensor.shape, 1, 1] } as Tensor;
      expect(() => read(withTensor(name, reshaped)), name).toThrow(`Tensor "${name}" is [`);
    }
  });

  it('is refused when any number is not finite, by name', () => {
    for (const [name, { dtype }] of file.tensors)
      if (dtype === 'F32')
        expect(() => read(withElement(name, 0, NaN)), name).toThrow(`Tensor "${name}" has NaN at element 0`);
  });

  it.each([
    ['bank.neighbours', 16, 'allowed is -1 to 15'],
    ['window.neighbours', -2, 'allowed is -1 to 15'],
    ['selection.positives', 16, 'allowed is 0 to 15'],
    ['selection.gateOpen', 2, 'allowed is 0 or 1'],
    ['bank.written', 0, '"bank.visited" has image 0, which "bank.written" does not have'],
    ['bank.visited', 0, '"bank.visited" counts 7 images in the current epoch, but at step 6 they are 8'],
    ['optimizer.step.backbone.weight', 7, 'allowed is 0 to 6'],
    ['optimizer.exp_avg_sq.backbone.weight', -1, 'cannot be negative'],
    ['teacher.backbone.bn.running_var', -1, 'cannot be negative'],
    ['student.head.last_layer.weight_g', 2, 'head.normLastLayer keeps it at 1'],
  ])('is refused when %s holds %d: %s', (name, value, sentence) => {
    expect(() => read(withElement(name, 0, value))).toThrow(sentence);
  });

  it.each([
    ['its version is another', 'format', 'adasim-checkpoint/2', 'is of format "adasim-checkpoint/2"'],
    ['its config is cut short', 'config', '{"seed": 1', 'The metadata "config" is not JSON'],
    ['its config is a bomb', 'config', '['.repeat(200_000), 'The metadata "config" is not JSON'],
    ['its config cannot be', 'config', { ...config, batchSize: 1 }, '"config.batchSize" is not valid'],
    ['its config is another’s', 'config', { ...config, batchSize: 8 }, 'epochs = 3 from the configuration'],
    ['its step cannot be', 'progress', { ...state.progress, step: -1 }, '"progress.step" is not valid'],
    [
      'it was tuned to what cannot be',
      'progress',
      { ...state.progress, live: { 'optimizer.lr': -1 } },
      '"progress.live.optimizer.lr" is not valid',
    ],
    ['its step is another’s', 'progress', { ...state.progress, step: 7 }, 'at step 7 they are 12'],
    ['its epoch is another’s', 'progress', { ...state.progress, step: 10 }, 'epochs = 2 from the config'],
  ])('is refused when %s', (_why, key, value, sentence) => {
    const changed = withText(key, typeof value === 'string' ? value : JSON.stringify(value));
    expect(() => read(changed)).toThrow(SafetensorsError);
    expect(() => read(changed)).toThrow(sentence);
  });

  it('is not made of a run that has diverged', () => {
    const diverged = { ...state, student: weights(NaN) };
    expect(() => writeCheckpoint({ config, state: diverged }, plan, note)).toThrow(
      'Tensor "student.backbone.weight" has NaN',
    );
  });

  it('is read whole or refused in a sentence, whichever byte is changed', () => {
    const random = stream(1, 'corrupt checkpoints');
    let refused = 0;
    for (let trial = 0; trial < 2000; trial += 1) {
      const bytes = written.slice();
      bytes[Math.floor(random.uniform() * bytes.length)] = Math.floor(random.uniform() * 256);
      try {
        expect([...read(parseSafetensors(bytes)).state.student.keys()]).toHaveLength(3);
      } catch (error) {
        expect(error).toBeInstanceOf(SafetensorsError);
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(500);
  });
});

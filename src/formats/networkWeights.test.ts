import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../config/defaults.ts';
import type { RunPlan } from './checkpointTypes.ts';
import { readWeights, writeNetwork } from './networkWeights.ts';
import { parseSafetensors, type Tensor } from './safetensors.ts';

const backbone = [
  { name: 'backbone.weight', shape: [2, 2] },
  { name: 'backbone.bn.running_mean', shape: [2], buffer: true },
];
const predictor = { name: 'predictor.0.weight', shape: [1] };
const plan: RunPlan = { featureDim: 2, student: [...backbone, predictor], teacher: backbone, state: [] };

const floats = (shape: number[], ...data: number[]): Tensor => ({
  dtype: 'F32',
  shape,
  data: Float32Array.from(data),
});
const weight = floats([2, 2], 1, 2, 3, 4);
const mean = floats([2], 5, 6);

const read = (tensors: Record<string, Tensor>, metadata: Record<string, string> = {}) =>
  readWeights(
    { tensors: new Map(Object.entries(tensors)), metadata: new Map(Object.entries(metadata)) },
    plan,
  );

const complete = {
  'backbone.weight': weight,
  'backbone.bn.running_mean': mean,
  'predictor.0.weight': floats([1], 7),
};

const under = (prefix: string, tensors: Record<string, Tensor>) =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [prefix + name, tensor]));

describe('a state dict', () => {
  it('is read as PyTorch saves it', () => {
    const { student, teacher, drawn } = read(complete, { format: 'pt' });
    expect(student.get('backbone.weight')).toEqual(weight.data);
    expect(teacher).toBeUndefined();
    expect(drawn).toEqual([]);
  });

  it('may count batches, in a type of its own, and may have been trained on several GPUs', () => {
    const counter: Tensor = { dtype: 'I64', shape: [], data: BigInt64Array.of(9n) };
    const { student } = read(under('module.', { ...complete, 'backbone.bn.num_batches_tracked': counter }));
    expect([...student.keys()]).toEqual(Object.keys(complete));
  });

  it('may be in half or double precision', () => {
    const double: Tensor = { dtype: 'F64', shape: [2], data: Float64Array.of(0.1, 2) };
    const { student } = read({ ...complete, 'backbone.bn.running_mean': double });
    expect(student.get('backbone.bn.running_mean')).toEqual(Float32Array.of(0.1, 2));
  });

  it('may hold student and teacher', () => {
    const other = { 'backbone.weight': floats([2, 2], 0, 0, 0, 0), 'backbone.bn.running_mean': mean };
    const { student, teacher } = read({ ...under('student.', complete), ...under('teacher.', other) });
    expect(student.get('backbone.weight')).toEqual(weight.data);
    expect(teacher?.get('backbone.weight')).toEqual(new Float32Array(4));
  });

  it('may lack a whole module, and says which', () => {
    const { student, drawn } = read({ 'backbone.weight': weight, 'backbone.bn.running_mean': mean });
    expect(drawn).toEqual(['predictor']);
    expect(student.has('predictor.0.weight')).toBe(false);
  });

  it('may be of a module that others are wrapped around, in any order, at any depth', () => {
    const segment = fc.constantFrom(
      '_orig_mod',
      'module',
      '_fsdp_wrapped_module',
      '_checkpoint_wrapped_module',
      '_forward_module',
    );
    const outside = fc.array(fc.constantFrom('model', 'state_dict', 'net', 'a-b', '_orig_mod', 'module'), {
      maxLength: 4,
    });
    // A wrapper before each segment of a name, but for the last, which is the tensor's own.
    const inside = fc.array(fc.array(segment, { maxLength: 2 }), { minLength: 2, maxLength: 2 });
    const wrapped = (name: string, before: readonly string[], within: readonly string[][]): string => {
      const parts = name.split('.');
      return [...before, ...parts.flatMap((part, at) => [...(within[at] ?? []), part])].join('.');
    };
    fc.assert(
      fc.property(outside, inside, (before, within) => {
        const { student, drawn } = read(
          Object.fromEntries(
            Object.entries(complete).map(([name, tensor]) => [wrapped(name, before, within), tensor]),
          ),
        );
        expect([...student.keys()]).toEqual(Object.keys(complete));
        expect(student.get('backbone.bn.running_mean')).toEqual(mean.data);
        expect(drawn).toEqual([]);
      }),
    );
  });

  it.each(['', 'model.', '_orig_mod.', 'model.module.encoder.'])(
    'may be of a bare backbone, under "%s"',
    (prefix) => {
      const { student, drawn } = read(under(prefix, { weight, 'bn.running_mean': mean }));
      expect(student.get('backbone.weight')).toEqual(weight.data);
      expect(drawn).toEqual(['predictor']);
      const { drawn: none } = read(
        under(prefix, { weight, 'bn.running_mean': mean, 'predictor.0.weight': floats([1], 7) }),
      );
      expect(none).toEqual([]);
    },
  );

  it('may have either network wrapped in its own way, and one of them alone under its name', () => {
    const bare = { weight: floats([2, 2], 0, 0, 0, 0), 'bn.running_mean': mean };
    const both = read({
      ...under('state_dict.student._orig_mod.', complete),
      ...under('state_dict.module.teacher.model.', bare),
    });
    expect(both.student.get('backbone.weight')).toEqual(weight.data);
    expect(both.teacher?.get('backbone.weight')).toEqual(new Float32Array(4));
    for (const role of ['student', 'teacher']) {
      const { student, teacher } = read(under(`model.${role}.`, complete));
      expect(student.get('backbone.weight')).toEqual(weight.data);
      expect(teacher).toBeUndefined();
    }
  });

  it('may have its weight normalisation as a parametrization', () => {
    const lastLayer = [
      { name: 'head.last_layer.weight_g', shape: [2, 1] },
      { name: 'head.last_layer.weight_v', shape: [2, 2] },
    ];
    const [lengths, directions] = [floats([2, 1], 8, 9), floats([2, 2], 1, 2, 3, 4)];
    const { student } = readWeights(
      {
        metadata: new Map(),
        tensors: new Map([
          ['backbone.weight', weight],
          ['backbone.bn.running_mean', mean],
          ['head.last_layer.parametrizations.weight.original0', lengths],
          ['head.last_layer.parametrizations.weight.original1', directions],
        ]),
      },
      { ...plan, student: [...backbone, ...lastLayer] },
    );
    expect(student.get('head.last_layer.weight_g')).toEqual(lengths.data);
    expect(student.get('head.last_layer.weight_v')).toEqual(directions.data);
  });

  it('may say how many networks it is the mean of', () => {
    const averaged: Tensor = { dtype: 'I64', shape: [], data: BigInt64Array.of(9n) };
    expect(read({ n_averaged: averaged, ...under('module.', complete) }).student.size).toBe(3);
  });

  const other = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`vit.embeddings.${i}`, mean]));

  it.each<[string, Record<string, Tensor>, string]>([
    [
      'lacks a tensor',
      { 'backbone.weight': weight },
      'The file lacks "backbone.bn.running_mean" of this network.',
    ],
    ['is empty', {}, 'The file has no tensors.'],
    [
      'is of another network',
      other(7),
      'The file lacks "backbone.weight", "backbone.bn.running_mean" of this network; it has "vit.embeddings.0", "vit.embeddings.1", "vit.embeddings.2" and 4 more tensors instead.',
    ],
    [
      'has another network’s tensor',
      { ...complete, 'head.x': mean },
      'The file has "head.x", which this network does not have.',
    ],
    [
      'is a bare backbone with another head',
      { weight, 'bn.running_mean': mean, 'head.weight': mean },
      'The file has "head.weight", which this network does not have.',
    ],
    [
      'has two networks, neither of which is the one',
      { ...under('model.', complete), ...under('model_ema.', complete) },
      'it has "model.backbone.weight", "model.backbone.bn.running_mean", "model.predictor.0.weight" and 3 more tensors instead.',
    ],
    [
      'has another shape',
      { ...complete, 'backbone.weight': mean },
      '"backbone.weight" is [2], but must be [2, 2]',
    ],
    ['has a NaN', { ...complete, 'predictor.0.weight': floats([1], NaN) }, 'has NaN at element 0'],
    [
      'has whole numbers',
      { ...complete, 'predictor.0.weight': { dtype: 'I32', shape: [1], data: Int32Array.of(1) } },
      'must be floating-point',
    ],
    [
      'says it twice',
      { ...complete, 'module.backbone.weight': weight },
      'The file has the tensor "backbone.weight" twice, as "backbone.weight" and "module.backbone.weight".',
    ],
  ])('is refused when it %s', (_why, tensors, sentence) => {
    expect(() => read(tensors)).toThrow(sentence);
  });

  it('is not a recording', () => {
    expect(() => read(complete, { format: 'adasim-trace/1' })).toThrow(
      'The file is of format "adasim-trace/1", which no run can start from.',
    );
  });
});

it('one network goes out and comes in unchanged', () => {
  const { student } = read(complete);
  const note = { name: 'shapes', size: 32, channels: 3, mean: [0.5], std: [0.3], classNames: [] };
  const bytes = writeNetwork(student, plan.student, {
    network: 'student',
    step: 3,
    config: defaultConfig,
    dataset: note,
  });
  expect(readWeights(parseSafetensors(bytes), plan).student).toEqual(student);
});

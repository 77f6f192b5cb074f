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

  it.each<[string, Record<string, Tensor>, string]>([
    ['lacks a tensor', { 'backbone.weight': weight }, 'The tensor "backbone.bn.running_mean" is missing.'],
    ['is empty', {}, 'The tensor "backbone.weight" is missing.'],
    [
      'has another network’s tensor',
      { ...complete, 'head.x': mean },
      '"head.x", which does not belong in it',
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
    ['says it twice', { ...complete, 'module.backbone.weight': weight }, '"backbone.weight" twice'],
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

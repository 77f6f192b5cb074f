/**
 * @file One update of every parameter in three dispatches (METHOD section 1, items 5–7): norms of the pieces,
 * norms and factors of the tensors, and the update itself, all over flat copies. Copies between buffers are no
 * dispatches.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { ParameterUpdate } from '../ops/optimiserStep.ts';
import * as tf from '../tf.ts';
import { FlatLayout, FlatTensors } from './flatTensors.ts';
import { registerKernel, type WebgpuCall } from './kernel.ts';
import { chunkSums, tensorFactors, updateChunks, type FlatStep, type Rule } from './optimiserPrograms.ts';
import { allocate, release } from './program.ts';

export function registerOptimisers(): void {
  for (const kind of ['adamw', 'sgd', 'lars'] as const)
    registerKernel(`AdaSimOptimiser_${kind}`, (call) => update(call, ruleOf(kind, call)));
}

function ruleOf(kind: Rule['kind'], { number }: WebgpuCall): Rule {
  if (kind === 'adamw') return { kind, beta1: number('beta1'), beta2: number('beta2'), eps: number('eps') };
  return { kind, momentum: number('momentum') };
}

/** @returns the gradients' norms before clipping */
function update({ backend, attribute, tensor }: WebgpuCall, rule: Rule): tf.TensorInfo {
  const updates = parameterUpdates(attribute('updates'));
  const storage = storageOf(backend, updates);
  const lists = listsOf(updates);
  storage.gradients.load(lists.gradients);
  storage.owned.forEach((flat, index) => flat.load(lists.owned[index] ?? []));

  const [parameters, ...others] = storage.owned.map(({ flat }) => flat);
  if (parameters === undefined) throw new Error('An optimiser updates at least its parameters.');
  const hasTeacher = updates[0]?.teacher !== undefined;
  const step: FlatStep = {
    rule,
    tensors: updates.length,
    gradients: storage.gradients.flat,
    parameters,
    moments: hasTeacher ? others.slice(0, -1) : others,
    teachers: hasTeacher ? others.at(-1) : undefined,
    owners: storage.owners,
    firstChunks: storage.firstChunks,
    settings: tensor('settings'),
    sums: allocate(backend, [storage.layout.chunks, 4]),
    norms: allocate(backend, [updates.length]),
    factors: allocate(backend, [updates.length, 2]),
  };
  chunkSums(backend, step);
  tensorFactors(backend, step);
  updateChunks(backend, step);
  release(backend, step.sums, step.factors);

  storage.owned.forEach((flat, index) => flat.store(lists.owned[index] ?? []));
  return step.norms;
}

/** The tensors of each kind, in the order of the parameters. */
function listsOf(updates: readonly ParameterUpdate[]): { gradients: tf.Tensor[]; owned: tf.Variable[][] } {
  const moments = updates[0]?.moments.map((_, index) =>
    updates.flatMap((each) => each.moments.slice(index, index + 1)),
  );
  const teachers = updates.flatMap(({ teacher }) => (teacher === undefined ? [] : [teacher]));
  const owned = [
    updates.map(({ parameter }) => parameter),
    ...(moments ?? []),
    ...(teachers.length ? [teachers] : []),
  ];
  if (owned.some((list) => list.length !== updates.length))
    throw new Error('Either all parameters have a teacher and the same moments, or none.');
  return { gradients: updates.map(({ gradient }) => gradient), owned };
}

interface Storage {
  layout: FlatLayout;
  gradients: FlatTensors;
  /** Parameters, moments, and where there is one, the teacher. */
  owned: FlatTensors[];
  /** int32 `[chunks]`: the tensor of each chunk. */
  owners: tf.TensorInfo;
  /** int32 `[tensors + 1]`: where each tensor begins, and the end. */
  firstChunks: tf.TensorInfo;
}

/** Flat storage belongs to the first parameter of a list, and goes when that is disposed. */
const storages = new WeakMap<WebGPUBackend, Map<tf.Variable, Storage>>();

function storageOf(backend: WebGPUBackend, updates: readonly ParameterUpdate[]): Storage {
  const [first] = updates;
  if (first === undefined) throw new Error('There is nothing to update.');
  const ofBackend = storages.get(backend) ?? new Map<tf.Variable, Storage>();
  storages.set(backend, ofBackend);
  const existing = ofBackend.get(first.parameter);
  const kinds = 1 + first.moments.length + Number(first.teacher !== undefined);
  if (existing?.layout.sizes.length === updates.length && existing.owned.length === kinds) return existing;
  if (existing !== undefined) disposeStorage(backend, existing);
  for (const [parameter, storage] of ofBackend)
    if (parameter.isDisposed) {
      disposeStorage(backend, storage);
      ofBackend.delete(parameter);
    }
  const created = createStorage(backend, updates, kinds);
  ofBackend.set(first.parameter, created);
  return created;
}

function createStorage(backend: WebGPUBackend, updates: readonly ParameterUpdate[], kinds: number): Storage {
  const layout = new FlatLayout(updates.map(({ parameter }) => parameter));
  const bounds = Int32Array.from([...layout.firstChunks, layout.chunks]);
  return {
    layout,
    gradients: new FlatTensors(backend, layout),
    owned: Array.from({ length: kinds }, () => new FlatTensors(backend, layout)),
    owners: backend.makeTensorInfo([layout.chunks], 'int32', layout.owners()),
    firstChunks: backend.makeTensorInfo([bounds.length], 'int32', bounds),
  };
}

function disposeStorage(backend: WebGPUBackend, storage: Storage): void {
  storage.gradients.dispose();
  storage.owned.forEach((flat) => flat.dispose());
  release(backend, storage.owners, storage.firstChunks);
}

function parameterUpdates(value: unknown): ParameterUpdate[] {
  if (!Array.isArray(value) || !value.every(isParameterUpdate))
    throw new Error('The optimiser needs a list of parameters with their gradients.');
  return value;
}

function isParameterUpdate(value: unknown): value is ParameterUpdate {
  if (typeof value !== 'object' || value === null) return false;
  return (
    'parameter' in value &&
    value.parameter instanceof tf.Variable &&
    'gradient' in value &&
    'moments' in value
  );
}

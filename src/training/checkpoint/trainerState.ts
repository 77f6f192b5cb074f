/** @file Reads everything that a trainer remembers back from the device, and puts it there again. */
import type { BankState, TensorValues } from '../../formats/checkpointTypes.ts';
import type { Weights } from '../../formats/networkWeights.ts';
import type { ParameterSet } from '../../model/parameters.ts';
import * as tf from '../../tensor/tf.ts';
import type { Trainer } from '../trainer.ts';

export interface TrainerState {
  student: TensorValues;
  teacher?: TensorValues;
  /** In the order of the optimiser's rule. */
  moments: readonly TensorValues[];
  updates: ReadonlyMap<string, number>;
  method: TensorValues;
  /** Rows that ever entered the method's queue. */
  queued: number;
  bank: BankState;
}

/** Networks, moments, method and bank, as they are between two steps. */
export async function captureTrainer({ method, optimiser, bank }: Trainer): Promise<TrainerState> {
  const { student, teacher, state, queue } = method;
  const names = student.parameterNames;
  const buffers = optimiser.moments(names[0] ?? '').length;
  const moments = Array.from({ length: buffers }, (_, index) =>
    readAll(names.map((name) => [name, optimiser.moments(name)[index]])),
  );
  return {
    student: await captureNetwork(student),
    ...(teacher !== undefined && { teacher: await captureNetwork(teacher) }),
    moments: await Promise.all(moments),
    updates: new Map(names.map((name) => [name, optimiser.updates(name)])),
    method: await readAll([...state]),
    queued: queue?.pushed ?? 0,
    bank: await bank.capture(),
  };
}

/** Parameters and buffers of one network, by state-dict name. */
export const captureNetwork = (network: ParameterSet): Promise<TensorValues> =>
  readAll(network.plans.map(({ name }) => [name, network.variable(name)]));

/** The reads are all under way before the first is waited for: on WebGPU each is a round trip. */
async function readAll(
  variables: readonly (readonly [string, tf.Variable | undefined])[],
): Promise<TensorValues> {
  const entries = variables.map(async ([name, variable]) => {
    if (variable === undefined) throw new Error(`There is no tensor “${name}” to read.`);
    // A copy: on some backends what is read is the tensor's own memory.
    return [name, (await variable.data<'float32'>()).slice()] as const;
  });
  return new Map(await Promise.all(entries));
}

/** Puts back what {@link captureTrainer} gave for a trainer of the same configuration. */
export function restoreTrainer({ method, optimiser, bank }: Trainer, state: TrainerState): void {
  const { student, teacher, queue } = method;
  loadNetwork(student, state.student);
  if (teacher !== undefined && state.teacher !== undefined) loadNetwork(teacher, state.teacher);
  state.moments.forEach((values, index) => {
    for (const [name, data] of values) assign(optimiser.moments(name)[index], data);
  });
  for (const [name, updates] of state.updates) optimiser.restoreUpdates(name, updates);
  for (const [name, data] of state.method) assign(method.state.get(name), data);
  queue?.restorePushed(state.queued);
  bank.restore(state.bank);
}

/** Starts from given weights; modules that they lack stay as they are. */
export function loadWeights({ method }: Trainer, weights: Weights): void {
  const { student, teacher } = method;
  loadNetwork(student, weights.student);
  if (weights.teacher === undefined) teacher?.copyFrom(student);
  else if (teacher !== undefined) loadNetwork(teacher, weights.teacher);
}

function loadNetwork(network: ParameterSet, values: TensorValues): void {
  for (const [name, data] of values) network.load(name, data);
}

function assign(variable: tf.Variable | undefined, data: Float32Array): void {
  if (variable === undefined) throw new Error('The state has a tensor that the run does not have.');
  tf.tidy(() => {
    variable.assign(tf.tensor(data, variable.shape, 'float32'));
  });
}

/**
 * @file Networks as plain state dicts: what PyTorch trained, to start a run from, and one network of a run, for
 * PyTorch. Names are `backbone.…`, `head.…` (or `projector.…`, `predictor.…`), with `student.` and `teacher.`
 * before them where a file has both; `stateDict.ts` finds them where a program wrote more, or less.
 */
import type { ExperimentConfig } from '../config/schema.ts';
import type { DatasetNote, RunPlan, TensorValues } from './checkpointTypes.ts';
import { networkTensors } from './checkpointWriter.ts';
import { requireFinite } from './finite.ts';
import { quote } from './headerScanner.ts';
import { reject } from './safetensorsError.ts';
import type { Safetensors } from './safetensorsTypes.ts';
import { writeSafetensors } from './safetensorsWriter.ts';
import { stateDict } from './stateDict.ts';
import { TensorReader } from './tensorReader.ts';
import type { PlannedTensor } from './traceTypes.ts';

export const networkFormat = 'adasim-network/1';

/** Weights to start a run from. */
export interface Weights {
  readonly student: TensorValues;
  /** Absent: the teacher starts as a copy of the student. */
  readonly teacher?: TensorValues;
  /** Modules that the file does not have, such as `predictor`: they are drawn from the seed. */
  readonly drawn: readonly string[];
}

/**
 * Reads the weights that a run of this plan can start from. The backbone must be there; any other module may be
 * missing, as a whole.
 * @throws SafetensorsError if a tensor is missing, does not belong, has another shape, or is not finite
 */
export function readWeights(file: Safetensors, plan: RunPlan): Weights {
  const format = file.metadata.get('format');
  if (format?.startsWith('adasim-') === true && format !== networkFormat)
    reject(`The file is of format ${quote(format)}, which no run can start from.`);
  const modules = new Set(plan.student.map(({ name }) => moduleOf(name)));
  const { tensors, paired } = stateDict(file.tensors, modules);
  const prefix = paired ? 'student.' : '';
  const names = [...tensors.keys()];
  const drawn = [...modules].filter(
    (module) => module !== 'backbone' && !names.some((name) => name.startsWith(`${prefix}${module}.`)),
  );
  const present = ({ name }: PlannedTensor): boolean => !drawn.includes(moduleOf(name));
  const student = plan.student.filter(present);
  const teacher = paired ? plan.teacher?.filter(present) : undefined;
  requireNames(
    [...prefixed(prefix, student), ...prefixed('teacher.', teacher ?? [])],
    new Map([...tensors].map(([name, { stored }]) => [name, stored])),
  );
  const reader = new TensorReader({
    metadata: file.metadata,
    tensors: new Map([...tensors].map(([name, { tensor }]) => [name, tensor])),
  });
  return {
    student: readNetwork(reader, prefix, student),
    drawn,
    ...(teacher !== undefined && { teacher: readNetwork(reader, 'teacher.', teacher) }),
  };
}

const prefixed = (prefix: string, plan: readonly PlannedTensor[]): string[] =>
  plan.map(({ name }) => prefix + name);

/**
 * @param stored what the file calls its tensors, by our names for them
 * @throws SafetensorsError unless the file has these tensors and no others, naming some that it lacks and some that
 * it has instead
 */
function requireNames(planned: readonly string[], stored: ReadonlyMap<string, string>): void {
  if (stored.size === 0) reject('The file has no tensors.');
  const known = new Set(planned);
  const missing = planned.filter((name) => !stored.has(name));
  const others = [...stored].filter(([name]) => !known.has(name)).map(([, name]) => name);
  const instead = others.length > 0 ? `; it has ${listed(others)} instead` : '';
  if (missing.length > 0) reject(`The file lacks ${listed(missing)} of this network${instead}.`);
  if (others.length > 0) reject(`The file has ${listed(others)}, which this network does not have.`);
}

/** Names in a message that are written out. */
const NAMES_TOLD = 3;

/** `"a", "b", "c" and 4 more tensors` */
function listed(names: readonly string[]): string {
  const told = names.slice(0, NAMES_TOLD).map(quote).join(', ');
  const more = names.length - NAMES_TOLD;
  return more > 0 ? `${told} and ${more} more tensors` : told;
}

const moduleOf = (name: string): string => name.split('.', 1)[0] ?? name;

/**
 * Values of planned tensors, finite and such that a network can have them.
 * @throws SafetensorsError naming the tensor
 */
export function readNetwork(
  reader: TensorReader,
  prefix: string,
  plan: readonly PlannedTensor[],
): TensorValues {
  return new Map(
    plan.map(({ name, shape, buffer }) => {
      const { data } = reader.floats(prefix + name, shape);
      if (name.endsWith('.running_var')) requireNonNegative(prefix + name, data);
      if (name.endsWith('last_layer.weight_g') && buffer === true) requireUnit(prefix + name, data);
      return [name, data];
    }),
  );
}

/** @throws SafetensorsError naming the element below 0 */
export function requireNonNegative(name: string, data: Float32Array): void {
  const bad = data.findIndex((value) => value < 0);
  if (bad >= 0)
    reject(`Tensor ${quote(name)} has ${String(data[bad])} at element ${bad}, but cannot be negative.`);
}

function requireUnit(name: string, data: Float32Array): void {
  const bad = data.findIndex((value) => value !== 1);
  if (bad >= 0)
    reject(
      `Tensor ${quote(name)} has ${String(data[bad])} at element ${bad}, but head.normLastLayer keeps it at 1: switch that off.`,
    );
}

/** What a file with one network says of itself. */
export interface NetworkNote {
  readonly network: 'student' | 'teacher';
  /** Steps that it was trained for. */
  readonly step: number;
  readonly config: ExperimentConfig;
  readonly dataset: DatasetNote;
}

/**
 * One network as a plain state dict.
 * @throws SafetensorsError if it has diverged
 */
export function writeNetwork(
  values: TensorValues,
  plan: readonly PlannedTensor[],
  { network, step, config, dataset }: NetworkNote,
): Uint8Array<ArrayBuffer> {
  const tensors = new Map(networkTensors('', plan, values));
  requireFinite(tensors);
  const metadata = {
    format: networkFormat,
    network,
    step: String(step),
    config: JSON.stringify(config),
    dataset: JSON.stringify(dataset),
  };
  return writeSafetensors(tensors, new Map(Object.entries(metadata)));
}

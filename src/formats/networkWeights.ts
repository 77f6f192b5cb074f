/**
 * @file Networks as plain state dicts: what PyTorch trained, to start a run from, and one network of a run, for
 * PyTorch. Names are `backbone.…`, `head.…` (or `projector.…`, `predictor.…`), with `student.` and `teacher.`
 * before them where a file has both; `module.`, which `DistributedDataParallel` adds, is passed over.
 */
import type { ExperimentConfig } from '../config/schema.ts';
import type { DatasetNote, RunPlan, TensorValues } from './checkpointTypes.ts';
import { networkTensors } from './checkpointWriter.ts';
import { requireFinite } from './finite.ts';
import { quote } from './headerScanner.ts';
import { reject } from './safetensorsError.ts';
import type { Safetensors, Tensor } from './safetensorsTypes.ts';
import { writeSafetensors } from './safetensorsWriter.ts';
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
  const reader = new TensorReader({ metadata: file.metadata, tensors: stateDict(file) });
  const paired = reader.hasAny('student.');
  const prefix = paired ? 'student.' : '';
  const drawn = [...new Set(plan.student.map(({ name }) => moduleOf(name)))].filter(
    (module) => module !== 'backbone' && !reader.hasAny(`${prefix}${module}.`),
  );
  const present = ({ name }: PlannedTensor): boolean => !drawn.includes(moduleOf(name));
  const student = readNetwork(reader, prefix, plan.student.filter(present));
  const teacher =
    paired && plan.teacher !== undefined && reader.hasAny('teacher.')
      ? readNetwork(reader, 'teacher.', plan.teacher.filter(present))
      : undefined;
  reader.finish();
  return { student, drawn, ...(teacher !== undefined && { teacher }) };
}

/** The file's tensors without what nothing depends on. */
function stateDict({ tensors }: Safetensors): ReadonlyMap<string, Tensor> {
  const dictionary = new Map<string, Tensor>();
  for (const [fullName, tensor] of tensors) {
    const name = fullName.replace(/^(student\.|teacher\.)?module\./, '$1');
    // BatchNorm counts batches beside its running statistics; with a fixed momentum nothing uses the count.
    if (name.endsWith('.num_batches_tracked')) continue;
    if (dictionary.has(name))
      reject(`The file has the tensor ${quote(name)} twice, with and without “module.”.`);
    dictionary.set(name, tensor);
  }
  return dictionary;
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

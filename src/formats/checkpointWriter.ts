/** @file Writes checkpoints; `checkpoint.ts` describes and reads them. */
import {
  checkpointFormat,
  momentNames,
  trained,
  type Checkpoint,
  type DatasetNote,
  type RunPlan,
  type TensorValues,
} from './checkpointTypes.ts';
import { requireFinite } from './finite.ts';
import { writeSafetensors } from './safetensorsWriter.ts';
import type { Tensor } from './safetensorsTypes.ts';
import type { PlannedTensor } from './traceTypes.ts';

/**
 * A run as one file.
 * @throws SafetensorsError if the run has diverged: NaN and infinities are not worth keeping
 */
export function writeCheckpoint(
  { config, state }: Checkpoint,
  plan: RunPlan,
  dataset: DatasetNote,
): Uint8Array<ArrayBuffer> {
  const { bank, window, selection } = state;
  const images = bank.written.length;
  const { topK } = config.bootstrap;
  const tensors = new Map<string, Tensor>([
    ...networkTensors('student.', plan.student, state.student),
    ...networkTensors('teacher.', plan.teacher ?? [], state.teacher ?? new Map<string, never>()),
    ...momentNames(config.optimizer.kind).flatMap((moment, index) =>
      networkTensors(
        `optimizer.${moment}.`,
        trained(plan.student),
        state.moments[index] ?? new Map<string, never>(),
      ),
    ),
    ...trained(plan.student).map(({ name }) =>
      named(`optimizer.step.${name}`, integers([], Int32Array.of(state.updates.get(name) ?? 0))),
    ),
    ...networkTensors('method.', plan.state, state.method),
    named('bank.features', floats([images, plan.featureDim], bank.features)),
    named('bank.written', flags(bank.written)),
    named('bank.visited', flags(bank.visited)),
    named('bank.neighbours', integers([images, topK], bank.neighbours)),
    named('bank.similarities', floats([images, topK], bank.similarities)),
    named('window.neighbours', integers([images, window.epochs, topK], window.neighbours)),
    named('window.similarities', floats([images, window.epochs, topK], window.similarities)),
    named('selection.positives', integers([images], selection.positives)),
    named('selection.gateOpen', flags(selection.gateOpen)),
  ]);
  requireFinite(tensors);
  const metadata = {
    format: checkpointFormat,
    config: JSON.stringify(config),
    progress: JSON.stringify(state.progress),
    dataset: JSON.stringify(dataset),
  };
  return writeSafetensors(tensors, new Map(Object.entries(metadata)));
}

/** A network's tensors under a prefix. */
export function networkTensors(
  prefix: string,
  plan: readonly PlannedTensor[],
  values: TensorValues,
): [string, Tensor][] {
  return plan.map(({ name, shape }) =>
    named(prefix + name, floats(shape, values.get(name) ?? new Float32Array())),
  );
}

const named = (name: string, tensor: Tensor): [string, Tensor] => [name, tensor];
const floats = (shape: readonly number[], data: Float32Array): Tensor => ({ dtype: 'F32', shape, data });
const integers = (shape: readonly number[], data: Int32Array): Tensor => ({ dtype: 'I32', shape, data });
const flags = (data: Uint8Array): Tensor => ({ dtype: 'U8', shape: [data.length], data });

/**
 * @file A run as a file, and a file as the start of a run. A file is read and checked as a whole before any
 * network is made, so that a bad one leaves everything as it was.
 */
import { ConfigError } from '../../config/error.ts';
import { runName } from '../../config/runName.ts';
import type { ExperimentConfig } from '../../config/schema.ts';
import { cardOf } from '../../data/catalogue.ts';
import type { Dataset } from '../../data/dataset.ts';
import {
  isCheckpoint,
  readCheckpoint,
  writeCheckpoint,
  type DatasetNote,
  type RunPlan,
  type RunSnapshot,
} from '../../formats/checkpoint.ts';
import { readWeights, writeNetwork, type Weights } from '../../formats/networkWeights.ts';
import { parseSafetensors } from '../../formats/safetensors.ts';
import { featureDim } from '../../model/backbone.ts';
import type { ExportKind } from '../../protocol/commands.ts';
import { checkImageShape } from './compatibility.ts';
import { planMethod } from '../methods/create.ts';
import type { Run } from '../run.ts';
import { captureNetwork } from './trainerState.ts';

/** Where a run begins that does not begin at its seed. */
export type Origin =
  /** A run of ours that goes on, under the configuration it had. */
  | { kind: 'checkpoint'; config: ExperimentConfig; state: RunSnapshot }
  /** Weights from anywhere, under a configuration of one's own. */
  | { kind: 'weights'; config: ExperimentConfig; weights: Weights };

/**
 * The tensors of a run.
 * @throws ConfigError if there can be no such run
 */
export function planRun(config: ExperimentConfig): RunPlan {
  const { size, channels } = cardOf(config.data);
  checkImageShape(config.backbone, size);
  return { ...planMethod(config, { size, channels }), featureDim: featureDim(config.backbone) };
}

/**
 * Reads a checkpoint or a state dict.
 * @param config for a state dict; a checkpoint brings its own
 * @throws SafetensorsError | ConfigError naming the tensor, byte or setting at fault
 */
export function readOrigin(bytes: Uint8Array, config: ExperimentConfig): Origin {
  const file = parseSafetensors(bytes);
  if (isCheckpoint(file)) return { kind: 'checkpoint', ...readCheckpoint(file, planRun) };
  return { kind: 'weights', config, weights: readWeights(file, planRun(config)) };
}

/**
 * Saves a run, or one network of it.
 * @throws SafetensorsError if it has diverged; ConfigError if it has no such network
 */
export async function exportRun(
  run: Run,
  { config, dataset }: { config: ExperimentConfig; dataset: Dataset },
  kind: ExportKind,
): Promise<Uint8Array<ArrayBuffer>> {
  const plan = planRun(config);
  const note = noteOf(config, dataset);
  if (kind === 'checkpoint') return writeCheckpoint({ config, state: await run.capture() }, plan, note);
  const network = run.trainer.method[kind];
  const networkPlan = plan[kind];
  if (network === undefined || networkPlan === undefined)
    throw new ConfigError(`The method ${config.method} has no ${kind}; save the student.`, 'method');
  const values = await captureNetwork(network);
  return writeNetwork(values, networkPlan, { network: kind, step: run.step, config, dataset: note });
}

/** `shapes-dino-vit-seed7-step300.safetensors`, `…-step300-teacher.safetensors` */
export const exportName = (
  { config, ...which }: { config: ExperimentConfig; step: number; arm: string | undefined },
  kind: ExportKind,
): string => `${runName(config, which)}${kind === 'checkpoint' ? '' : `-${kind}`}.safetensors`;

function noteOf(
  config: ExperimentConfig,
  { size, channels, normalisation, classNames }: Dataset,
): DatasetNote {
  const { mean, std } = normalisation;
  return { name: config.data.name, size, channels, mean, std, classNames };
}

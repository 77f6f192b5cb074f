/**
 * @file What a checkpoint holds: everything that the next step of a run depends on, so that a run that was
 * interrupted goes on as if it had not been. N training images, D features, k neighbours.
 */
import type { LiveSettings } from '../config/live.ts';
import type { ExperimentConfig } from '../config/schema.ts';
import type { PlannedTensor } from './traceTypes.ts';

export type { PlannedTensor } from './traceTypes.ts';

export const checkpointFormat = 'adasim-checkpoint/1';

/** Values of tensors by state-dict name, row-major; their shapes are the plan's. */
export type TensorValues = ReadonlyMap<string, Float32Array>;

/** The tensors that a run of some configuration is made of. */
export interface RunPlan {
  /** Width D of the backbone's features. */
  readonly featureDim: number;
  readonly student: readonly PlannedTensor[];
  /** Absent where the method has no teacher. */
  readonly teacher?: readonly PlannedTensor[];
  /** What the method remembers besides its networks: `center`, `queue`. */
  readonly state: readonly PlannedTensor[];
}

/** A run's counters and what was changed while it ran. */
export interface Progress {
  /** Steps done. */
  readonly step: number;
  /** Rows that ever entered the method's queue. */
  readonly queued: number;
  readonly live: LiveSettings;
  /** Pairs trained on in the current epoch. */
  readonly pairs: SavedPairCounts;
}

export interface SavedPairCounts {
  readonly pairs: number;
  /** An image with itself. */
  readonly self: number;
  readonly openGates: number;
  /** An image with another of the same label. */
  readonly matching: number;
}

/** The bank and what the current epoch has recorded in it. */
export interface BankState {
  /** F, `[N, D]`. */
  readonly features: Float32Array;
  /** `[N]`, 1 where F was ever written. */
  readonly written: Uint8Array;
  /** `[N]`, 1 where the current epoch has been. */
  readonly visited: Uint8Array;
  /** `[N, k]`, −1 where the current epoch has not been. */
  readonly neighbours: Int32Array;
  readonly similarities: Float32Array;
}

export interface RunSnapshot {
  readonly progress: Progress;
  readonly student: TensorValues;
  readonly teacher?: TensorValues;
  /** One entry for each of {@link momentNames}. */
  readonly moments: readonly TensorValues[];
  /** Updates that each trained tensor has had; frozen steps do not count. */
  readonly updates: ReadonlyMap<string, number>;
  readonly method: TensorValues;
  readonly bank: BankState;
  /** Completed epochs, oldest first, `[N, epochs, k]`. */
  readonly window: {
    readonly epochs: number;
    readonly neighbours: Int32Array;
    readonly similarities: Float32Array;
  };
  /** The current epoch's positives and gates, `[N]`: they were drawn when it began. */
  readonly selection: { readonly positives: Int32Array; readonly gateOpen: Uint8Array };
}

/** What PyTorch needs to prepare images as the run did. */
export interface DatasetNote {
  readonly name: string;
  /** Side of an image, pixels. */
  readonly size: number;
  readonly channels: number;
  /** Per channel, of pixel values in [0, 1]. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
  readonly classNames: readonly string[];
}

export interface Checkpoint {
  readonly config: ExperimentConfig;
  readonly state: RunSnapshot;
}

/** The optimiser's buffers by the names that PyTorch gives them, in the order of our rules. */
export function momentNames(kind: ExperimentConfig['optimizer']['kind']): readonly string[] {
  return kind === 'adamw' ? ['exp_avg', 'exp_avg_sq'] : ['momentum_buffer'];
}

/** The trained ones among a network's tensors. */
export const trained = (plan: readonly PlannedTensor[]): readonly PlannedTensor[] =>
  plan.filter(({ buffer }) => buffer !== true);

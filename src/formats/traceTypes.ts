/**
 * @file What a recorded training holds, format `adasim-trace/1`: what went into every step and what came out of it
 * (METHOD section 6). T steps of B images, N images in all, K prototypes, D features, k neighbours,
 * W epochs in the window. Layouts are PyTorch's.
 */
import type { FloatTensor, IntegerTensor } from './tensorReader.ts';
import type { TraceConfig } from './traceConfig.ts';

export const traceFormat = 'adasim-trace/1';

/** A tensor of the network, as its model plans it; a buffer gets no gradient. */
export interface PlannedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly buffer?: boolean;
}

/** A network's parameters and buffers under their state-dict names. */
export interface NetworkState {
  readonly tensors: ReadonlyMap<string, FloatTensor>;
  /** BatchNorm's `num_batches_tracked`, by module. */
  readonly batchesTracked: ReadonlyMap<string, number>;
}

export interface Trace {
  readonly config: TraceConfig;
  /** Who recorded it, if it says. */
  readonly source: string;
  /** Student and teacher at the start. */
  readonly initialState: NetworkState;
  /** The bank at the start, `[N, D]`. */
  readonly initialFeatures: FloatTensor;
  /** View 1 of image i and view 2 of image j, `[N, C, H, W]`. */
  readonly views: { readonly first: FloatTensor; readonly second: FloatTensor };
  readonly steps: TraceSteps;
  /** Labels, `[N]`. */
  readonly targets: IntegerTensor;
  readonly expect: TraceExpectations;
}

export interface TraceSteps {
  /** `[T, B]` */
  readonly indices: IntegerTensor;
  /** The recorded draws, `[T, B]`. */
  readonly positives: IntegerTensor;
  /** `[T]` each. */
  readonly lr: FloatTensor;
  readonly weightDecay: FloatTensor;
  readonly teacherMomentum: FloatTensor;
  readonly teacherTemperature: FloatTensor;
}

/** What must come out. An optional group is there as a whole or not at all. */
export interface TraceExpectations {
  /** `[T]` */
  readonly loss: FloatTensor;
  /** After the step, `[T, K]`. */
  readonly center: FloatTensor;
  /** Before normalisation, both views, `[T, 2B, D]`. */
  readonly teacherFeatures: FloatTensor;
  /** `[T, B, k]`, −1 = none. */
  readonly neighbours: IntegerTensor;
  readonly similarities: FloatTensor;
  /** Absent where the policy has no use for them. */
  readonly votes?: {
    /** `[T, B]`, 1 = open. */
    readonly gate: IntegerTensor;
    /** `[T, B, k]`, −1 = none. */
    readonly candidates: IntegerTensor;
    readonly scores: FloatTensor;
    readonly probabilities: FloatTensor;
  };
  /** ℓ2 norms before clipping, `[T, parameters.length]`. */
  readonly gradientNorms?: { readonly parameters: readonly string[]; readonly norms: FloatTensor };
  readonly firstStep: {
    /** Logits `[2B, K]`, features `[2B, D]`. */
    readonly outputs: ReadonlyMap<FirstStepOutput, FloatTensor>;
    /** After clipping and freezing, by parameter. */
    readonly gradients?: ReadonlyMap<string, FloatTensor>;
  };
  /** By name of the logged value, `[epochs]`. */
  readonly epoch: ReadonlyMap<EpochValue, FloatTensor>;
  readonly final?: {
    readonly student: NetworkState;
    readonly teacher: NetworkState;
    /** The bank, `[N, D]`. */
    readonly features: FloatTensor;
    readonly window: RecordedWindow;
  };
}

/** Oldest epoch first, `[N, epochs, k]`. */
export interface RecordedWindow {
  /** W, or fewer if there were never more. */
  readonly epochs: number;
  readonly neighbours: Int32Array;
  readonly similarities: Float32Array;
}

export type FirstStepOutput = 'studentLogits' | 'teacherLogits' | 'studentFeatures' | 'teacherFeatures';

export type EpochValue =
  'nnAccuracyTop1' | 'nnAccuracyTop2' | 'nnSelfAccuracyTop1' | 'nnSelfAccuracyTop2' | 'nnRatioSelf';

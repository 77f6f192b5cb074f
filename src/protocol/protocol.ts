/**
 * @file The messages between the page (or the command line's page) and the training worker. Types only:
 * importing this file loads nothing. Every message carries the id of the run it belongs to; `arm` is the place of
 * one of its arms in the start's list.
 */
import type { NamedArms } from '../config/armLabels.ts';
import type { ExperimentConfig } from '../config/schema.ts';
import type { BackendName, BackendReport } from '../tensor/backend.ts';
import type { ProductStyle } from '../tensor/webgpu/productStyle.ts';
import type { ExportKind, Origin } from '../training/checkpoint/checkpoint.ts';
import type { Profile } from './profile.ts';
import type {
  EpochRecord,
  EvaluationRecord,
  Floors,
  Gallery,
  Inspection,
  LiveSettings,
  RunShape,
  StepRecord,
} from './records.ts';

export type * from './profile.ts';
export type * from './records.ts';
export type { ExportKind, ProductStyle };

/** What the run computes on. */
export type Device = BackendReport;

/** `auto`: hardware WebGPU, else WASM. */
export type BackendChoice = 'auto' | BackendName;

type Addressed<T> = T & { runId: string };

export type Command = Addressed<
  | {
      type: 'start';
      /** One run, or several to be trained in lockstep. */
      arms: NamedArms;
      backend: BackendChoice;
      /** Absolute URL of the folder of packed datasets, with a slash at its end. */
      dataUrl: string;
      /** Stop after so many steps instead of after the configuration's epochs. */
      steps?: number;
      /** The most threads that WASM may take, for whoever trains on several pages at once. */
      threads?: number;
      /** How WebGPU computes products; what is measured to be the fastest unless told. */
      productStyle?: ProductStyle;
      /** Begin paused: prepare everything, then wait for `resume` or `step`. */
      paused?: boolean;
      /**
       * A checkpoint to go on from, which is one run and brings its own configuration; or a PyTorch state dict that
       * every arm starts from. It is read before the current run is touched: a bad one is an `error`, and the
       * current run goes on.
       */
      checkpoint?: ArrayBuffer;
    }
  | { type: 'pause' }
  | { type: 'resume' }
  /** One training step of every arm, then pause. */
  | { type: 'step' }
  /** Back to step 0 with the same seed; keeps the device and data. Runs on unless `paused`. */
  | { type: 'reset'; paused?: boolean }
  | { type: 'tune'; arm: number; settings: LiveSettings }
  /** Answered between two steps by `exported`, or by an `error`. */
  | { type: 'export'; arm: number; kind: ExportKind }
  | Question
  /**
   * Measures the first arm that has not stopped, on some steps that it takes for this. Answered by `profiled`, or by
   * an `error`.
   */
  | { type: 'profile' }
  | { type: 'dispose' }
>;

/**
 * Why has an image its positive in an epoch, 0-based; null is the newest. Answered by `inspected`, between two
 * steps and once all images are there; a newer question takes the place of one that was not answered yet.
 */
export interface Question {
  type: 'inspect';
  arm: number;
  image: number;
  epoch: number | null;
}

/**
 * `evaluating` is a run that does not train, be it held or after its last step; it is `paused` or `finished` once
 * all is measured and told.
 */
export type Phase = 'loading' | 'preparing' | 'training' | 'paused' | 'evaluating' | 'finished' | 'failed';

export type Event = Addressed<
  /** The first event of a run that starts from a file: under which configurations, and after which step. */
  | {
      type: 'opened';
      origin: Origin['kind'];
      /** One for each arm. */
      configs: readonly [ExperimentConfig, ...ExperimentConfig[]];
      /** What a checkpoint's run had been tuned to since it began with its configuration. */
      live: LiveSettings;
      step: number;
      /** Modules that the file lacked, such as `head`: they are drawn from the seed. */
      drawn: readonly string[];
    }
  | { type: 'device'; device: Device }
  /** The arm begins, or begins again. */
  | { type: 'shape'; arm: number; shape: RunShape }
  | { type: 'status'; phase: Phase; step: number; epoch: number; detail?: string }
  /** Loading: bytes so far of all bytes (0 = unknown). */
  | { type: 'progress'; label: string; done: number; total: number }
  | { type: 'floors'; arm: number; floors: Floors }
  /** At most ten times a second for each arm. */
  | {
      type: 'metrics';
      arm: number;
      steps: StepRecord[];
      epochs: EpochRecord[];
      evaluations: EvaluationRecord[];
      /** Of all arms together, as are the images. */
      stepsPerSecond: number;
      imagesPerSecond: number;
      secondsLeft: number;
      memory: { tensors: number; bytes: number };
    }
  | { type: 'gallery'; arm: number; gallery: Gallery }
  /** Null: the arm has stopped, has no such image, or knows of no epoch yet. */
  | { type: 'inspected'; arm: number; image: number; inspection: Inspection | null }
  /** A safetensors file. */
  | { type: 'exported'; arm: number; kind: ExportKind; step: number; fileName: string; bytes: ArrayBuffer }
  | { type: 'profiled'; arm: number; profile: Profile }
  /** One of several arms has ended before its time; `left` others go on. */
  | { type: 'stopped'; arm: number; message: string; left: number }
  /**
   * `answers`: the command that cannot be carried out, where it is one; such an error is never fatal. The current
   * run, if there is one, goes on.
   */
  | { type: 'error'; message: string; fatal: boolean; answers?: 'start' | 'export' | 'profile' }
  | { type: 'disposed' }
>;

export type CommandType = Command['type'];
export type EventType = Event['type'];

/**
 * @file The messages between the page (or the command line's page) and the training worker. Types only:
 * importing this file loads nothing. Every message carries the id of the run it belongs to.
 */
import type { ExperimentConfig } from '../config/schema.ts';
import type { BackendName, BackendReport } from '../tensor/backend.ts';
import type { ExportKind } from '../training/checkpoint.ts';
import type {
  EpochRecord,
  EvaluationRecord,
  Floors,
  Gallery,
  LiveSettings,
  RunShape,
  StepRecord,
} from '../training/records.ts';

export type * from '../training/records.ts';
export type { ExportKind };

/** What the run computes on. */
export type Device = BackendReport;

/** `auto`: hardware WebGPU, else WASM. */
export type BackendChoice = 'auto' | BackendName;

type Addressed<T> = T & { runId: string };

export type Command = Addressed<
  | {
      type: 'start';
      config: ExperimentConfig;
      backend: BackendChoice;
      /** Absolute URL of the folder of packed datasets, with a slash at its end. */
      dataUrl: string;
      /** Stop after so many steps instead of after `config.epochs`. */
      steps?: number;
      /** Begin paused: prepare everything, then wait for `resume` or `step`. */
      paused?: boolean;
      /**
       * A checkpoint to go on from (which brings its own `config`), or a PyTorch state dict to start from. It is
       * read before the current run is touched: a bad one is an `error`, and the current run goes on.
       */
      checkpoint?: ArrayBuffer;
    }
  | { type: 'pause' }
  | { type: 'resume' }
  /** One training step, then pause. */
  | { type: 'step' }
  /** Back to step 0 with the same seed; keeps the device and data. Runs on unless `paused`. */
  | { type: 'reset'; paused?: boolean }
  | { type: 'evaluate' }
  | { type: 'tune'; settings: LiveSettings }
  /** Answered between two steps by `exported`, or by an `error` that is not fatal. */
  | { type: 'export'; kind: ExportKind }
  | { type: 'dispose' }
>;

export type Phase = 'loading' | 'preparing' | 'training' | 'paused' | 'evaluating' | 'finished' | 'failed';

export type Event = Addressed<
  /** The first event of a run that starts from a file: under which configuration, and after which step. */
  | {
      type: 'opened';
      config: ExperimentConfig;
      step: number;
      /** Modules that the file lacked, such as `head`: they are drawn from the seed. */
      drawn: readonly string[];
    }
  | { type: 'device'; device: Device }
  | { type: 'shape'; shape: RunShape }
  | { type: 'status'; phase: Phase; step: number; epoch: number; detail?: string }
  /** Loading: bytes so far of all bytes (0 = unknown). */
  | { type: 'progress'; label: string; done: number; total: number }
  | { type: 'floors'; floors: Floors }
  /** At most ten times a second. */
  | {
      type: 'metrics';
      steps: StepRecord[];
      epochs: EpochRecord[];
      evaluations: EvaluationRecord[];
      stepsPerSecond: number;
      imagesPerSecond: number;
      secondsLeft: number;
      memory: { tensors: number; bytes: number };
    }
  | { type: 'gallery'; gallery: Gallery }
  /** A safetensors file. */
  | { type: 'exported'; kind: ExportKind; fileName: string; bytes: ArrayBuffer }
  | { type: 'error'; message: string; fatal: boolean }
  | { type: 'disposed' }
>;

export type CommandType = Command['type'];
export type EventType = Event['type'];

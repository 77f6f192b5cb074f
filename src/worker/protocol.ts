/**
 * @file The messages between the page (or the command line's page) and the training worker. Types only:
 * importing this file loads nothing. Every message carries the id of the run it belongs to.
 */
import type { BootstrapConfig, ExperimentConfig } from '../config/schema.ts';

/** `auto`: hardware WebGPU, else WASM. */
export type BackendChoice = 'auto' | 'webgpu' | 'wasm' | 'cpu';

/** Settings that apply from the next step on, without a restart. */
export interface LiveSettings {
  /** Base learning rate at batch 256. */
  lr?: number;
  bootstrap?: Partial<Pick<BootstrapConfig, 'policy' | 'temperature'>>;
}

type Addressed<T> = T & { runId: string };

export type Command = Addressed<
  | {
      type: 'start';
      config: ExperimentConfig;
      backend: BackendChoice;
      /** Stop after so many steps instead of after `config.epochs`. */
      steps?: number;
      /** Begin paused: prepare everything, then wait for `resume` or `step`. */
      paused?: boolean;
    }
  | { type: 'pause' }
  | { type: 'resume' }
  /** One training step, then pause. */
  | { type: 'step' }
  /** Back to step 0 with the same seed; keeps the device and data. Runs on unless `paused`. */
  | { type: 'reset'; paused?: boolean }
  | { type: 'evaluate' }
  | { type: 'tune'; settings: LiveSettings }
  | { type: 'dispose' }
>;

/** What the run computes on. */
export interface Device {
  backend: 'webgpu' | 'wasm' | 'cpu';
  /** The adapter's own name, or the number of WASM threads, in words. */
  adapter: string;
  /** A WebGPU adapter that computes on the CPU. */
  software: boolean;
  threads: number;
  /** Why this backend was chosen, one sentence for the person. */
  reason: string;
}

export type Phase =
  | 'loading'
  | 'preparing'
  | 'training'
  | 'paused'
  | 'evaluating'
  | 'finished'
  | 'failed';

/** One training step. Numbers are read back in batches, so records arrive a little late, but all arrive. */
export interface StepRecord {
  /** 0-based. */
  step: number;
  epoch: number;
  loss: number;
  lr: number;
  weightDecay: number;
  teacherMomentum: number;
  teacherTemperature: number;
  /** h(p_t), natural log; ln K = uniform, 0 = one-hot. */
  teacherEntropy: number;
  teacherStudentKL: number;
}

/** The bank's view of one completed epoch (REFERENCE section 3). Shares in [0, 1]. */
export interface EpochRecord {
  /** 0-based. */
  epoch: number;
  /** Steps completed at the epoch's end. */
  step: number;
  nnAccuracyTop1: number;
  nnAccuracyTop2: number;
  nnSelfAccuracyTop1: number;
  nnSelfAccuracyTop2: number;
  /** Share of images that trained on themselves. */
  nnRatioSelf: number;
  gateOpenShare: number;
  bootstrappedShare: number;
  /** Label match of the bootstrapped positives; null when there were none. */
  bootstrappedPurity: number | null;
}

/** One evaluation of the teacher on held-out images. */
export interface EvaluationRecord {
  step: number;
  epoch: number;
  knnAccuracy: number;
  rankMe: number;
  featureStd: number;
  alignment: number;
  uniformity: number;
}

/** Measured once per run, before the first step. */
export interface Floors {
  knnRawPixels: number;
  knnUntrained: number;
  /** 1 / number of classes. */
  chance: number;
}

export interface GalleryNeighbour {
  /** Index into `Gallery.thumbnails`. */
  thumbnail: number;
  /** Index in the training set. */
  image: number;
  similarity: number;
  sameLabel: boolean;
  sameIdentity: boolean;
  isSelf: boolean;
}

/** Queries and their nearest bank entries, with the pictures they need. */
export interface Gallery {
  step: number;
  epoch: number;
  rows: { thumbnail: number; image: number; label: number; neighbours: GalleryNeighbour[] }[];
  /** Side of a thumbnail, pixels. */
  size: number;
  /** RGBA, `size·size·4` bytes each, one after the other. */
  thumbnails: Uint8ClampedArray<ArrayBuffer>;
}

/** What a chart needs to know of the run besides its records. */
export interface RunShape {
  stepsPerEpoch: number;
  totalSteps: number;
  /** Backbone width D. */
  featureDim: number;
  /** Prototypes K. */
  prototypes: number;
  parameters: number;
  classNames: string[];
  trainImages: number;
  testImages: number;
}

export type Event = Addressed<
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
  | { type: 'error'; message: string; fatal: boolean }
  | { type: 'disposed' }
>;

export type CommandType = Command['type'];
export type EventType = Event['type'];

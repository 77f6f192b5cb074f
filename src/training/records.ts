/** @file What a run tells of itself. Types only: the page reads them too. */
import type { BankSummary } from '../adasim/bankStatistics.ts';
import type { BootstrapConfig } from '../config/schema.ts';

/** Settings that apply from the next step on, without a restart. */
export interface LiveSettings {
  /** Base learning rate at batch 256. */
  lr?: number;
  bootstrap?: Partial<Pick<BootstrapConfig, 'policy' | 'temperature'>>;
}

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
  /** h(p_t), natural log; ln K = uniform, 0 = one-hot. Null for methods without a teacher's distribution. */
  teacherEntropy: number | null;
  teacherStudentKL: number | null;
}

/** The bank's view of one completed epoch (REFERENCE section 3). */
export interface EpochRecord extends BankSummary {
  /** 0-based. */
  epoch: number;
  /** Steps completed at the epoch's end. */
  step: number;
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

/** @file What a run tells of itself. Types only: the page reads them too. */
import type { BankSummary } from '../adasim/bankStatistics.ts';
import type { SelectionReason, SelectionSettings } from '../adasim/selection.ts';
import type { KnownEpochs } from '../adasim/selectionHistory.ts';

export type { LiveSettings } from '../config/live.ts';

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

/** The bank's view of one completed epoch (METHOD section 5). */
export interface EpochRecord extends BankSummary {
  /** 0-based. */
  epoch: number;
  /** Steps completed at the epoch's end. */
  step: number;
}

/**
 * One evaluation of the teacher (where a method has none: of its network). On the held-out images, as they are
 * stored, unless it says otherwise.
 */
export interface EvaluationRecord {
  step: number;
  epoch: number;
  knnAccuracy: number;
  /** Accuracy of softmax regression on frozen features, learnt from the first 4 096 training images at most. */
  linearProbe: number;
  /** Share whose nearest other held-out image has their identity; null where no identity is pictured twice. */
  retrieval: number | null;
  /** k-NN accuracy on another dataset, of its held-out images among its others; null where there is none. */
  transferKnn: number | null;
  /** Of a linear probe that is learnt there too. */
  transferProbe: number | null;
  rankMe: number;
  featureStd: number;
  /** Singular values of the covariance of the normalised features, descending, `[D]`. */
  covarianceSpectrum: number[];
  /** Decay of the eigenvalues from D/16 to D/2; null where D is 1. */
  alphaReq: number | null;
  /** Of 128 training images, four augmented views of each. */
  lidar: number;
  /** Of pairs of those views. */
  alignment: number;
  /** Of those images' first views. */
  uniformity: number;
  /** H(mean p_t), natural log; null for methods without a teacher's distribution. */
  marginalEntropy: number | null;
  /** H(mean p_t) − mean h(p_t); null for methods without a teacher's distribution. */
  mutualInformation: number | null;
}

/**
 * What metrics are without training: on the untrained network, on raw pixels, by chance. Those of raw
 * pixels are null until they are measured, one by one: the floors are told again each time.
 */
export interface Floors {
  knnRawPixels: number | null;
  knnUntrained: number;
  linearProbeRawPixels: number | null;
  linearProbeUntrained: number;
  /** Null, as the three below, where no identity is pictured twice. */
  retrievalRawPixels: number | null;
  retrievalUntrained: number | null;
  retrievalChance: number | null;
  /** Held-out images that it asks: those with another picture of their identity among them. */
  retrievalImages: number | null;
  /** Null, as all four below, where features are tried on no other dataset. */
  transferKnnRawPixels: number | null;
  transferKnnUntrained: number | null;
  transferProbeRawPixels: number | null;
  transferProbeUntrained: number | null;
  /** 1 / number of classes there. */
  transferChance: number | null;
  /** 1 / number of classes. */
  chance: number;
  /** Of the network as it was drawn, also where the run starts from other weights. */
  rankMeUntrained: number | null;
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

/** An image that an inspection speaks of, and what it has to do with the inspected one. */
export interface InspectedImage {
  /** Index in the training set. */
  image: number;
  /** What it shows, in words. */
  name: string;
  label: number;
  isSelf: boolean;
  sameLabel: boolean;
  sameIdentity: boolean;
}

/** One epoch of the window. */
export interface Ballot {
  epoch: number;
  /** The k nearest of that epoch, best first; empty where it did not visit the image. */
  neighbours: { image: number; similarity: number }[];
}

/** One of T_i, the k images with the most votes. */
export interface Candidate {
  image: number;
  /** S_i of it. */
  score: number;
  /** Of being drawn; 0 where nothing is drawn. */
  probability: number;
}

/** Why an image had the positive that it had in one epoch, and the two views that were trained on. */
export interface Inspection {
  image: number;
  /** The epoch that the pair is of, 0-based; the votes are of those before it. */
  epoch: number;
  known: KnownEpochs;
  /** As they were when the epoch began. */
  settings: SelectionSettings;
  /** W, epochs. */
  windowLength: number;
  /** Neighbours stand in among the embeddings, not among the images, which are their own positives. */
  bootstrapsEmbeddings: boolean;
  /** The epochs in the window, oldest first. */
  ballots: Ballot[];
  gateOpen: boolean;
  /** Best first. */
  candidates: Candidate[];
  positive: number;
  reason: SelectionReason;
  /** The step that trains the pair, 0-based; null where the epoch leaves the image out. */
  step: number | null;
  /** All that are spoken of, the inspected one first. */
  images: InspectedImage[];
  /** Side of a picture, pixels. */
  size: number;
  /** RGBA of `images`, one after the other. */
  thumbnails: Uint8ClampedArray<ArrayBuffer>;
  /** RGBA of view 1 and view 2; empty where there is no such step. */
  views: Uint8ClampedArray<ArrayBuffer>;
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

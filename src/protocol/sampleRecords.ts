/** @file Records as a run might tell them, for tests that need some. */
import type { EpochRecord, EvaluationRecord, Floors, RunShape, StepRecord } from './protocol.ts';

export const stepRecord = (step: number, epoch = 0): StepRecord => ({
  step,
  epoch,
  loss: 5 - step / 10,
  lr: 0.001,
  weightDecay: 0.04,
  teacherMomentum: 0.99,
  teacherTemperature: 0.04,
  teacherEntropy: 3,
  teacherStudentKL: 1,
});

export const epochRecord = (epoch: number, step: number): EpochRecord => ({
  epoch,
  step,
  nnAccuracyTop1: 0.5,
  nnAccuracyTop2: 0.4,
  nnSelfAccuracyTop1: 0.9,
  nnSelfAccuracyTop2: 0.05,
  nnRatioSelf: 0.8,
  gateOpenShare: 0.25,
  bootstrappedShare: 0.2,
  bootstrappedPurity: 0.7,
});

export const evaluationRecord = (step: number, knnAccuracy: number): EvaluationRecord => ({
  step,
  epoch: 1,
  knnAccuracy,
  linearProbe: 0.55,
  retrieval: 0.15,
  transferKnn: null,
  transferProbe: null,
  rankMe: 20,
  featureStd: 0.1,
  covarianceSpectrum: [0.5, 0.25],
  alphaReq: 1.5,
  lidar: 12,
  alignment: 0.5,
  uniformity: -2,
  marginalEntropy: 5,
  mutualInformation: 2,
});

/** As they are told at first, without the floor that takes a while. */
export const firstFloors: Floors = {
  knnRawPixels: 0.4,
  knnUntrained: 0.3,
  linearProbeRawPixels: null,
  linearProbeUntrained: 0.35,
  retrievalRawPixels: 0.2,
  retrievalUntrained: 0.05,
  retrievalChance: 0.01,
  retrievalImages: 12,
  transferKnnRawPixels: null,
  transferKnnUntrained: null,
  transferProbeRawPixels: null,
  transferProbeUntrained: null,
  transferChance: null,
  chance: 0.1,
  rankMeUntrained: 25,
};

/** Ten epochs of four steps. */
export const runShape: RunShape = {
  stepsPerEpoch: 4,
  totalSteps: 40,
  featureDim: 64,
  prototypes: 256,
  parameters: 1000,
  classNames: [],
  trainImages: 64,
  testImages: 16,
};

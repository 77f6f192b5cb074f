/** @file Records as a run might tell them, for tests that need some. */
import { byKey } from '../metrics/byKey.ts';
import type { Held, Holds, Source } from '../metrics/declaration.ts';
import { floorKeys } from '../metrics/floors.ts';
import { declarations, metricIdsOf, type MetricValues } from '../metrics/table.ts';
import type { Event, Unaddressed } from './events.ts';
import type { EpochRecord, EvaluationRecord, Floors, RunShape, StepRecord } from './records.ts';

/** A half, or nothing where there may be nothing: a new metric needs no other. */
const anyValues = <S extends Source>(source: S) =>
  byKey(metricIdsOf(source), (id): Held<Holds> => {
    const { holds } = declarations[id];
    return holds === 'number' ? 0.5 : holds === 'numbers' ? [0.5, 0.25] : null;
  }) as MetricValues<S>;

export const stepRecord = (step: number, epoch = 0): StepRecord => ({
  ...anyValues('steps'),
  step,
  epoch,
  loss: 5 - step / 10,
  lr: 0.001,
  teacherEntropy: 3,
  teacherStudentKL: 1,
});

export const epochRecord = (epoch: number, step: number): EpochRecord => ({
  ...anyValues('epochs'),
  epoch,
  step,
  nnAccuracyTop2: 0.4,
  nnSelfAccuracyTop1: 0.9,
  nnSelfAccuracyTop2: 0.05,
  nnRatioSelf: 0.8,
  gateOpenShare: 0.25,
  bootstrappedShare: 0.2,
  bootstrappedPurity: 0.7,
});

export const evaluationRecord = (step: number, knnAccuracy: number): EvaluationRecord => ({
  ...anyValues('evaluations'),
  step,
  epoch: 1,
  knnAccuracy,
  linearProbe: 0.55,
  retrieval: 0.15,
  rankMe: 20,
  featureStd: 0.1,
  alphaReq: 1.5,
  lidar: 12,
  uniformity: -2,
  marginalEntropy: 5,
  mutualInformation: 2,
});

/** As they are told at first, without the floors that take a while, and of a run that is tried on no other dataset. */
export const firstFloors: Floors = {
  ...byKey(floorKeys, () => null),
  knnRawPixels: 0.4,
  knnUntrained: 0.3,
  linearProbeUntrained: 0.35,
  retrievalRawPixels: 0.2,
  retrievalUntrained: 0.05,
  retrievalChance: 0.01,
  retrievalImages: 12,
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

type Metrics = Unaddressed<Extract<Event, { type: 'metrics' }>>;

/** What the first arm has measured, as it is told. */
export const metricsOf = (records: Partial<Metrics>): Metrics => ({
  type: 'metrics',
  arm: 0,
  steps: [],
  epochs: [],
  evaluations: [],
  stepsPerSecond: 10,
  imagesPerSecond: 640,
  secondsLeft: 1,
  memory: { tensors: 1, bytes: 4 },
  ...records,
});

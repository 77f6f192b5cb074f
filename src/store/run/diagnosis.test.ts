import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../config/defaults.ts';
import type { EvaluationRecord } from '../../protocol/records.ts';
import { evaluationRecord, firstFloors, runShape } from '../../protocol/sampleRecords.ts';
import { diagnosisOf, vitalsOf } from './diagnosis.ts';
import { append, emptyLog } from '../../metrics/log.ts';

const shape = { ...runShape, stepsPerEpoch: 2 };

/** An arm that has been evaluated, with these values of RankMe, every four steps. */
const told = (...rankMe: readonly number[]) => ({
  config: defaultConfig,
  shape,
  floors: {
    ...firstFloors,
    knnRawPixels: 0.5,
    linearProbeUntrained: 0.3,
    retrievalRawPixels: null,
    retrievalUntrained: null,
    retrievalChance: null,
    rankMeUntrained: 17,
  },
  evaluations: append(
    emptyLog<EvaluationRecord>(),
    rankMe.map((value, index) => ({
      ...evaluationRecord(12 * index, 0.4),
      epoch: 6 * index,
      linearProbe: 0.5,
      retrieval: 0.1,
      rankMe: value,
      covarianceSpectrum: [],
      alphaReq: 1,
      lidar: 3,
    })),
  ),
});

describe('vitalsOf', () => {
  it('takes the last evaluation, and the floors for what it is held against', () => {
    expect(vitalsOf(told(16, 18, 20))).toEqual({
      epoch: 12,
      warmupEpochs: 2,
      marginalEntropy: 5,
      mutualInformation: 2,
      prototypes: 256,
      rankMe: 20,
      rankMeUntrained: 17,
      featureStd: 0.1,
      featureDim: 64,
      knnAccuracy: 0.4,
      knnUntrained: 0.3,
    });
  });

  it('has nothing to say before the floors and the first evaluation', () => {
    expect(vitalsOf({ ...told(16), floors: null })).toBeUndefined();
    expect(vitalsOf(told())).toBeUndefined();
  });

  it('knows no prototypes of a method that has none', () => {
    expect(vitalsOf({ ...told(16), config: { ...defaultConfig, method: 'byol' } })?.prototypes).toBeNull();
  });
});

it('diagnosisOf stays the same until the next evaluation', () => {
  const early = told(16);
  expect(diagnosisOf(early)?.verdict).toBe('early');
  expect(diagnosisOf({ ...early })).toBe(diagnosisOf(early));
  expect(diagnosisOf(told(16, 2))?.verdict).toBe('dimensional');
});

import { describe, expect, it } from 'vitest';
import { packAnswers } from '../../adasim/answers.ts';
import { defaultConfig } from '../../config/defaults.ts';
import { armsFromPreset } from '../../config/presets.ts';
import type { ExperimentConfig } from '../../config/schema.ts';
import { append, emptyLog } from '../../metrics/log.ts';
import type { EvaluationRecord } from '../../protocol/records.ts';
import { evaluationRecord, firstFloors, runShape } from '../../protocol/sampleRecords.ts';
import { baselineOf, comparisonsOf, diagnosisOf, groundsOf } from './diagnosis.ts';

/** An arm that has been evaluated before it began, and at the end of each of these epochs of four steps. */
const told = (records: readonly Partial<EvaluationRecord>[], config: ExperimentConfig = defaultConfig) => ({
  config,
  shape: runShape,
  floors: firstFloors,
  evaluations: append(
    emptyLog<EvaluationRecord>(),
    [{}, ...records].map((record, epoch) => ({ ...evaluationRecord(4 * epoch, 0.3), epoch, ...record })),
  ),
});

describe('what an arm is held against', () => {
  it('are its floors, its untrained network and its settings', () => {
    const images = defaultConfig.data.testImages;
    expect(groundsOf(told([{ featureStd: 0.2 }]))).toEqual({
      warmupEpochs: 2,
      prototypes: 256,
      featureDim: 64,
      rankMeUntrained: 25,
      featureStdUntrained: 0.1,
      floors: {
        knnAccuracy: { untrained: 0.3, pixels: 0.4, chance: 0.1, images },
        linearProbe: { untrained: 0.35, pixels: null, chance: 0.1, images },
        retrieval: { untrained: 0.05, pixels: 0.2, chance: 0.01, images: 12 },
      },
      guardsOff: [],
    });
  });

  it('has no prototypes where a method has none, and is not known before the floors', () => {
    expect(groundsOf(told([], { ...defaultConfig, method: 'byol' }))?.prototypes).toBeNull();
    expect(groundsOf({ ...told([]), floors: null })).toBeUndefined();
    expect(groundsOf({ ...told([]), shape: null })).toBeUndefined();
  });
});

describe('the arm without neighbours', () => {
  const contrast = armsFromPreset('contrast').map(({ config }) => told([], config));

  it('stands beside those that differ in their neighbours alone', () => {
    const [none, naive, adaptive] = contrast;
    expect(contrast.map((arm) => baselineOf(contrast, arm))).toEqual([undefined, none, none]);
    expect([naive, adaptive].map((arm) => arm && baselineOf([arm], arm))).toEqual([undefined, undefined]);
  });

  it('is none of another network or loss', () => {
    const gallery = armsFromPreset('collapse').map(({ config }) => told([], config));
    expect(gallery.map((arm) => baselineOf(gallery, arm))).toEqual(gallery.map(() => undefined));
  });
});

describe('a comparison', () => {
  const right = (count: number, from = 0) =>
    packAnswers(Array.from({ length: 1000 }, (_, image) => Number(image >= from && image < from + count)));

  it('is of the same steps, and its error is that of the images which one alone has right', () => {
    // Images 0 to 399 against 20 to 459: 20 are right in the first alone, 60 in the second.
    const arm = told([{ knnAccuracy: 0.4, knnRight: right(400) }, { knnAccuracy: 0.5 }]);
    const baseline = told([{ knnAccuracy: 0.44, knnRight: right(440, 20) }]);
    expect(comparisonsOf(arm, baseline)).toEqual([
      { value: 0.4, baseline: 0.44, error: Math.sqrt(20 + 60) / 1000 },
    ]);
  });

  it('is as uncertain as that of other images where it is not known which are right', () => {
    const [comparison] = comparisonsOf(told([{ knnAccuracy: 0.4 }]), told([{ knnAccuracy: 0.5 }]));
    expect(comparison?.error).toBeCloseTo(Math.sqrt((0.4 * 0.6 + 0.5 * 0.5) / 1000), 12);
  });
});

describe('diagnosisOf', () => {
  it('has nothing to say before the first evaluation and the floors', () => {
    const arm = told([]);
    expect(diagnosisOf([arm], 1)).toBeUndefined();
    expect(diagnosisOf([{ ...arm, floors: null }], 0)).toBeUndefined();
    expect(diagnosisOf([{ ...arm, evaluations: emptyLog() }], 0)).toBeUndefined();
    expect(diagnosisOf([arm], 0)?.verdict).toBe('early');
  });

  it('stays the same until something is told, and then is another', () => {
    const arm = told([{ knnAccuracy: 0.6 }, { knnAccuracy: 0.6 }]);
    const before = diagnosisOf([arm], 0);
    expect(before?.verdict).toBe('healthy');
    expect(diagnosisOf([{ ...arm }], 0)).toBe(before);
    const floors = { ...firstFloors, knnRawPixels: 0.65 };
    expect(diagnosisOf([{ ...arm, floors }], 0)?.verdict).toBe('learning');
  });

  it('compares arms in lockstep: the other one’s evaluation changes it too', () => {
    const config = (policy: 'none' | 'naive') => ({
      ...defaultConfig,
      bootstrap: { ...defaultConfig.bootstrap, policy },
    });
    const low = { linearProbe: 0.35 };
    const naive = told([low, low, low], config('naive'));
    const none = (...accuracies: number[]) =>
      told(
        accuracies.map((knnAccuracy) => ({ knnAccuracy })),
        config('none'),
      );
    expect(diagnosisOf([none(0.5, 0.5), naive], 1)?.verdict).toBe('early');
    expect(diagnosisOf([none(0.5, 0.5, 0.5), naive], 1)).toMatchObject({ verdict: 'behind', cause: 'gate' });
    expect(diagnosisOf([none(0.5, 0.5, 0.5), naive], 0)?.verdict).toBe('healthy');
  });
});

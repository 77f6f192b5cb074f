import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../config/defaults.ts';
import {
  epochRecord,
  evaluationRecord,
  metricsOf as metrics,
  stepRecord,
} from '../../protocol/sampleRecords.ts';
import { beginning, ending } from '../train/testing.ts';
import { TrainRecord, type ArmRecord } from '../train/runRecord.ts';
import { epochCurves, finalMetrics, numbersOf } from './measured.ts';

function recordOf(events = [...beginning, ...ending]): ArmRecord {
  const record = new TrainRecord([{ config: defaultConfig }]);
  for (const event of events) record.add({ ...event, runId: 'run' });
  return record.arms[0];
}

describe('numbersOf', () => {
  it('takes every finite number by its path, whichever there are', () => {
    const record = { step: 3, epoch: 1, lr: 0.1, loss: 2, purity: null, spectrum: [1, 2], name: 'x' };
    expect(numbersOf({ ...record, retrieval: { top1: 0.5, top5: NaN } })).toEqual({
      loss: 2,
      'retrieval.top1': 0.5,
    });
  });
});

describe('finalMetrics', () => {
  it('holds the last evaluation and epoch, and the mean of its steps', () => {
    const { loss, knnAccuracy, gateOpenShare } = finalMetrics(recordOf());
    // Steps 2 and 3 of losses 4.8 and 4.7.
    expect(loss).toBeCloseTo(4.75, 10);
    expect(knnAccuracy).toBe(0.5);
    expect(gateOpenShare).toBe(0.25);
  });

  it('does not take the floor for the network: a run without an evaluation has no accuracy', () => {
    expect(finalMetrics(recordOf(beginning.slice(0, 5)))).not.toHaveProperty('knnAccuracy');
  });
});

describe('epochCurves', () => {
  it('has a point an epoch, where the epoch ends', () => {
    const curves = epochCurves(recordOf());
    expect(curves.loss).toEqual([
      [1, 4.95],
      [2, 4.75],
    ]);
    expect(curves.knnAccuracy).toEqual([
      [1, 0.45],
      [2, 0.5],
    ]);
    expect(curves.nnAccuracyTop2).toEqual([
      [1, 0.4],
      [2, 0.4],
    ]);
    expect(curves).not.toHaveProperty('lr');
  });

  it('ends with the part of an epoch that a run of fewer steps comes to', () => {
    const more = metrics({ steps: [stepRecord(4, 2)], evaluations: [evaluationRecord(5, 0.6)] });
    const curves = epochCurves(recordOf([...beginning, ...ending, more]));
    expect(curves.loss?.at(-1)).toEqual([2.5, 4.6]);
    expect(curves.knnAccuracy?.at(-1)).toEqual([2.5, 0.6]);
  });

  it('leaves out what an epoch has no value of', () => {
    const first = { ...epochRecord(0, 2), bootstrappedPurity: null };
    const events = [...beginning.slice(0, 3), metrics({ epochs: [first, epochRecord(1, 4)] })];
    expect(epochCurves(recordOf(events)).bootstrappedPurity).toEqual([[2, 0.7]]);
  });
});

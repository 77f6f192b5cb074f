import { describe, expect, it } from 'vitest';
import type { RecordedArm } from '../../protocol/recordedRun.ts';
import {
  epochRecord,
  evaluationRecord,
  firstFloors,
  runShape,
  stepRecord,
} from '../../protocol/sampleRecords.ts';
import { rounded, thinned } from './thinning.ts';

const armOf = (losses: readonly number[]): RecordedArm => ({
  shape: { ...runShape, stepsPerEpoch: 10, totalSteps: losses.length },
  floors: { ...firstFloors, retrievalRawPixels: null, retrievalUntrained: null, retrievalChance: null },
  steps: losses.map((loss, step) => ({ ...stepRecord(step), loss })),
  epochs: [epochRecord(0, 10)],
  evaluations: [evaluationRecord(0, 0.3), evaluationRecord(10, 0.4)],
});

describe('thinned', () => {
  const wave = Array.from({ length: 5000 }, (_, step) => 5 + Math.sin(step) - step / 1000);
  const spiked = wave.map((loss, step) => (step === 3210 ? 99 : loss));
  const [first, second] = thinned([armOf(wave), armOf(spiked)]);

  it('keeps few steps, the same of every arm, the first and the last among them', () => {
    const kept = first?.steps.map(({ step }) => step) ?? [];
    expect(second?.steps.map(({ step }) => step)).toEqual(kept);
    expect(kept.length).toBeLessThan(420);
    expect([kept[0], kept.at(-1)]).toEqual([0, 4999]);
  });

  it('loses no spike, epoch or evaluation', () => {
    expect(second?.steps.find(({ loss }) => loss === 99)?.step).toBe(3210);
    expect(second?.epochs).toHaveLength(1);
    expect(second?.evaluations).toHaveLength(2);
  });
});

describe('rounded', () => {
  it('has four significant digits of every number but whole ones, however deep', () => {
    const value = { step: 12345, loss: 4.671772, of: [{ lr: 0.000123456 }, null, 'a 1.23456'] };
    expect(rounded(value)).toEqual({ step: 12345, loss: 4.672, of: [{ lr: 0.0001235 }, null, 'a 1.23456'] });
  });
});

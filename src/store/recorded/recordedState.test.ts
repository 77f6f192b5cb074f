import { describe, expect, it } from 'vitest';
import { armsFromPreset } from '../../config/presets.ts';
import type { RecordedRun } from '../../protocol/recordedRun.ts';
import { diagnosisOf } from '../run/diagnosis.ts';
import { idleRun } from '../run/runState.ts';
import { contrastRun } from '../testing.ts';
import { recordedState, stepsRecorded } from './recordedState.ts';

const recordedRun: RecordedRun = { format: 'adasim-recorded-run/1', ...contrastRun };
const arms = armsFromPreset('contrast');
const after = (step: number, before = idleRun) => recordedState(recordedRun, arms, step, before);

describe('recordedState', () => {
  it.each([
    [0, { steps: 0, epochs: 0, evaluations: 1 }, 0],
    [1, { steps: 1, epochs: 0, evaluations: 1 }, 0],
    [4, { steps: 4, epochs: 1, evaluations: 2 }, 1],
    [8, { steps: 8, epochs: 2, evaluations: 3 }, 2],
  ])('after %i steps has what was told by then', (step, lengths, epoch) => {
    const run = after(step);
    expect(run).toMatchObject({ phase: 'recorded', step, epoch, device: null });
    expect(run.arms.map(({ config }) => config.bootstrap.policy)).toEqual(['none', 'naive', 'adaptive']);
    for (const { steps, epochs, evaluations } of run.arms)
      expect({ steps: steps.length, epochs: epochs.length, evaluations: evaluations.length }).toEqual(
        lengths,
      );
  });

  it('ends where the recorded run does', () => {
    expect(stepsRecorded(recordedRun)).toBe(8);
    expect(after(100).arms[0]?.steps.length).toBe(8);
  });

  it('keeps what has not changed, so that charts are not drawn and arms not diagnosed again', () => {
    const before = after(5);
    const now = after(6, before);
    expect(now.arms[1]?.steps).not.toBe(before.arms[1]?.steps);
    expect(now.arms[1]?.epochs).toBe(before.arms[1]?.epochs);
    expect(now.arms[1]?.evaluations).toBe(before.arms[1]?.evaluations);
    expect(diagnosisOf(now.arms, 0)).toBe(diagnosisOf(before.arms, 0));
    expect(diagnosisOf(now.arms, 0)).toBeDefined();
  });

  it('leaves the person’s notices', () => {
    const notices = [{ id: 1, kind: 'warning' as const, message: 'Look.' }];
    expect(after(3, { ...idleRun, notices }).notices).toBe(notices);
  });
});

import { describe, expect, it } from 'vitest';
import { currentPhase, inPhase, watchPhases } from './phases.ts';
import type { StepPhase } from '../../protocol/profile.ts';

describe('inPhase', () => {
  it('only does its work where nobody watches', () => {
    expect(inPhase('bank', () => currentPhase() ?? 'nothing')).toBe('nothing');
  });

  it('tells of each part, in order, and which one is under way', async () => {
    const told: StepPhase[] = [];
    await watchPhases(
      (phase, ms) => {
        expect(ms).toBeGreaterThanOrEqual(0);
        told.push(phase);
      },
      async () => {
        expect(inPhase('views', currentPhase)).toBe('views');
        await Promise.resolve();
        expect(inPhase('update', currentPhase)).toBe('update');
        expect(currentPhase()).toBeUndefined();
      },
    );
    expect(told).toEqual(['views', 'update']);
  });

  it('is over, and no longer watched, when its work fails', async () => {
    const told: StepPhase[] = [];
    const fail = () =>
      inPhase('networks', () => {
        throw new Error('no');
      });
    const listen = (phase: StepPhase) => void told.push(phase);
    await expect(watchPhases(listen, () => Promise.resolve().then(fail))).rejects.toThrow('no');
    expect(currentPhase()).toBeUndefined();
    inPhase('bank', () => undefined);
    expect(told).toEqual(['networks']);
  });
});

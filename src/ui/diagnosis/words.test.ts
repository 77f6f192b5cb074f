import { describe, expect, it } from 'vitest';
import type { Condition, Diagnosis } from '../../adasim/diagnosis.ts';
import { guardsOff, type Guard } from '../../adasim/guards.ts';
import { defaultConfig } from '../../config/defaults.ts';
import { armsFromPreset } from '../../config/presets.ts';
import { advice, figures, verdictTitle } from './words.ts';

const told = (verdict: Condition, changes: Partial<Diagnosis> = {}): Diagnosis => ({
  verdict,
  cause: null,
  evidence: [],
  ...changes,
});

describe('advice', () => {
  it('names the guard that an arm of the Collapse gallery lacks, and how to put it back', () => {
    const [sharpening, centring, stopGradient, gate] = armsFromPreset('collapse').map(({ config }) => {
      const [cause = null] = guardsOff(config);
      return advice(told('dimensional', { cause }), config);
    });
    expect(sharpening).toMatch(
      /No sharpening: the teacher’s temperature, 0.300, .* student’s, 0.100\. Lower it/,
    );
    expect(centring).toMatch(/No centring: .* Lower it to 0\.9\./);
    expect(stopGradient).toMatch(/No stop-gradient: .* Turn it on\./);
    expect(gate).toMatch(/No gate: .* Choose the policy adaptive/);
    for (const text of [sharpening, centring, stopGradient, gate])
      expect(text).not.toMatch(/crops|learning rate/);
  });

  it('says what usually helps where no guard is missing', () => {
    expect(advice(told('dimensional'), defaultConfig)).toMatch(/Larger crops/);
    expect(advice(told('constant'), { ...defaultConfig, method: 'infonce' })).toMatch(/larger batches/);
    expect(advice(told('behind'), defaultConfig)).toMatch(/longer window than 3/);
  });

  it('ends in a full stop under every verdict and with every guard', () => {
    const verdicts: Condition[] = [
      'early',
      'uniform',
      'one-hot',
      'constant',
      'dimensional',
      'behind',
      'unlearnt',
      'learning',
      'healthy',
    ];
    const guards: (Guard | null)[] = [null, 'sharpening', 'centring', 'stop-gradient', 'teacher', 'gate'];
    for (const verdict of verdicts)
      for (const cause of guards) expect(advice(told(verdict, { cause }), defaultConfig)).toMatch(/\.$/);
  });
});

describe('a verdict', () => {
  const standing = (value: number, pixels: number | null) =>
    told('learning', {
      evidence: [
        {
          measure: 'knnAccuracy',
          value,
          level: 'learning',
          untrained: 0.1,
          pixels,
          chance: 0.125,
          images: 1000,
        },
      ],
    });

  it('of a run that learns says how it stands to raw pixels', () => {
    expect(verdictTitle(standing(0.172, 0.327))).toBe('Learning, still below raw pixels');
    expect(figures(standing(0.172, 0.327))).toBe('k-NN 0.172, untrained 0.100, raw pixels 0.327');
    expect(verdictTitle(standing(0.33, 0.327))).toBe('Learning, level with raw pixels');
    expect(verdictTitle(standing(0.33, null))).toBe('Learning');
  });

  it('begins with what was taken away', () => {
    const evidence = [{ measure: 'rankMe', value: 2.6, against: 24 }] as const;
    expect(figures(told('dimensional', { cause: 'stop-gradient', evidence }))).toBe(
      'no stop-gradient; RankMe 2.60, untrained 24.0',
    );
  });

  it('of an arm that falls behind has both accuracies and the error of their difference', () => {
    const evidence = [{ measure: 'behind', value: 0.4, baseline: 0.44, error: 0.0123 }] as const;
    expect(figures(told('behind', { cause: 'gate', evidence }))).toBe(
      'no gate; k-NN 0.400, without neighbours 0.440 (± 0.0123)',
    );
  });
});

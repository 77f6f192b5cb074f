import { describe, expect, it } from 'vitest';
import type { ArmSettings } from '../config/arms.ts';
import { applyOverrides, type Override } from '../config/overrides.ts';
import { defaultConfig } from '../config/defaults.ts';
import { armsFromPreset } from '../config/presets.ts';
import { chartArms, looksOf } from './arms.ts';
import type { Metric } from '../metrics/metric.ts';
import { firstFloors } from '../protocol/sampleRecords.ts';
import { questions } from '../metrics/questions.ts';
import { referenceName, referencesOf } from './references.ts';

const arm = (...overrides: Override[]): ArmSettings => ({ config: applyOverrides(defaultConfig, overrides) });

describe('looksOf', () => {
  it('draws a policy alike wherever it is drawn', () => {
    const [none, naive, adaptive] = looksOf(armsFromPreset('contrast'));
    expect(looksOf([arm()])).toEqual([{ ...adaptive, id: '0' }]);
    expect(naive).toMatchObject({ label: 'naive', meaning: 'always the nearest' });
    expect(none?.style).not.toEqual(adaptive?.style);
  });

  it('gives arms of one policy four styles, and no meaning of a policy', () => {
    const windows = [3, 5, 10, 20].map((window) => arm(['bootstrap.window', String(window)]));
    const looks = looksOf(windows);
    expect(new Set(looks.map(({ style }) => JSON.stringify(style))).size).toBe(4);
    expect(looks.map(({ meaning }) => meaning)).toEqual([undefined, undefined, undefined, undefined]);
  });
});

describe('referencesOf', () => {
  const metric = (id: string): Metric => {
    const found = questions.flatMap(({ metrics }) => metrics).find((one) => one.id === id);
    if (found === undefined) throw new Error(`no metric ${id}`);
    return found;
  };
  const names = (id: string, arms: readonly ArmSettings[]) =>
    referencesOf(metric(id), chartArms(arms)).map((one) => [referenceName(one), one.of?.colour]);

  it('names what all arms have in common once', () => {
    expect(names('teacherEntropy', armsFromPreset('contrast'))).toEqual([
      ['ln\u00a0K', undefined],
      ['one-hot', undefined],
    ]);
  });

  it('says whose a line is where it is not everyone’s', () => {
    const arms = [arm(['head.outDim', '64']), arm(['head.outDim', '128']), arm(['head.outDim', '128'])];
    const [first, second] = looksOf(arms);
    expect(names('teacherEntropy', arms)).toEqual([
      ['ln\u00a0K (K 64)', first?.style.colour],
      ['one-hot', undefined],
      ['ln\u00a0K (K 128, K 128 2)', second?.style.colour],
    ]);
  });

  it('takes a floor that other arms have not told yet to be theirs too', () => {
    const arms = armsFromPreset('contrast');
    const told = (knnRawPixels: number | null) => ({ floors: { ...firstFloors, knnRawPixels } });
    const pixels = (...floors: (number | null)[]) =>
      referencesOf(
        metric('knnAccuracy'),
        chartArms(arms.map((one, place) => ({ ...one, ...told(floors[place] ?? null) }))),
      )
        .filter(({ label }) => label === 'raw pixels')
        .map(({ value, of }) => [value, of?.labels]);
    expect(pixels(0.5, null, null)).toEqual([[0.5, undefined]]);
    expect(pixels(0.5, 0.5, 0.5)).toEqual([[0.5, undefined]]);
    expect(pixels(0.5, 0.4, null)).toEqual([
      [0.5, ['none']],
      [0.4, ['naive']],
    ]);
    expect(pixels(0.5, 0.4, 0.4)).toEqual([
      [0.5, ['none']],
      [0.4, ['naive', 'adaptive']],
    ]);
  });

  it('knows that a method without prototypes has no ln K', () => {
    expect(names('loss', [arm(), arm(['method', 'byol'])])).toEqual([
      ['ln\u00a0K (DINO)', looksOf([arm(), arm(['method', 'byol'])])[0]?.style.colour],
    ]);
  });
});

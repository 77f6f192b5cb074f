import { describe, expect, it } from 'vitest';
import { diagnose, type Vitals } from './diagnosis.ts';

/** A run of the emoji ViT that goes well, after 20 of its epochs. */
const well: Vitals = {
  epoch: 20,
  warmupEpochs: 2,
  marginalEntropy: 5,
  mutualInformation: 1.8,
  prototypes: 256,
  rankMe: 22,
  rankMeUntrained: 17,
  featureStd: 0.11,
  featureDim: 64,
  knnAccuracy: 0.48,
  knnUntrained: 0.42,
};
const lnK = Math.log(256);
const verdict = (changes: Partial<Vitals>) => diagnose({ ...well, ...changes }).verdict;

describe('diagnose', () => {
  it('finds nothing wrong where nothing is', () => {
    expect(diagnose(well)).toEqual({
      verdict: 'healthy',
      evidence: [
        { measure: 'knnAccuracy', value: 0.48, against: 0.42 },
        { measure: 'rankMe', value: 22, against: 64 },
      ],
    });
  });

  it('says nothing before the network has left its initialisation behind', () => {
    const collapsed = { featureStd: 0, rankMe: 1 };
    expect(diagnose({ ...well, ...collapsed, epoch: 4 })).toEqual({
      verdict: 'early',
      evidence: [{ measure: 'epoch', value: 4, against: 5 }],
    });
    expect(verdict({ ...collapsed, epoch: 5 })).toBe('constant');
    expect(verdict({ epoch: 12, warmupEpochs: 10 })).toBe('early');
  });

  it.each([
    ['every prototype alike', { marginalEntropy: 0.999 * lnK, mutualInformation: 0.001 }, 'uniform'],
    ['one prototype for all', { marginalEntropy: 0.02, mutualInformation: 0.01 }, 'one-hot'],
    // Sure of itself, and of another prototype for another image.
    ['a sharp teacher that tells images apart', { marginalEntropy: 4, mutualInformation: 3.99 }, 'healthy'],
    ['a soft one that does', { marginalEntropy: 0.999 * lnK, mutualInformation: 0.1 }, 'healthy'],
    ['one that is neither', { marginalEntropy: 3, mutualInformation: 0.001 }, 'healthy'],
  ] as const)('%s', (_, changes, expected) => {
    expect(verdict(changes)).toBe(expected);
  });

  it('judges features alone where a method has no distribution', () => {
    const byol = { marginalEntropy: null, mutualInformation: null, prototypes: null };
    expect(verdict(byol)).toBe('healthy');
    expect(verdict({ ...byol, featureStd: 0.012 })).toBe('constant');
    expect(verdict({ ...byol, rankMe: 4 })).toBe('dimensional');
  });

  it('holds the spread against 1/√d, whatever d is', () => {
    expect(verdict({ featureDim: 64, featureStd: 0.013 })).toBe('healthy');
    expect(verdict({ featureDim: 64, featureStd: 0.012 })).toBe('constant');
    expect(verdict({ featureDim: 16, featureStd: 0.024 })).toBe('constant');
    expect(diagnose({ ...well, featureStd: 0.001 }).evidence).toEqual([
      { measure: 'featureStd', value: 0.001, against: 0.125 },
    ]);
  });

  it('holds the rank against that of the untrained network', () => {
    expect(verdict({ rankMe: 4.2 })).toBe('dimensional');
    expect(verdict({ rankMe: 4.3 })).toBe('healthy');
    expect(verdict({ rankMe: 7, rankMeUntrained: 29 })).toBe('dimensional');
  });

  it('tells a run that has learnt nothing from one that has, collapse or no collapse', () => {
    expect(verdict({ knnAccuracy: 0.43 })).toBe('unlearnt');
    expect(verdict({ knnAccuracy: 0.44 })).toBe('healthy');
    expect(verdict({ knnAccuracy: 0.2 })).toBe('unlearnt');
  });

  it('names the gravest first', () => {
    const everything = {
      marginalEntropy: lnK,
      mutualInformation: 0,
      featureStd: 0,
      rankMe: 1,
      knnAccuracy: 0.1,
    };
    expect(verdict(everything)).toBe('uniform');
    expect(verdict({ ...everything, marginalEntropy: lnK / 2 })).toBe('constant');
    expect(verdict({ ...everything, marginalEntropy: lnK / 2, featureStd: 0.1 })).toBe('dimensional');
  });
});

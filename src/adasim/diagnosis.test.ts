import { describe, expect, it } from 'vitest';
import { diagnose, type Comparison, type RunGrounds, type Vitals } from './diagnosis.ts';

const floors = { untrained: 0.42, pixels: 0.5, chance: 0.1, images: 1000 };

/** What a run of the emoji ViT is held against. */
const grounds: RunGrounds = {
  warmupEpochs: 2,
  prototypes: 256,
  featureDim: 64,
  rankMeUntrained: 24,
  featureStdUntrained: 0.09,
  floors: {
    knnAccuracy: floors,
    linearProbe: floors,
    retrieval: { untrained: 0.08, pixels: 0.3, chance: 0.01, images: 500 },
  },
  guardsOff: [],
};

/** Such a run as it goes well, after 20 of its epochs. */
const well: Vitals = {
  epoch: 20,
  marginalEntropy: 5,
  mutualInformation: 1.8,
  rankMe: 22,
  featureStd: 0.11,
  knnAccuracy: 0.48,
  linearProbe: 0.43,
  retrieval: 0.09,
};
const lnK = Math.log(256);

/** The verdict where evaluations go on like this. */
const verdict = (changes: Partial<Vitals>, changed: Partial<RunGrounds> = {}) =>
  diagnose(Array<Vitals>(3).fill({ ...well, ...changes }), { ...grounds, ...changed }).verdict;

describe('whether a run has learnt', () => {
  it('is told by the accuracy that has come furthest, against all floors', () => {
    expect(diagnose([well, well], grounds)).toEqual({
      verdict: 'learning',
      cause: null,
      evidence: [{ measure: 'knnAccuracy', value: 0.48, level: 'learning', ...floors }],
    });
    expect(verdict({ knnAccuracy: 0.56 })).toBe('healthy');
    expect(verdict({ knnAccuracy: 0.43 })).toBe('unlearnt');
    expect(verdict({ knnAccuracy: 0.43, linearProbe: 0.6 })).toBe('healthy');
    expect(verdict({ knnAccuracy: 0.43, retrieval: 0.16 })).toBe('learning');
  });

  it('asks for more than chance where the untrained network is below that', () => {
    const shapes = {
      ...grounds.floors,
      knnAccuracy: { untrained: 0.1, pixels: 0.327, chance: 0.125, images: 1000 },
    };
    const others = { linearProbe: null, retrieval: null };
    expect(verdict({ ...others, knnAccuracy: 0.14 }, { floors: shapes })).toBe('unlearnt');
    expect(verdict({ ...others, knnAccuracy: 0.172 }, { floors: shapes })).toBe('learning');
  });

  it('is not healthy as long as raw pixels are not measured', () => {
    const unknown = { ...floors, pixels: null };
    expect(verdict({ knnAccuracy: 0.9 }, { floors: { ...grounds.floors, knnAccuracy: unknown } })).toBe(
      'learning',
    );
  });

  it('is seen as soon as the evidence is there, else judged after the warm-up', () => {
    const early = { ...well, epoch: 1, knnAccuracy: 0.43 };
    expect(diagnose([early], grounds)).toEqual({
      verdict: 'early',
      cause: null,
      evidence: [{ measure: 'epoch', value: 1, against: 5 }],
    });
    expect(diagnose([], grounds).verdict).toBe('early');
    expect(diagnose([{ ...early, knnAccuracy: 0.52 }], grounds).verdict).toBe('learning');
    expect(diagnose([{ ...early, epoch: 5 }], grounds).verdict).toBe('unlearnt');
  });

  it('does not flip on noise', () => {
    const noisy = (...accuracies: number[]) =>
      accuracies.map(
        (_, index) =>
          diagnose(
            accuracies.slice(0, index + 1).map((knnAccuracy) => ({ ...well, knnAccuracy })),
            grounds,
          ).verdict,
      );
    // The error of the difference is .022: above two of them twice in a row, then down to just above one.
    const [no, yes] = ['unlearnt', 'learning'];
    expect(noisy(0.47, 0.44, 0.47, 0.47, 0.445, 0.446, 0.47)).toEqual([no, no, no, yes, yes, yes, yes]);
    expect(noisy(0.47, 0.47, 0.43, 0.45, 0.43, 0.43)).toEqual([no, yes, yes, yes, yes, no]);
  });
});

describe('a collapse', () => {
  it.each([
    ['every prototype alike', { marginalEntropy: 0.999 * lnK, mutualInformation: 0.001 }, 'uniform'],
    ['one prototype for all', { marginalEntropy: 0.02, mutualInformation: 0.01 }, 'one-hot'],
    ['one for nearly all', { marginalEntropy: 0.98, mutualInformation: 0.7 }, 'one-hot'],
    // Sure of itself, and of another prototype for another image.
    ['a sharp teacher that tells images apart', { marginalEntropy: 4, mutualInformation: 3.99 }, 'learning'],
    ['a soft one that does', { marginalEntropy: 0.999 * lnK, mutualInformation: 0.1 }, 'learning'],
    ['one that is neither', { marginalEntropy: 3, mutualInformation: 0.001 }, 'learning'],
  ] as const)('of outputs: %s', (_, changes, expected) => {
    expect(verdict(changes)).toBe(expected);
  });

  it('is one of features alone where a method has no distribution', () => {
    const byol = { marginalEntropy: null, mutualInformation: null };
    expect(verdict(byol, { prototypes: null })).toBe('learning');
    expect(verdict({ ...byol, featureStd: 0.012 }, { prototypes: null })).toBe('constant');
    expect(verdict({ ...byol, rankMe: 4 }, { prototypes: null })).toBe('dimensional');
  });

  it('is held against 1/√d, and against the untrained network where that is close to it', () => {
    expect(verdict({ featureStd: 0.013 })).toBe('learning');
    expect(verdict({ featureStd: 0.012 })).toBe('constant');
    expect(verdict({ featureStd: 0.024 }, { featureDim: 16 })).toBe('constant');
    expect(verdict({ featureStd: 0.012 }, { featureStdUntrained: 0.02 })).toBe('learning');
    expect(verdict({ featureStd: 0.009 }, { featureStdUntrained: 0.02 })).toBe('constant');
  });

  it('is held against the rank of the untrained network', () => {
    expect(verdict({ rankMe: 5.9 })).toBe('dimensional');
    expect(verdict({ rankMe: 6.1 })).toBe('learning');
    expect(verdict({ rankMe: 1 }, { rankMeUntrained: null })).toBe('learning');
  });

  it('is told at the first evaluation where the guard against it is off, else at the second', () => {
    const first = { ...well, epoch: 1, rankMe: 2.6 };
    expect(diagnose([first], grounds).verdict).toBe('early');
    expect(diagnose([first, first], grounds)).toMatchObject({ verdict: 'dimensional', cause: null });
    expect(diagnose([first], { ...grounds, guardsOff: ['stop-gradient'] })).toEqual({
      verdict: 'dimensional',
      cause: 'stop-gradient',
      evidence: [{ measure: 'rankMe', value: 2.6, against: 24 }],
    });
  });

  it('is over only where its measure is well away from it', () => {
    const ranks = (...values: number[]) => values.map((rankMe) => ({ ...well, rankMe }));
    expect(diagnose(ranks(5, 5, 7, 5, 8), grounds).verdict).toBe('dimensional');
    expect(diagnose(ranks(5, 5, 10, 10), grounds).verdict).toBe('learning');
  });

  it('is called by the gravest of its kinds', () => {
    const everything = { marginalEntropy: lnK, mutualInformation: 0, featureStd: 0, rankMe: 1 };
    expect(verdict(everything)).toBe('uniform');
    expect(verdict({ ...everything, marginalEntropy: lnK / 2 })).toBe('constant');
    expect(verdict({ ...everything, marginalEntropy: lnK / 2, featureStd: 0.1 })).toBe('dimensional');
  });
});

describe('the guard that was taken away', () => {
  const uniform = { ...well, marginalEntropy: lnK, mutualInformation: 0 };
  const oneHot = { ...well, marginalEntropy: 0, mutualInformation: 0 };
  const cause = (vitals: Vitals, guardsOff: RunGrounds['guardsOff']) =>
    diagnose([vitals, vitals], { ...grounds, guardsOff }).cause;

  it('is the one that guards against what happened', () => {
    expect(cause(uniform, ['sharpening', 'centring'])).toBe('sharpening');
    expect(cause(oneHot, ['sharpening', 'centring'])).toBe('centring');
    expect(cause({ ...well, featureStd: 0 }, ['stop-gradient'])).toBe('stop-gradient');
    expect(cause({ ...well, knnAccuracy: 0.4 }, ['gate'])).toBe('gate');
  });

  it('is no matter where nothing happened, and none where all are on', () => {
    expect(cause(well, ['gate'])).toBeNull();
    expect(cause(uniform, [])).toBeNull();
  });
});

describe('falling behind', () => {
  const at = (...values: number[]): Comparison[] =>
    values.map((value) => ({ value, baseline: 0.48, error: 0.015 }));

  it('takes three evaluations in a row, worse by more than two errors', () => {
    const [near, far] = [0.46, 0.44];
    expect(diagnose([well, well], grounds, at(far, far)).verdict).toBe('learning');
    expect(diagnose([well, well], grounds, at(far, far, near, far)).verdict).toBe('learning');
    expect(diagnose([well, well], { ...grounds, guardsOff: ['gate'] }, at(far, far, far))).toEqual({
      verdict: 'behind',
      cause: 'gate',
      evidence: [{ measure: 'behind', value: far, baseline: 0.48, error: 0.015 }],
    });
  });

  it('ends after three that are level, and gives way to a collapse', () => {
    expect(diagnose([well, well], grounds, at(0.4, 0.4, 0.4, 0.46, 0.5)).verdict).toBe('behind');
    expect(diagnose([well, well], grounds, at(0.4, 0.4, 0.4, 0.47, 0.47, 0.47)).verdict).toBe('learning');
    const collapsed = { ...well, rankMe: 1 };
    expect(diagnose([collapsed, collapsed], grounds, at(0.4, 0.4, 0.4)).verdict).toBe('dimensional');
  });
});

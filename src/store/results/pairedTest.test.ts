import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isApart } from './pairedTest.ts';

/** Chance of at most `successes` heads of `tosses` throws. */
function binomialAtMost(successes: number, tosses: number): number {
  let probability = 0.5 ** tosses;
  let sum = 0;
  for (let k = 0; k <= successes; k++) {
    sum += probability;
    probability *= (tosses - k) / (k + 1);
  }
  return sum;
}

/** The exact test of b and c, two-sided. */
const exact = (b: number, c: number): number => Math.min(1, 2 * binomialAtMost(Math.min(b, c), b + c));

describe('an accuracy is apart from another on the same images', () => {
  it('only where the exact test says so, whichever images the two have in common', () => {
    const images = 200;
    const right = fc.integer({ min: 0, max: images });
    fc.assert(
      fc.property(right, right, fc.double({ min: 0, max: 1, noNaN: true }), (one, another, overlap) => {
        const [more, fewer] = [Math.max(one, another), Math.min(one, another)];
        // Images that both have right: from as few as there can be to as many.
        const least = Math.max(0, more + fewer - images);
        const both = Math.round(least + overlap * (fewer - least));
        if (isApart(more / images, fewer / images, images))
          expect(exact(more - both, fewer - both)).toBeLessThan(0.05);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    // Six images that one alone has right, and none the other: 2 / 2⁶ = 0.03.
    [6, 0, 1000, true],
    [5, 0, 1000, false],
    [1000, 994, 1000, true],
    [1000, 995, 1000, false],
    // 60 of 1000 at 0.5: (60 − 1)² / 940.
    [530, 470, 1000, false],
    [532, 468, 1000, true],
    [500, 500, 1000, false],
    [20, 3, 23, true],
  ])('%i against %i of %i: %s', (more, fewer, images, apart) => {
    expect(isApart(more / images, fewer / images, images)).toBe(apart);
  });
});

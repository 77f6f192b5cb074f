/** @file What guess and answer are, as shapes and in words. */
import { fixed, percent, short } from '../../metrics/format.ts';
import type { PairOutputs } from '../../protocol/pairOutputs.ts';

type Prototypes = Extract<PairOutputs, { kind: 'prototypes' }>;
type Batch = Extract<PairOutputs, { kind: 'batch' }>;

/** A bar from the middle line up (the guess) and one down (the answer), as shares of the tallest. */
export interface MirroredBar {
  prototype: number;
  up: number;
  down: number;
}

export function mirroredBars({ likeliest }: Pick<Prototypes, 'likeliest'>): MirroredBar[] {
  const tallest = Math.max(...likeliest.flatMap(({ guess, answer }) => [guess, answer]));
  return likeliest.map(({ prototype, guess, answer }) => ({
    prototype,
    up: guess / tallest,
    down: answer / tallest,
  }));
}

/** Between prediction and target, radians in [0, π]. */
export const angleOf = (cosine: number): number => Math.acos(Math.min(1, Math.max(-1, cosine)));

/** Cosines of a batch as signed shares of the longest: its own first, then the others, the nearest first. */
export function contrastBars({ similarities: [own = 0, ...others] }: Pick<Batch, 'similarities'>): number[] {
  const all = [own, ...others.toSorted((a, b) => b - a)];
  const longest = Math.max(...all.map(Math.abs), Number.MIN_VALUE);
  return all.map((cosine) => cosine / longest);
}

/** What is drawn, for who does not see it. */
export function outputsText(outputs: PairOutputs): string {
  const loss = `Loss of this pair ${short(outputs.loss)}.`;
  switch (outputs.kind) {
    case 'prototypes': {
      const most = (share: 'guess' | 'answer') =>
        outputs.likeliest
          .toSorted((a, b) => b[share] - a[share])
          .slice(0, 2)
          .map((one) => `prototype ${one.prototype + 1} with ${percent(one[share])}`)
          .join(' and ');
      return `The student gives most to ${most('guess')}; the teacher to ${most('answer')}. ${loss}`;
    }
    case 'angle':
      return `Guess and answer point ${fixed(degrees(outputs.cosine), 0)} degrees apart, cosine ${fixed(outputs.cosine, 2)}. ${loss}`;
    case 'batch': {
      const [own = 0, ...others] = outputs.similarities;
      const nearer = others.filter((cosine) => cosine > own).length;
      return `The answer to its partner has cosine ${fixed(own, 2)} with the guess; ${nearer} of ${others.length} others are nearer. ${loss}`;
    }
  }
}

export const degrees = (cosine: number): number => (180 / Math.PI) * angleOf(cosine);

/** @file The votes of the window as the diagram shows them: who has the most, and in which epochs they were cast. */
import type { Answer } from '../../store/inspector/answer.ts';
import { votesFor } from '../inspector/words.ts';

/** Rows of the tally at most. */
const ROWS = 4;

export interface TallyRow {
  image: number;
  isSelf: boolean;
  /** S_i of it: the sum of its similarities. */
  score: number;
  /** Of each epoch of the window, oldest first: its similarity; null where it was not among the nearest. */
  cast: (number | null)[];
}

export interface Tally {
  /** 0-based; null is an epoch that the window still waits for. */
  epochs: (number | null)[];
  /** Best first; the first decides. */
  rows: TallyRow[];
}

type Grounds = Pick<Answer, 'image' | 'ballots' | 'candidates' | 'windowLength'>;

export function tallyOf({ image, ballots, candidates, windowLength }: Grounds): Tally {
  const counted = candidates.length > 0 ? candidates : soFar(ballots);
  const best = counted.slice(0, ROWS);
  const own = counted.find((candidate) => candidate.image === image);
  // Where it has votes, how many is what one looks for.
  if (own !== undefined && !best.includes(own)) best[ROWS - 1] = own;
  const missing = Math.max(0, windowLength - ballots.length);
  return {
    epochs: [...ballots.map(({ epoch }) => epoch), ...Array.from({ length: missing }, () => null)],
    rows: best.map((candidate) => ({
      image: candidate.image,
      isSelf: candidate.image === image,
      score: candidate.score,
      cast: [
        ...ballots.map(
          ({ neighbours }) =>
            neighbours.find((neighbour) => neighbour.image === candidate.image)?.similarity ?? null,
        ),
        ...Array.from({ length: missing }, () => null),
      ],
    })),
  };
}

/** Before the window is full nobody is a candidate; the votes are there all the same. */
function soFar(ballots: Grounds['ballots']): { image: number; score: number }[] {
  const images = new Set(ballots.flatMap(({ neighbours }) => neighbours.map((neighbour) => neighbour.image)));
  return [...images]
    .map((image) => ({ image, score: votesFor(image, ballots).score }))
    .sort((a, b) => b.score - a.score);
}

/**
 * @file The votes of a window: S_i over the images that were ever among i's k nearest, and T_i, its k largest.
 *
 * Sums run in double precision, oldest epoch first, over float32 similarities, as in the released code, so
 * that every decision is its decision. Only images with an entry are candidates: a similarity may be negative,
 * and then the zeros of all the others would win. Equal votes rank by image number.
 */
import { NO_NEIGHBOUR, type NeighbourWindow } from './window.ts';

/** Counts votes image by image; holds the scratch space, so that counting allocates nothing. */
export class VoteCounter {
  /** T_i of the last count, best first, −1 after `candidateCount`. `[topK]` */
  readonly candidates: Int32Array;
  /** S_i of those, 0 after `candidateCount`. `[topK]` */
  readonly scores: Float64Array;
  /** Number of candidates of the last count, at most k. */
  candidateCount = 0;

  private readonly window: NeighbourWindow;
  /** S_i(j) by j. */
  private readonly sum: Float64Array;
  private readonly countedFor: Float64Array;
  /** The images with an entry, in order of appearance. */
  private readonly seen: Int32Array;
  /** The current count's number: where `countedFor[j]` has it, `sum[j]` is this count's. */
  private round = 0;

  constructor(window: NeighbourWindow) {
    this.window = window;
    this.candidates = new Int32Array(window.topK);
    this.scores = new Float64Array(window.topK);
    this.sum = new Float64Array(window.images);
    this.countedFor = new Float64Array(window.images);
    this.seen = new Int32Array(Math.min(window.images, window.topK * window.length));
  }

  /** Counts the votes of image i into `candidates` and `scores`. */
  count(image: number): void {
    this.rank(this.addUp(image));
  }

  /** S_i(j) of the last count, whether or not j is a candidate; undefined where j has no entry. */
  scoreOf(j: number): number | undefined {
    return this.round > 0 && this.countedFor[j] === this.round ? this.sum[j] : undefined;
  }

  /** No candidates: as if nothing had been recorded. */
  clear(): void {
    this.round += 1;
    this.keepFirst(0);
  }

  /** Fills `sum` and `seen`; returns how many images have an entry. */
  private addUp(image: number): number {
    const { sum, countedFor, seen } = this;
    const { topK } = this.window;
    const round = ++this.round;
    let count = 0;
    for (const { neighbours, similarities } of this.window.history) {
      const end = (image + 1) * topK;
      for (let entry = image * topK; entry < end; entry++) {
        const j = neighbours[entry] ?? NO_NEIGHBOUR;
        if (j === NO_NEIGHBOUR) continue;
        const similarity = similarities[entry] ?? 0;
        if (countedFor[j] === round) {
          sum[j] = (sum[j] ?? 0) + similarity;
        } else {
          countedFor[j] = round;
          sum[j] = similarity;
          seen[count++] = j;
        }
      }
    }
    return count;
  }

  /** Keeps the k largest of the first `count` of `seen`, by insertion. */
  private rank(count: number): void {
    const { candidates, scores, sum, seen } = this;
    const k = candidates.length;
    let kept = 0;
    for (let s = 0; s < count; s++) {
      const j = seen[s] ?? 0;
      const score = sum[j] ?? 0;
      if (kept === k && !this.ranksBefore(score, j, k - 1)) continue;
      let place = kept;
      while (place > 0 && this.ranksBefore(score, j, place - 1)) place--;
      if (kept < k) kept++;
      for (let move = kept - 1; move > place; move--) {
        candidates[move] = candidates[move - 1] ?? NO_NEIGHBOUR;
        scores[move] = scores[move - 1] ?? 0;
      }
      candidates[place] = j;
      scores[place] = score;
    }
    this.keepFirst(kept);
  }

  private keepFirst(count: number): void {
    this.candidates.fill(NO_NEIGHBOUR, count);
    this.scores.fill(0, count);
    this.candidateCount = count;
  }

  private ranksBefore(score: number, j: number, place: number): boolean {
    const other = this.scores[place] ?? 0;
    return score > other || (score === other && j < (this.candidates[place] ?? 0));
  }
}

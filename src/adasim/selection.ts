/**
 * @file Which image becomes the positive of image i: the four policies of METHOD section 3.
 *
 *   none      i itself, in another view: self-distillation, the baseline
 *   naive     the nearest neighbour of the last completed epoch
 *   window    a draw from softmax_{j ∈ T_i}(S_i(j) / (W·τ))
 *   adaptive  AdaSim: the same draw, but only where the gate is open, i.e. where i itself has the most votes
 *
 * `window` and `adaptive` wait for W recorded epochs, so that nothing but the gate tells them apart.
 */
import { stream, type RandomStream } from './random.ts';
import { sharpenedSoftmax } from './softmax.ts';
import { VoteCounter } from './votes.ts';
import { NO_NEIGHBOUR, type NeighbourWindow } from './window.ts';

export type Policy = 'none' | 'naive' | 'window' | 'adaptive';

/** May change from epoch to epoch. */
export interface SelectionSettings {
  policy: Policy;
  /** τ of the draw. */
  temperature: number;
  /** `naive` only: may an image be its own nearest neighbour? */
  includeSelf: boolean;
}

/** Why a positive was chosen. */
export type SelectionReason =
  /** Policy `none`. */
  | 'baseline'
  /** Fewer epochs are recorded than the policy needs: i itself. */
  | 'window-filling'
  /** Nothing is recorded of this image, or nothing but itself: i itself. */
  | 'no-neighbour'
  /** `naive`: the top-1 neighbour. */
  | 'nearest'
  /** `adaptive`: another image has more votes than i, so i itself. */
  | 'gate-closed'
  /** Drawn from `probabilities`; the draw may still be i. */
  | 'drawn';

/** The choice for one image, with all that led to it. */
export interface Selection {
  positive: number;
  reason: SelectionReason;
  /** The window is full and argmax S_i = i. Reported under every policy, obeyed by `adaptive`. */
  gateOpen: boolean;
  /** T_i, best first, −1 = none; all −1 until the window is full. `[topK]` */
  candidates: Int32Array;
  /** S_i of the candidates. `[topK]` */
  scores: Float32Array;
  /** What the positive was drawn from; all 0 where nothing was drawn. `[topK]` */
  probabilities: Float32Array;
}

/** The choices for all images of one epoch. */
export interface EpochSelection {
  /** `[images]`; the image itself where nothing was bootstrapped. */
  positives: Int32Array;
  /** `[images]`, 1 = open. */
  gateOpen: Uint8Array;
}

/** The rank that `uniform` in [0, 1) falls on. */
function drawRank(probabilities: Float32Array, count: number, uniform: number): number {
  let total = 0;
  for (let rank = 0; rank < count; rank++) total += probabilities[rank] ?? 0;
  let left = uniform * total;
  for (let rank = 0; rank < count - 1; rank++) {
    left -= probabilities[rank] ?? 0;
    if (left < 0) return rank;
  }
  return count - 1;
}

/** Chooses positives from a window of neighbours. */
export class PositiveSelector {
  private readonly window: NeighbourWindow;
  private readonly votes: VoteCounter;
  private readonly probabilities: Float32Array;

  constructor(window: NeighbourWindow) {
    this.window = window;
    this.votes = new VoteCounter(window);
    this.probabilities = new Float32Array(window.topK);
  }

  /** The positive of one image and why; draws at most one number from `random`. */
  select(image: number, settings: SelectionSettings, random: RandomStream): Selection {
    this.consult(image);
    const { positive, reason } = this.choose(image, settings, random);
    return {
      positive,
      reason,
      gateOpen: this.gateOpen(image),
      candidates: this.votes.candidates.slice(),
      scores: Float32Array.from(this.votes.scores),
      probabilities: this.probabilities.slice(),
    };
  }

  /** The positives of a whole epoch; image i draws from `drawStream(seed, epoch, i)`. */
  selectEpoch(settings: SelectionSettings, seed: number, epoch: number): EpochSelection {
    const { images } = this.window;
    const positives = new Int32Array(images);
    const gateOpen = new Uint8Array(images);
    for (let image = 0; image < images; image++) {
      this.consult(image);
      positives[image] = this.choose(image, settings, drawStream(seed, epoch, image)).positive;
      gateOpen[image] = this.gateOpen(image) ? 1 : 0;
    }
    return { positives, gateOpen };
  }

  /** Counts i's votes, if there is a full window to count in. */
  private consult(image: number): void {
    if (this.window.isFull) this.votes.count(image);
    else this.votes.clear();
    this.probabilities.fill(0);
  }

  private gateOpen(image: number): boolean {
    return this.votes.candidates[0] === image;
  }

  private choose(
    image: number,
    settings: SelectionSettings,
    random: RandomStream,
  ): { positive: number; reason: SelectionReason } {
    switch (settings.policy) {
      case 'none':
        return { positive: image, reason: 'baseline' };
      case 'naive':
        return this.nearest(image, settings.includeSelf);
      case 'window':
        return this.draw(image, settings.temperature, random);
      case 'adaptive':
        return this.votes.candidateCount > 0 && !this.gateOpen(image)
          ? { positive: image, reason: 'gate-closed' }
          : this.draw(image, settings.temperature, random);
    }
  }

  private nearest(image: number, includeSelf: boolean): { positive: number; reason: SelectionReason } {
    const { latest, topK } = this.window;
    if (!latest) return { positive: image, reason: 'window-filling' };
    const row = latest.neighbours.subarray(image * topK, (image + 1) * topK);
    const positive = row.find((j) => j !== NO_NEIGHBOUR && (includeSelf || j !== image));
    return positive === undefined
      ? { positive: image, reason: 'no-neighbour' }
      : { positive, reason: 'nearest' };
  }

  private draw(
    image: number,
    temperature: number,
    random: RandomStream,
  ): { positive: number; reason: SelectionReason } {
    if (!this.window.isFull) return { positive: image, reason: 'window-filling' };
    const { candidates, scores, candidateCount } = this.votes;
    if (candidateCount === 0) return { positive: image, reason: 'no-neighbour' };
    sharpenedSoftmax(scores, candidateCount, this.window.length, temperature, this.probabilities);
    const rank = drawRank(this.probabilities, candidateCount, random.uniform());
    return { positive: candidates[rank] ?? image, reason: 'drawn' };
  }
}

/** The stream that image i draws its positive from in an epoch. */
export function drawStream(seed: number, epoch: number, image: number): RandomStream {
  return stream(seed, 'draw', epoch, image);
}

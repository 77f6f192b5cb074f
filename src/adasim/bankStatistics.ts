/** @file What an epoch's bank and pairs say about the latent space (METHOD section 5, the metrics of an epoch). */
import { NO_NEIGHBOUR, type NeighbourTable } from './window.ts';

/** Shares in [0, 1] of the images visited in the epoch. */
export interface BankSummary {
  /** Label match of the 1st and 2nd bank neighbour; a neighbour that is not there matches nothing. */
  nnAccuracyTop1: number;
  nnAccuracyTop2: number;
  /** That neighbour is the image itself. */
  nnSelfAccuracyTop1: number;
  nnSelfAccuracyTop2: number;
  /** Images that trained on themselves. */
  nnRatioSelf: number;
  gateOpenShare: number;
  /** Images that trained on another: 1 − `nnRatioSelf`. */
  bootstrappedShare: number;
  /** Label match of those positives; null when there were none. */
  bootstrappedPurity: number | null;
}

/** Pairs trained on in an epoch. */
export interface PairCounts {
  pairs: number;
  /** An image with itself. */
  self: number;
  openGates: number;
  /** An image with another of the same label. */
  matching: number;
}

const noPairs: PairCounts = { pairs: 0, self: 0, openGates: 0, matching: 0 };

const share = (count: number, total: number) => (total > 0 ? count / total : 0);

/** Counts one epoch's pairs as they are trained on, then sums up with the neighbours they found. */
export class BankStatistics {
  private readonly labels: ArrayLike<number>;
  private pairs: number;
  private selfPairs: number;
  private openGates: number;
  private matchingPairs: number;

  /**
   * @param labels of the training images, `[images]`
   * @param counts of the pairs so far, where an epoch is carried on
   */
  constructor(labels: ArrayLike<number>, counts: PairCounts = noPairs) {
    this.labels = labels;
    this.pairs = counts.pairs;
    this.selfPairs = counts.self;
    this.openGates = counts.openGates;
    this.matchingPairs = counts.matching;
  }

  /** What was counted so far. */
  get counts(): PairCounts {
    const { pairs, selfPairs, openGates, matchingPairs } = this;
    return { pairs, self: selfPairs, openGates, matching: matchingPairs };
  }

  /** Image i was trained on with this positive. */
  addPair(image: number, positive: number, gateOpen: boolean): void {
    this.pairs++;
    if (gateOpen) this.openGates++;
    if (positive === image) this.selfPairs++;
    else if (this.labels[positive] === this.labels[image]) this.matchingPairs++;
  }

  summarise(table: NeighbourTable): BankSummary {
    const first = this.matches(table, 0);
    const second = this.matches(table, 1);
    const bootstrapped = this.pairs - this.selfPairs;
    return {
      nnAccuracyTop1: first.label,
      nnAccuracyTop2: second.label,
      nnSelfAccuracyTop1: first.self,
      nnSelfAccuracyTop2: second.self,
      nnRatioSelf: share(this.selfPairs, this.pairs),
      gateOpenShare: share(this.openGates, this.pairs),
      bootstrappedShare: share(bootstrapped, this.pairs),
      bootstrappedPurity: bootstrapped > 0 ? this.matchingPairs / bootstrapped : null,
    };
  }

  /** How often the neighbour of this rank has the image's label, and how often it is the image. */
  private matches(
    { images, topK, neighbours }: NeighbourTable,
    rank: number,
  ): { label: number; self: number } {
    let visited = 0;
    let label = 0;
    let self = 0;
    for (let image = 0; image < images; image++) {
      const row = image * topK;
      if ((neighbours[row] ?? NO_NEIGHBOUR) === NO_NEIGHBOUR) continue;
      visited++;
      const neighbour = rank < topK ? (neighbours[row + rank] ?? NO_NEIGHBOUR) : NO_NEIGHBOUR;
      if (neighbour === NO_NEIGHBOUR) continue;
      if (neighbour === image) self++;
      if (this.labels[neighbour] === this.labels[image]) label++;
    }
    return { label: share(label, visited), self: share(self, visited) };
  }
}

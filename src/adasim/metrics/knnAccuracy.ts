/**
 * @file Weighted k-nearest-neighbour classification of held-out images: DINO's evaluation (arXiv 2104.14294,
 * section 3.2 and appendix F.1). score_c = Σ_{k nearest} e^{cos/T}·[y = c].
 */
import { normaliseRows, type FeatureMatrix } from './features.ts';
import { innerProducts, tileRows } from './innerProducts.ts';

export interface KnnOptions {
  /** Neighbours k; DINO takes 20. */
  neighbours?: number;
  /** T of the weights e^{cos/T}; DINO takes 0.07. */
  temperature?: number;
  /** Number of classes; by default one more than the largest label. */
  classes?: number;
}

export interface KnnResult {
  /** Share of queries whose best class is their label. */
  accuracy: number;
  /** Scores as shares that sum to 1 over the classes, `[queries, classes]`. */
  scores: Float32Array;
  /** Class of the largest score, the lower one on a tie, `[queries]`. */
  predictions: Int32Array;
}

/**
 * Classifies `queries` by their neighbours in `bank`. Rows need not be normalised.
 * @param labels of the bank, `[bank.rows]`
 * @param queryLabels `[queries.rows]`
 */
export function knnAccuracy(
  bank: FeatureMatrix,
  labels: ArrayLike<number>,
  queries: FeatureMatrix,
  queryLabels: ArrayLike<number>,
  options: KnnOptions = {},
): KnnResult {
  const { neighbours = 20, temperature = 0.07, classes = 1 + largest(labels) } = options;
  const nearest = new NearestNeighbours(Math.min(neighbours, bank.rows));
  const storedRows = normaliseRows(bank);
  const queryRows = normaliseRows(queries);
  const cosines = new Float64Array(tileRows * bank.rows);
  const scores = new Float32Array(queries.rows * classes);
  const predictions = new Int32Array(queries.rows);
  let correct = 0;
  for (let query = 0; query < queries.rows; query++) {
    const tileRow = query % tileRows;
    if (tileRow === 0) innerProducts(queryRows, query, storedRows, 0, cosines);
    nearest.search(cosines.subarray(tileRow * bank.rows, (tileRow + 1) * bank.rows));
    const row = scores.subarray(query * classes, (query + 1) * classes);
    addVotes(nearest, labels, temperature, row);
    const best = bestClass(row);
    predictions[query] = best;
    if (best === queryLabels[query]) correct++;
  }
  return { accuracy: correct / queries.rows, scores, predictions };
}

/** The neighbours of all queries, best first, wherever they were searched. */
export interface NeighbourLists {
  /** `[queries, k]` */
  indices: Int32Array;
  /** Cosines, `[queries, k]` */
  similarities: Float32Array;
}

/**
 * Which queries the same classification has right, from lists that were searched elsewhere (on the device).
 * @param labels of the bank
 * @param queryLabels `[queries]`
 * @returns 1 where it is right, `[queries]`
 */
export function answersOfNeighbours(
  { indices, similarities }: NeighbourLists,
  labels: ArrayLike<number>,
  queryLabels: ArrayLike<number>,
  { temperature = 0.07, classes = 1 + largest(labels) }: Omit<KnnOptions, 'neighbours'> = {},
): Uint8Array {
  const k = indices.length / queryLabels.length;
  const scores = new Float32Array(classes);
  const right = new Uint8Array(queryLabels.length);
  for (let query = 0; query < queryLabels.length; query++) {
    const cosines = Float64Array.from(similarities.subarray(query * k, (query + 1) * k));
    scores.fill(0);
    addVotes({ indices: indices.subarray(query * k, (query + 1) * k), cosines }, labels, temperature, scores);
    right[query] = Number(bestClass(scores) === queryLabels[query]);
  }
  return right;
}

/** Share of answers that are right. */
export const accuracyOf = (right: Uint8Array): number =>
  right.reduce((sum, one) => sum + one, 0) / right.length;

/** The class of the largest score, the lower one on a tie. */
function bestClass(scores: Float32Array): number {
  return scores.reduce((leader, score, c) => (score > (scores[leader] ?? 0) ? c : leader), 0);
}

function largest(labels: ArrayLike<number>): number {
  return Array.from(labels).reduce((most, label) => Math.max(most, label), 0);
}

/** Each neighbour votes for its class with weight e^{cos/T}; the weights are scaled to sum to 1. */
function addVotes(
  { indices, cosines }: Pick<NearestNeighbours, 'indices' | 'cosines'>,
  labels: ArrayLike<number>,
  temperature: number,
  scores: Float32Array,
): void {
  const nearestCosine = cosines[0] ?? 0;
  // Relative to the nearest, so that no temperature overflows.
  const weights = cosines.map((cosine) => Math.exp((cosine - nearestCosine) / temperature));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  indices.forEach((index, rank) => {
    const label = labels[index] ?? 0;
    scores[label] = (scores[label] ?? 0) + (weights[rank] ?? 0) / total;
  });
}

/** The k largest of a list, best first; of equals the earlier. */
class NearestNeighbours {
  readonly indices: Int32Array;
  readonly cosines: Float64Array;

  constructor(k: number) {
    this.indices = new Int32Array(k);
    this.cosines = new Float64Array(k);
  }

  search(candidates: Float64Array): void {
    const { indices, cosines } = this;
    const last = cosines.length - 1;
    cosines.fill(-Infinity);
    let threshold = -Infinity;
    for (let index = 0; index < candidates.length; index++) {
      const cosine = candidates[index] ?? 0;
      if (!(cosine > threshold)) continue;
      let place = last;
      while (place > 0 && cosine > (cosines[place - 1] ?? 0)) {
        cosines[place] = cosines[place - 1] ?? 0;
        indices[place] = indices[place - 1] ?? 0;
        place--;
      }
      cosines[place] = cosine;
      indices[place] = index;
      threshold = cosines[last] ?? 0;
    }
  }
}

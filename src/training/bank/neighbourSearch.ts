/** @file k nearest neighbours by cosine on the device, in slices small enough to run between training steps. */
import type { FeatureMatrix } from '../../adasim/metrics/features.ts';
import type { NeighbourLists } from '../../adasim/metrics/knnAccuracy.ts';
import type { AsyncSlices, Slices } from '../../adasim/slices.ts';
import { nearest } from '../../tensor/ops/nearest.ts';
import { normalize } from '../../tensor/ops/normalize.ts';
import * as tf from '../../tensor/tf.ts';

/** Multiplications in one slice: a few tens of milliseconds on one CPU core. */
const SLICE_PRODUCTS = 4e7;

/** Numbers brought to the device in one slice. */
const SLICE_NUMBERS = 2 ** 20;

/** Numbers of the bank on the device at a time: 128 MiB, which is what every WebGPU device has room for in one array. */
const PART_NUMBERS = 2 ** 25;

/**
 * The `k` rows of `bank` nearest to every query. Yields after each slice of work, then returns the lists.
 * @param partNumbers what of the bank is searched at a time
 * @throws RangeError if the bank has fewer than `k` rows
 */
export async function* searchNeighbours(
  bank: FeatureMatrix,
  queries: FeatureMatrix,
  k: number,
  partNumbers = PART_NUMBERS,
): AsyncSlices<NeighbourLists> {
  if (bank.rows < k) throw new RangeError(`${k} neighbours were asked for of ${bank.rows} images.`);
  const best = new BestSoFar(queries.rows, k);
  const rows = Math.max(1, Math.floor(partNumbers / bank.dim));
  for (let from = 0; from < bank.rows; from += rows)
    yield* searchPart(bank, from, Math.min(bank.rows, from + rows), queries, best);
  return best.lists;
}

/** Searches rows `first` to `end` of `bank`. */
async function* searchPart(
  bank: FeatureMatrix,
  first: number,
  end: number,
  queries: FeatureMatrix,
  best: BestSoFar,
): AsyncSlices<void> {
  const part = yield* normalisedRows(bank, first, end);
  const valid = tf.ones<tf.Rank.R2>([end - first, 1]);
  const k = Math.min(best.k, end - first);
  const slice = Math.max(1, Math.floor(SLICE_PRODUCTS / ((end - first) * bank.dim)));
  try {
    for (let from = 0; from < queries.rows; from += slice) {
      const to = Math.min(queries.rows, from + slice);
      const found = tf.tidy(() => {
        const { indices, similarities } = nearest(part, normalisedTensor(queries, from, to), valid, k);
        return { indices, similarities };
      });
      const indices = await found.indices.data<'int32'>();
      const similarities = await found.similarities.data<'float32'>();
      tf.dispose([found.indices, found.similarities]);
      best.merge(
        from,
        { indices: indices.map((index) => (index < 0 ? -1 : first + index)), similarities },
        k,
      );
      yield;
    }
  } finally {
    tf.dispose([part, valid]);
  }
}

/** The lists of the parts of a bank that were searched so far, which come in the order of the bank. */
class BestSoFar {
  readonly lists: NeighbourLists;

  constructor(
    queries: number,
    readonly k: number,
  ) {
    this.lists = {
      indices: new Int32Array(queries * k).fill(-1),
      similarities: new Float32Array(queries * k).fill(-Infinity),
    };
  }

  /** @param found lists of `length` for the queries from `firstQuery` on */
  merge(firstQuery: number, found: NeighbourLists, length: number): void {
    const { k } = this;
    const queries = found.indices.length / length;
    for (let query = 0; query < queries; query += 1) {
      const at = (firstQuery + query) * k;
      const before = {
        indices: this.lists.indices.slice(at, at + k),
        similarities: this.lists.similarities.slice(at, at + k),
      };
      for (let place = 0, old = 0, fresh = query * length; place < k; place += 1) {
        const kept = before.similarities[old] ?? -Infinity;
        const candidate = fresh < (query + 1) * length ? (found.similarities[fresh] ?? -Infinity) : -Infinity;
        // In a tie the lower index wins.
        const [from, index] = kept >= candidate ? [before, old++] : [found, fresh++];
        this.lists.indices[at + place] = from.indices[index] ?? -1;
        this.lists.similarities[at + place] = from.similarities[index] ?? -Infinity;
      }
    }
  }
}

function* normalisedRows(bank: FeatureMatrix, first: number, end: number): Slices<tf.Tensor2D> {
  const parts: tf.Tensor2D[] = [];
  const slice = Math.ceil(SLICE_NUMBERS / bank.dim);
  try {
    for (let from = first; from < end; from += slice) {
      parts.push(normalisedTensor(bank, from, Math.min(end, from + slice)));
      if (from + slice < end) yield;
    }
    return tf.concat2d(parts, 0);
  } finally {
    tf.dispose(parts);
  }
}

function normalisedTensor({ data, dim }: FeatureMatrix, from: number, to: number): tf.Tensor2D {
  return tf.tidy(() =>
    normalize(tf.tensor2d(new Float32Array(data.subarray(from * dim, to * dim)), [to - from, dim])),
  );
}

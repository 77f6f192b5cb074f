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

/**
 * The `k` rows of `bank` nearest to every query. Yields after each slice of work, then returns the lists.
 * @throws RangeError if the bank has fewer than `k` rows
 */
export async function* searchNeighbours(
  bank: FeatureMatrix,
  queries: FeatureMatrix,
  k: number,
): AsyncSlices<NeighbourLists> {
  if (bank.rows < k) throw new RangeError(`${k} neighbours were asked for of ${bank.rows} images.`);
  const bankTensor = yield* normalisedBank(bank);
  const valid = tf.ones<tf.Rank.R2>([bank.rows, 1]);
  const lists: NeighbourLists = {
    indices: new Int32Array(queries.rows * k),
    similarities: new Float32Array(queries.rows * k),
  };
  const slice = Math.max(1, Math.floor(SLICE_PRODUCTS / (bank.rows * bank.dim)));
  try {
    for (let from = 0; from < queries.rows; from += slice) {
      const to = Math.min(queries.rows, from + slice);
      const found = tf.tidy(() => {
        const { indices, similarities } = nearest(bankTensor, normalisedTensor(queries, from, to), valid, k);
        return { indices, similarities };
      });
      lists.indices.set(await found.indices.data<'int32'>(), from * k);
      lists.similarities.set(await found.similarities.data<'float32'>(), from * k);
      tf.dispose([found.indices, found.similarities]);
      yield;
    }
  } finally {
    tf.dispose([bankTensor, valid]);
  }
  return lists;
}

function* normalisedBank(bank: FeatureMatrix): Slices<tf.Tensor2D> {
  const parts: tf.Tensor2D[] = [];
  const slice = Math.ceil(SLICE_NUMBERS / bank.dim);
  try {
    for (let from = 0; from < bank.rows; from += slice) {
      parts.push(normalisedTensor(bank, from, Math.min(bank.rows, from + slice)));
      if (from + slice < bank.rows) yield;
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

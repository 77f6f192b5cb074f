/** @file k nearest neighbours by cosine on the device, in slices small enough to run between training steps. */
import type { FeatureMatrix } from '../adasim/metrics/features.ts';
import type { NeighbourLists } from '../adasim/metrics/knnAccuracy.ts';
import { nearest } from '../tensor/ops/nearest.ts';
import { normalize } from '../tensor/ops/normalize.ts';
import * as tf from '../tensor/tf.ts';

/** Multiplications in one slice: a few tens of milliseconds on one CPU core. */
const SLICE_PRODUCTS = 4e7;

/**
 * The `k` rows of `bank` nearest to every query. Yields after each slice of work, then returns the lists.
 * @throws RangeError if the bank has fewer than `k` rows
 */
export async function* searchNeighbours(
  bank: FeatureMatrix,
  queries: FeatureMatrix,
  k: number,
): AsyncGenerator<void, NeighbourLists> {
  if (bank.rows < k) throw new RangeError(`${k} neighbours were asked for of ${bank.rows} images.`);
  const bankTensor = normalisedTensor(bank, 0, bank.rows);
  const valid = tf.ones<tf.Rank.R1>([bank.rows], 'int32');
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

function normalisedTensor({ data, dim }: FeatureMatrix, from: number, to: number): tf.Tensor2D {
  return tf.tidy(() =>
    normalize(tf.tensor2d(Float32Array.from(data.subarray(from * dim, to * dim)), [to - from, dim])),
  );
}

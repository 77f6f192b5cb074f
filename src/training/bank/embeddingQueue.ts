/** @file NNCLR's support set: the last embeddings, first in, first out (arXiv 2104.14548, section 3.2). */
import { differentiable } from '../../tensor/kernels.ts';
import { normalize } from '../../tensor/ops/normalize.ts';
import type { HostTensor } from '../../tensor/stepProgram.ts';
import * as tf from '../../tensor/tf.ts';
import { FeatureStore } from './featureStore.ts';

export class EmbeddingQueue {
  private readonly store: FeatureStore;
  private pushedRows = 0;
  /** Nothing was stored when the current step began. */
  private empty = true;

  constructor(
    private readonly length: number,
    dim: number,
  ) {
    this.store = new FeatureStore(length, dim);
  }

  /** `[length, dim]`, rows of length 1; zeros where nothing was stored yet. */
  get embeddings(): tf.Variable<tf.Rank.R2> {
    return this.store.features;
  }

  /** Rows that were ever stored: says which row is the oldest, and which are still empty. */
  get pushed(): number {
    return this.pushedRows;
  }

  /** Sets what {@link pushed} counts, when a run is carried on. */
  restorePushed(rows: number): void {
    this.pushedRows = rows;
    this.store.markWritten((row) => row < rows);
  }

  /** Begins a step at whose end `rows` rows, at most `length`, are stored, and says where: int32 `[rows]`. */
  prepare(rows: number): HostTensor {
    const before = this.pushedRows;
    this.empty = before === 0;
    this.pushedRows += rows;
    return {
      values: Int32Array.from({ length: rows }, (_, row) => (before + row) % this.length),
      shape: [rows],
    };
  }

  /**
   * The stored row nearest to each embedding, or the embedding itself while nothing is stored. `[rows, dim]`
   * Nothing flows back through it: a search has no gradient, so none of it may be on the gradients' tape.
   */
  nearest(embeddings: tf.Tensor2D): tf.Tensor2D {
    return differentiable(
      [embeddings],
      () => ({ value: this.lookUp(embeddings), saved: [] }),
      (dy) => [tf.zerosLike(dy)],
    );
  }

  private lookUp(embeddings: tf.Tensor2D): tf.Tensor2D {
    const queries = normalize(embeddings);
    if (this.empty) return queries;
    const { indices } = this.store.nearest(queries, 1);
    return tf.gather(this.embeddings, tf.reshape<tf.Rank.R1>(indices, [-1]));
  }

  /** Stores `embeddings [rows, dim]` at `places` of {@link prepare}, over the oldest. */
  push(embeddings: tf.Tensor2D, places: tf.Tensor1D): void {
    this.store.write(places, normalize(embeddings));
  }

  dispose(): void {
    this.store.dispose();
  }
}

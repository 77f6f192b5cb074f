/** @file NNCLR's support set: the last embeddings, first in, first out (arXiv 2104.14548, section 3.2). */
import { differentiable } from '../tensor/kernels.ts';
import { assignRows, nearest } from '../tensor/ops/nearest.ts';
import { normalize } from '../tensor/ops/normalize.ts';
import * as tf from '../tensor/tf.ts';
import { zeroVariable } from '../tensor/zeroVariable.ts';

export class EmbeddingQueue {
  /** `[length, dim]`, rows of length 1; zeros where nothing was stored yet. */
  readonly embeddings: tf.Variable<tf.Rank.R2>;
  private readonly length: number;
  private pushedRows = 0;
  private valid: tf.Tensor1D;

  constructor(length: number, dim: number) {
    this.length = length;
    this.embeddings = zeroVariable<tf.Rank.R2>([length, dim]);
    this.valid = this.validity();
  }

  /** Rows that were ever stored: says which row is the oldest, and which are still empty. */
  get pushed(): number {
    return this.pushedRows;
  }

  /** Sets what {@link pushed} counts, when a run is carried on. */
  restorePushed(rows: number): void {
    this.pushedRows = rows;
    this.refreshValidity();
  }

  /**
   * The stored row nearest to each embedding, or the embedding itself while nothing is stored. `[rows, dim]`
   * Nothing flows back through it: a search has no gradient, so none of it may be on the tape.
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
    if (this.stored === 0) return queries;
    const { indices } = nearest(this.embeddings, queries, this.valid, 1);
    return tf.gather(this.embeddings, tf.reshape<tf.Rank.R1>(indices, [-1]));
  }

  /** Stores the rows in place of the oldest. `[rows, dim]`, at most `length` rows. */
  push(embeddings: tf.Tensor2D): void {
    const rows = embeddings.shape[0];
    const places = Int32Array.from({ length: rows }, (_, row) => (this.pushedRows + row) % this.length);
    assignRows(this.embeddings, tf.tensor1d(places, 'int32'), normalize(embeddings));
    const wasFull = this.stored === this.length;
    this.pushedRows += rows;
    if (!wasFull) this.refreshValidity();
  }

  dispose(): void {
    tf.dispose([this.embeddings, this.valid]);
  }

  private get stored(): number {
    return Math.min(this.length, this.pushedRows);
  }

  private refreshValidity(): void {
    this.valid.dispose();
    this.valid = this.validity();
  }

  private validity(): tf.Tensor1D {
    return tf.keep(
      tf.tensor1d(
        Int32Array.from({ length: this.length }, (_, row) => Number(row < this.stored)),
        'int32',
      ),
    );
  }
}

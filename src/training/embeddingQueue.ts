/** @file NNCLR's support set: the last embeddings, first in, first out (arXiv 2104.14548, section 3.2). */
import { assignRows, nearest } from '../tensor/ops/nearest.ts';
import { normalize } from '../tensor/ops/normalize.ts';
import * as tf from '../tensor/tf.ts';
import { zeroVariable } from '../tensor/zeroVariable.ts';

export class EmbeddingQueue {
  /** `[length, dim]`, rows of length 1; zeros where nothing was stored yet. */
  readonly embeddings: tf.Variable<tf.Rank.R2>;
  private readonly length: number;
  private next = 0;
  private stored = 0;
  private valid: tf.Tensor1D;

  constructor(length: number, dim: number) {
    this.length = length;
    this.embeddings = zeroVariable<tf.Rank.R2>([length, dim]);
    this.valid = this.validity();
  }

  /** The stored row nearest to each embedding, or the embedding itself while nothing is stored. `[rows, dim]` */
  nearest(embeddings: tf.Tensor2D): tf.Tensor2D {
    const queries = normalize(embeddings);
    if (this.stored === 0) return queries;
    const { indices } = nearest(this.embeddings, queries, this.valid, 1);
    return tf.gather(this.embeddings, tf.reshape<tf.Rank.R1>(indices, [-1]));
  }

  /** Stores the rows in place of the oldest. `[rows, dim]`, at most `length` rows. */
  push(embeddings: tf.Tensor2D): void {
    const rows = embeddings.shape[0];
    const places = Int32Array.from({ length: rows }, (_, row) => (this.next + row) % this.length);
    assignRows(this.embeddings, tf.tensor1d(places, 'int32'), normalize(embeddings));
    this.next = (this.next + rows) % this.length;
    if (this.stored === this.length) return;
    this.stored = Math.min(this.length, this.stored + rows);
    this.valid.dispose();
    this.valid = this.validity();
  }

  dispose(): void {
    tf.dispose([this.embeddings, this.valid]);
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

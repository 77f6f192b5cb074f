/** @file Rows of features on the device that are searched and overwritten; a row never written is no candidate. */
import { assignRows, nearest, type Nearest } from '../../tensor/ops/nearest.ts';
import * as tf from '../../tensor/tf.ts';
import { zeroVariable } from '../../tensor/zeroVariable.ts';

export class FeatureStore {
  /** `[rows, dim]`, zeros where never written. */
  readonly features: tf.Variable<tf.Rank.R2>;
  /** `[rows, 1]`: 1 where written. */
  private readonly written: tf.Variable<tf.Rank.R2>;

  constructor(rows: number, dim: number) {
    this.features = zeroVariable<tf.Rank.R2>([rows, dim]);
    this.written = zeroVariable<tf.Rank.R2>([rows, 1]);
  }

  /** The `k` written rows with the largest inner product with each of `queries [count, dim]`. */
  nearest(queries: tf.Tensor2D, k: number): Nearest {
    return nearest(this.features, queries, this.written, k);
  }

  /** @param places int32 `[count]`, distinct; where `rows [count, dim]` go */
  write(places: tf.Tensor1D, rows: tf.Tensor2D): void {
    assignRows(this.features, places, rows);
    assignRows(this.written, places, tf.ones([rows.shape[0], 1]));
  }

  /** Replaces all features. */
  load(features: Float32Array): void {
    tf.tidy(() => {
      this.features.assign(tf.tensor2d(features, this.features.shape));
    });
  }

  /** Says anew of every row whether it was written. */
  markWritten(isWritten: (row: number) => boolean): void {
    const [rows] = this.written.shape;
    const marks = Float32Array.from({ length: rows }, (_, row) => Number(isWritten(row)));
    tf.tidy(() => {
      this.written.assign(tf.tensor2d(marks, [rows, 1]));
    });
  }

  dispose(): void {
    tf.dispose([this.features, this.written]);
  }
}

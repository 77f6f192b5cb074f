/**
 * @file The bank of features and each image's nearest neighbours in it (REFERENCE section 2). It lives on the
 * device; only an epoch's neighbours come back, once an epoch.
 */
import { NeighbourTable } from '../adasim/window.ts';
import type { BootstrapConfig } from '../config/schema.ts';
import type { BankState } from '../formats/checkpointTypes.ts';
import { assignRows, nearest, type Nearest } from '../tensor/ops/nearest.ts';
import { normalize } from '../tensor/ops/normalize.ts';
import * as tf from '../tensor/tf.ts';
import { zeroVariable } from '../tensor/zeroVariable.ts';

export class Bank {
  /** F, `[images, D]`, rows of length 1; zeros where never written. */
  readonly features: tf.Variable<tf.Rank.R2>;
  /** `[images, 2k]`: the neighbours' indices (exact in float32 up to 2²⁴), then their similarities. */
  private readonly records: tf.Variable<tf.Rank.R2>;
  /** int32 `[images]`: 1 where F was written; only those rows are candidates. */
  private valid: tf.Tensor1D;
  private readonly written: Uint8Array;
  private readonly visited: Uint8Array;

  constructor(
    private readonly images: number,
    dim: number,
    private readonly topK: number,
    private readonly representation: BootstrapConfig['representation'],
  ) {
    this.features = zeroVariable<tf.Rank.R2>([images, dim]);
    this.records = zeroVariable<tf.Rank.R2>([images, 2 * topK]);
    this.written = new Uint8Array(images);
    this.visited = new Uint8Array(images);
    this.valid = this.validity();
  }

  /** Replaces F; every row counts as written unless `written` says otherwise. */
  load(features: Float32Array, written?: Uint8Array): void {
    tf.tidy(() => {
      this.features.assign(tf.tensor2d(features, this.features.shape));
    });
    if (written === undefined) this.written.fill(1);
    else this.written.set(written);
    this.refreshValidity();
  }

  /** Everything there is, read back. */
  async capture(): Promise<BankState> {
    const features = await this.features.data<'float32'>();
    const { neighbours, similarities } = await this.readRecords();
    const { written, visited } = this;
    return {
      features: features.slice(),
      written: written.slice(),
      visited: visited.slice(),
      neighbours,
      similarities,
    };
  }

  /** Replaces everything by what {@link capture} gave for a bank of this size. */
  restore(state: BankState): void {
    const { images, topK } = this;
    this.load(state.features, state.written);
    this.visited.set(state.visited);
    tf.tidy(() => {
      const neighbours = tf.tensor2d(Float32Array.from(state.neighbours), [images, topK]);
      const similarities = tf.tensor2d(state.similarities, [images, topK]);
      this.records.assign(tf.concat2d([neighbours, similarities], 1));
    });
  }

  /**
   * Looks up the batch's neighbours in the bank as it stands, then writes the batch into it.
   * @param images int32 `[batch]`, distinct
   * @param features `[2·batch, D]` of view 1, then view 2
   * @returns the neighbours found, self included
   */
  visit(images: Int32Array, features: tf.Tensor2D): Nearest {
    const queries = this.represent(features);
    const rows = tf.tensor1d(images, 'int32');
    const found = nearest(this.features, queries, this.valid, this.topK);
    assignRows(this.records, rows, tf.concat2d([tf.cast(found.indices, 'float32'), found.similarities], 1));
    assignRows(this.features, rows, queries);
    this.note(images);
    return found;
  }

  /** Reads the neighbours of the epoch that ends here, and begins the next. Images not visited have none. */
  async closeEpoch(): Promise<NeighbourTable> {
    const table = await this.readRecords();
    this.visited.fill(0);
    return table;
  }

  /** The neighbours that the current epoch has found so far. */
  private async readRecords(): Promise<NeighbourTable> {
    const { images, topK } = this;
    const records = await this.records.data<'float32'>();
    const table = new NeighbourTable(images, topK);
    for (let image = 0; image < images; image += 1) {
      if (this.visited[image] === 0) continue;
      const row = image * 2 * topK;
      table.neighbours.set(records.subarray(row, row + topK), image * topK);
      table.similarities.set(records.subarray(row + topK, row + 2 * topK), image * topK);
    }
    return table;
  }

  dispose(): void {
    tf.dispose([this.features, this.records, this.valid]);
  }

  private represent(features: tf.Tensor2D): tf.Tensor2D {
    const [first, second] = tf.split(features, 2) as [tf.Tensor2D, tf.Tensor2D];
    switch (this.representation) {
      case 'first':
        return normalize(first);
      case 'second':
        return normalize(second);
      case 'mean':
        return normalize(tf.add(normalize(first), normalize(second)));
    }
  }

  private note(images: Int32Array): void {
    let grew = false;
    for (const image of images) {
      this.visited[image] = 1;
      grew ||= this.written[image] === 0;
      this.written[image] = 1;
    }
    if (grew) this.refreshValidity();
  }

  private refreshValidity(): void {
    this.valid.dispose();
    this.valid = this.validity();
  }

  /** Kept outside any `tidy`, since it outlives the step. */
  private validity(): tf.Tensor1D {
    return tf.keep(tf.tensor1d(Int32Array.from(this.written), 'int32'));
  }
}

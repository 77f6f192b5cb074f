/**
 * @file The bank of features and each image's nearest neighbours in it (METHOD section 2). It lives on the
 * device; only an epoch's neighbours come back, once an epoch.
 */
import { NeighbourTable } from '../../adasim/window.ts';
import type { BootstrapConfig } from '../../config/schema.ts';
import type { BankState } from '../../formats/checkpointTypes.ts';
import { assignRows, type Nearest } from '../../tensor/ops/nearest.ts';
import { normalize } from '../../tensor/ops/normalize.ts';
import type { HostTensors, StepInputs } from '../../tensor/stepProgram.ts';
import * as tf from '../../tensor/tf.ts';
import { zeroVariable } from '../../tensor/zeroVariable.ts';
import { FeatureStore } from './featureStore.ts';

export class Bank {
  private readonly store: FeatureStore;
  /** `[images, 2k]`: the neighbours' indices (exact in float32 up to 2²⁴), then their similarities. */
  private readonly records: tf.Variable<tf.Rank.R2>;
  private readonly written: Uint8Array;
  private readonly visited: Uint8Array;

  constructor(
    private readonly images: number,
    dim: number,
    private readonly topK: number,
    private readonly representation: BootstrapConfig['representation'],
  ) {
    this.store = new FeatureStore(images, dim);
    this.records = zeroVariable<tf.Rank.R2>([images, 2 * topK]);
    this.written = new Uint8Array(images);
    this.visited = new Uint8Array(images);
  }

  /** F, `[images, D]`, rows of length 1; zeros where never written. */
  get features(): tf.Variable<tf.Rank.R2> {
    return this.store.features;
  }

  /** Replaces F; every row counts as written unless `written` says otherwise. */
  load(features: Float32Array, written?: Uint8Array): void {
    this.store.load(features);
    if (written === undefined) this.written.fill(1);
    else this.written.set(written);
    this.store.markWritten((image) => this.written[image] === 1);
  }

  /** F, read back, and which of its rows were written. */
  async read(): Promise<Pick<BankState, 'features' | 'written'>> {
    const features = await this.features.data<'float32'>();
    return { features: features.slice(), written: this.written.slice() };
  }

  /** Everything there is, read back. */
  async capture(): Promise<BankState> {
    const { neighbours, similarities } = await this.readRecords();
    return { ...(await this.read()), visited: this.visited.slice(), neighbours, similarities };
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

  /** Notes that a step visits `images`, distinct, and gives what {@link visit} needs to know of them. */
  prepare(images: Int32Array): HostTensors {
    for (const image of images) {
      this.visited[image] = 1;
      this.written[image] = 1;
    }
    return { images: { values: images, shape: [images.length] } };
  }

  /**
   * Looks up the batch's neighbours in the bank as it stands, then writes the batch into it.
   * @param features `[2·batch, D]` of view 1, then view 2
   * @param inputs with what {@link prepare} gave
   * @returns the neighbours found, self included
   */
  visit(features: tf.Tensor2D, inputs: StepInputs): Nearest {
    const queries = this.represent(features);
    const images = inputs.get<tf.Tensor1D>('images');
    const found = this.store.nearest(queries, this.topK);
    assignRows(this.records, images, tf.concat2d([tf.cast(found.indices, 'float32'), found.similarities], 1));
    this.store.write(images, queries);
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
    this.store.dispose();
    this.records.dispose();
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
}

/**
 * @file The window: who was near whom in each of the last W epochs, and the votes that this adds up to.
 *
 * Notation of the paper: N images, k neighbours kept per image, W epochs;
 * `S_i(j) = Σ_{w=1..W} s_w(i, j)`, 0 where j is not among i's k nearest of that epoch; `T_i` = the k largest.
 */

/** In place of a neighbour: nothing was recorded. */
export const NO_NEIGHBOUR = -1;

/** One epoch's k nearest bank entries of every image, best first, itself included. */
export class NeighbourTable {
  readonly images: number;
  readonly topK: number;
  /** `[images, topK]`; a row of −1 is an image not visited this epoch. */
  readonly neighbours: Int32Array;
  /** `[images, topK]`, cosine similarities. */
  readonly similarities: Float32Array;

  constructor(images: number, topK: number) {
    this.images = images;
    this.topK = topK;
    this.neighbours = new Int32Array(images * topK).fill(NO_NEIGHBOUR);
    this.similarities = new Float32Array(images * topK);
  }

  /**
   * Records a batch: row b of `neighbours` and `similarities` (both `[batch, topK]`) belongs to image
   * `indices[b]`. A neighbour of −1 (a bank with fewer than k entries written) is no entry.
   */
  record(indices: Int32Array, neighbours: Int32Array, similarities: Float32Array): void {
    const { topK, images } = this;
    const expected = indices.length * topK;
    if (neighbours.length !== expected || similarities.length !== expected)
      throw new RangeError(
        `A batch of ${indices.length} images needs ${expected} neighbours and similarities.`,
      );
    indices.forEach((image, b) => {
      if (image < 0 || image >= images) throw new RangeError(`Image ${image} is not one of the ${images}.`);
      this.neighbours.set(neighbours.subarray(b * topK, (b + 1) * topK), image * topK);
      this.similarities.set(similarities.subarray(b * topK, (b + 1) * topK), image * topK);
    });
  }
}

/** The window as it goes into a checkpoint: epochs oldest first, in PyTorch's layout of the release. */
export interface WindowState {
  /** Epochs recorded, at most W. */
  epochs: number;
  /** `[images, epochs, topK]`. */
  neighbours: Int32Array;
  /** `[images, epochs, topK]`. */
  similarities: Float32Array;
}

/** The ring of the last W epochs' tables. */
export class NeighbourWindow {
  readonly images: number;
  readonly topK: number;
  /** W. */
  readonly length: number;
  /** Tables oldest first, at most W. */
  private readonly tables: NeighbourTable[] = [];

  constructor(images: number, topK: number, length: number) {
    this.images = images;
    this.topK = topK;
    this.length = length;
  }

  /** Epochs recorded so far, at most W. */
  get epochs(): number {
    return this.tables.length;
  }

  /** Whether W epochs are recorded: before that there is no gate and no sampling. */
  get isFull(): boolean {
    return this.tables.length === this.length;
  }

  /** The table of the last completed epoch, if there is one. */
  get latest(): NeighbourTable | undefined {
    return this.tables.at(-1);
  }

  /** The recorded epochs, oldest first. */
  get history(): readonly NeighbourTable[] {
    return this.tables;
  }

  /** Appends a completed epoch, which must not change any more; the oldest of more than W is dropped. */
  push(table: NeighbourTable): void {
    if (table.images !== this.images || table.topK !== this.topK)
      throw new RangeError(
        `The window holds ${this.images} × ${this.topK} neighbours, the epoch ${table.images} × ${table.topK}.`,
      );
    if (this.isFull) this.tables.shift();
    this.tables.push(table);
  }

  /** The window as it is now, whatever is pushed later. The tables are shared. */
  snapshot(): NeighbourWindow {
    const copy = new NeighbourWindow(this.images, this.topK, this.length);
    copy.tables.push(...this.tables);
    return copy;
  }

  exportState(): WindowState {
    const { images, topK, epochs } = this;
    const neighbours = new Int32Array(images * epochs * topK);
    const similarities = new Float32Array(images * epochs * topK);
    this.tables.forEach((table, w) => {
      for (let image = 0; image < images; image++) {
        const from = image * topK;
        const to = (image * epochs + w) * topK;
        neighbours.set(table.neighbours.subarray(from, from + topK), to);
        similarities.set(table.similarities.subarray(from, from + topK), to);
      }
    });
    return { epochs, neighbours, similarities };
  }

  /** Replaces the contents by an exported state of the same N, k and at most W epochs. */
  importState(state: WindowState): void {
    const { images, topK } = this;
    const { epochs, neighbours, similarities } = state;
    const size = images * epochs * topK;
    if (epochs > this.length || neighbours.length !== size || similarities.length !== size)
      throw new RangeError(`The state does not fit a window of ${this.length} × ${images} × ${topK}.`);
    if (neighbours.some((j) => j < NO_NEIGHBOUR || j >= images))
      throw new RangeError(`The state names a neighbour that is not one of the ${images} images.`);
    this.tables.length = 0;
    for (let w = 0; w < epochs; w++) {
      const table = new NeighbourTable(images, topK);
      for (let image = 0; image < images; image++) {
        const from = (image * epochs + w) * topK;
        table.neighbours.set(neighbours.subarray(from, from + topK), image * topK);
        table.similarities.set(similarities.subarray(from, from + topK), image * topK);
      }
      this.tables.push(table);
    }
  }
}

/**
 * @file The order of the images and the draws of each step, from named streams of one seed: arms that differ
 * in anything else see the same batches and the same augmentations.
 */
import { stream } from '../adasim/random.ts';
import { AUGMENTATION_COLUMNS } from '../config/augmentationColumns.ts';
import type { AugmentationConfig } from '../config/schema.ts';
import { sampleViews } from '../data/augmentation.ts';
import { epochOrder } from '../data/order.ts';

export interface PairDraws {
  /** The images i, `[batch]`. */
  images: Int32Array;
  /** Their positives j, `[batch]`. */
  positives: Int32Array;
  /** Augmentation parameters of view 1 of every i, then of view 2 of every j. */
  parameters: Float32Array;
}

/** An image's turn in an epoch. */
export interface Showing {
  step: number;
  /** Augmentation parameters of view 1, which is of the image, `[AUGMENTATION_COLUMNS]`. */
  first: Float32Array;
  /** Of view 2, which is of its positive. */
  second: Float32Array;
}

export interface PairFeedOptions {
  seed: number;
  /** Ends of the blocks in which the training rows arrive (`Dataset.trainBlocks`). */
  blocks: readonly number[];
  batchSize: number;
  imageSize: number;
  augmentation: AugmentationConfig;
}

export class PairFeed {
  /** The last, incomplete batch of an epoch is dropped. */
  readonly stepsPerEpoch: number;
  private order: Int32Array = new Int32Array(0);
  private orderedEpoch = -1;

  constructor(private readonly options: PairFeedOptions) {
    this.stepsPerEpoch = Math.floor((options.blocks.at(-1) ?? 0) / options.batchSize);
  }

  /** @param positives the positive of every image of the training set, `[images]` */
  draw(step: number, positives: Int32Array): PairDraws {
    const { batchSize } = this.options;
    const epoch = Math.floor(step / this.stepsPerEpoch);
    const from = (step % this.stepsPerEpoch) * batchSize;
    const images = this.orderOf(epoch).slice(from, from + batchSize);
    return {
      images,
      positives: images.map((image) => positives[image] ?? image),
      parameters: this.parametersOf(step),
    };
  }

  /** When an epoch shows an image, and in which views; undefined where the batch it falls into is dropped. */
  showing(image: number, epoch: number): Showing | undefined {
    const { batchSize } = this.options;
    // The order that the steps go through stays at hand for them.
    const order = epoch === this.orderedEpoch ? this.order : this.newOrder(epoch);
    const place = order.indexOf(image);
    const stepInEpoch = Math.floor(place / batchSize);
    if (place < 0 || stepInEpoch >= this.stepsPerEpoch) return undefined;
    const step = epoch * this.stepsPerEpoch + stepInEpoch;
    const parameters = this.parametersOf(step);
    const rowOf = (view: 0 | 1): Float32Array => {
      const row = view * batchSize + (place % batchSize);
      return parameters.slice(row * AUGMENTATION_COLUMNS, (row + 1) * AUGMENTATION_COLUMNS);
    };
    return { step, first: rowOf(0), second: rowOf(1) };
  }

  private parametersOf(step: number): Float32Array {
    const { seed, batchSize, augmentation, imageSize } = this.options;
    return sampleViews(augmentation, batchSize, imageSize, stream(seed, 'augmentation', step));
  }

  private orderOf(epoch: number): Int32Array {
    if (epoch !== this.orderedEpoch) {
      this.order = this.newOrder(epoch);
      this.orderedEpoch = epoch;
    }
    return this.order;
  }

  private newOrder(epoch: number): Int32Array {
    return epochOrder(this.options.blocks, epoch, stream(this.options.seed, 'order', epoch));
  }
}

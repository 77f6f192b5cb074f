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
  /** All images of the step, `[batch]`. */
  batch: Int32Array;
  /** Its place among them. */
  place: number;
  /** Augmentation parameters of view 1, which is of the image, `[AUGMENTATION_COLUMNS]`. */
  first: Float32Array;
  /** Of view 2, which is of its positive. */
  second: Float32Array;
  /** Of view 2 of every pair of the step, `[batch · AUGMENTATION_COLUMNS]`. */
  seconds: Float32Array;
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
    const turn = order.indexOf(image);
    const stepInEpoch = Math.floor(turn / batchSize);
    if (turn < 0 || stepInEpoch >= this.stepsPerEpoch) return undefined;
    const step = epoch * this.stepsPerEpoch + stepInEpoch;
    const place = turn % batchSize;
    const parameters = this.parametersOf(step);
    const rows = (from: number, to: number) =>
      parameters.slice(from * AUGMENTATION_COLUMNS, to * AUGMENTATION_COLUMNS);
    return {
      step,
      batch: order.slice(stepInEpoch * batchSize, (stepInEpoch + 1) * batchSize),
      place,
      first: rows(place, place + 1),
      second: rows(batchSize + place, batchSize + place + 1),
      seconds: rows(batchSize, 2 * batchSize),
    };
  }

  /** The images that the epoch of `step` trains, from this step's on, and then those it has trained before. */
  upcoming(step: number): Int32Array {
    const { batchSize } = this.options;
    const order = this.newOrder(Math.floor(step / this.stepsPerEpoch));
    const from = (step % this.stepsPerEpoch) * batchSize;
    return Int32Array.from([...order.slice(from, this.stepsPerEpoch * batchSize), ...order.slice(0, from)]);
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

/** @file One training step, as REFERENCE section 1 states it. */
import type { BootstrapConfig } from '../config/schema.ts';
import type { Nearest } from '../tensor/ops/nearest.ts';
import type * as tf from '../tensor/tf.ts';
import { Bank } from './bank.ts';
import type { Method, StepScalars } from './method.ts';
import { Optimiser, type OptimiserSettings } from './optimiser.ts';

export interface TrainerOptions {
  optimizer: OptimiserSettings;
  bootstrap: Pick<BootstrapConfig, 'topK' | 'representation'>;
  /** Images in the training set: rows of the bank. */
  images: number;
  /** Width D of the backbone's features. */
  featureDim: number;
}

/** A batch of positive pairs. */
export interface Batch {
  /** The images i of the pairs, `[batch]`, distinct. */
  images: Int32Array;
  /** `[2·batch, size, size, channels]`: view 1 of every i, then view 2 of its positive j. */
  views: tf.Tensor4D;
  /** Stochastic depth of the student, `[2·depth, 2·batch]`. */
  keepScales?: tf.Tensor2D;
}

export interface StepResult {
  /** `[4]`, named by `stepStatistics` */
  statistics: tf.Tensor1D;
  /** Norms before clipping, in the order of `student.parameterNames` */
  gradientNorms: tf.Tensor1D;
  /** `[2·batch, D]` */
  features: tf.Tensor2D;
  nearest: Nearest;
}

export class Trainer {
  readonly optimiser: Optimiser;
  readonly bank: Bank;

  constructor(
    readonly method: Method,
    { optimizer, bootstrap, images, featureDim }: TrainerOptions,
  ) {
    this.optimiser = new Optimiser(optimizer, method);
    this.bank = new Bank(images, featureDim, bootstrap.topK, bootstrap.representation);
  }

  /** Forward, loss, centre, clip, update, teacher, bank. The result belongs to the caller's `tidy`. */
  step(batch: Batch, scalars: StepScalars): StepResult {
    const { gradients, features, statistics } = this.method.learn(batch.views, scalars, batch.keepScales);
    const gradientNorms = this.optimiser.apply(gradients, scalars);
    const nearest = this.bank.visit(batch.images, features);
    return { statistics, gradientNorms, features, nearest };
  }

  dispose(): void {
    this.method.dispose();
    this.optimiser.dispose();
    this.bank.dispose();
  }
}

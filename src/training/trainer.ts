/** @file One training step, as METHOD section 1 states it. */
import type { BootstrapConfig } from '../config/schema.ts';
import type { Nearest } from '../tensor/ops/nearest.ts';
import { inPhase } from '../tensor/profiling/phases.ts';
import type { HostTensors, StepInputs } from '../tensor/stepProgram.ts';
import type * as tf from '../tensor/tf.ts';
import { Bank } from './bank/bank.ts';
import type { Method, StepScalars } from './methods/method.ts';
import { Optimiser, type OptimiserSettings } from './optimiser.ts';

export interface TrainerOptions {
  optimizer: OptimiserSettings;
  bootstrap: Pick<BootstrapConfig, 'topK' | 'representation'>;
  /** Images in the training set: rows of the bank. */
  images: number;
  /** Width D of the backbone's features. */
  featureDim: number;
}

export interface StepResult extends Nearest {
  /** `[4]`, named by `stepStatistics` */
  statistics: tf.Tensor1D;
  /** Norms before clipping, in the order of `student.parameterNames` */
  gradientNorms: tf.Tensor1D;
  /** `[2·batch, D]` */
  features: tf.Tensor2D;
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

  /**
   * The host's part of a step: counts it, and says what the device needs to know of it.
   * @param images the images i of the pairs, `[batch]`, distinct
   */
  prepare(images: Int32Array, scalars: StepScalars): HostTensors {
    return {
      ...this.method.prepare?.(scalars, images.length),
      ...this.optimiser.prepare(scalars),
      ...this.bank.prepare(images),
    };
  }

  /**
   * The device's part: forward, loss, centre, clip, update, teacher, bank.
   * @param views `[2·batch, size, size, channels]`: view 1 of every i, then view 2 of its positive j
   * @param inputs with what {@link prepare} gave
   * @returns tensors of the caller's `tidy`
   */
  step(views: tf.Tensor4D, inputs: StepInputs): StepResult {
    const learned = inPhase('networks', () => this.method.learn(views, inputs));
    const { gradients, features, statistics } = learned;
    const gradientNorms = inPhase('update', () => this.optimiser.apply(gradients, inputs));
    const nearest = inPhase('bank', () => this.bank.visit(features, inputs));
    return { statistics, gradientNorms, features, ...nearest };
  }

  dispose(): void {
    this.method.dispose();
    this.optimiser.dispose();
    this.bank.dispose();
  }
}

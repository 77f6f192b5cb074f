/**
 * @file The app's own training step as a workload. In it: both networks, loss, centre, gradients, clipping, the
 * optimiser, the teacher's average, the bank's look-up and update, and the upload of what changes from step to
 * step. Not in it: drawing and augmenting the views, and reading numbers back.
 */
import { stream } from '../../src/adasim/random.ts';
import type { ExperimentConfig } from '../../src/config/schema.ts';
import { sampleViews } from '../../src/data/augmentation.ts';
import { drawShapes } from '../../src/data/shapes.ts';
import { featureDim } from '../../src/model/backbone.ts';
import type { ImageShape } from '../../src/data/dataset.ts';
import { ParameterSet } from '../../src/model/parameters.ts';
import { augment, packImages } from '../../src/tensor/ops/augment.ts';
import { StepProgram } from '../../src/tensor/stepProgram.ts';
import * as tf from '../../src/tensor/tf.ts';
import { keepScales } from '../../src/training/dropPath.ts';
import { createMethod } from '../../src/training/methods/create.ts';
import { Trainer } from '../../src/training/trainer.ts';
import type { StepInputs, Values } from '../protocol.ts';
import { stepScalars } from '../stepScalars.ts';

/** The views of one batch, `[2·batch, size, size, channels]`, of drawn shapes by the recipe of the run. */
interface Pairs {
  images: Int32Array;
  views: tf.Tensor4D;
}

export class TrainingStep {
  private readonly trainer: Trainer;
  /** As the app's: recorded and given again where the backend can. */
  private readonly program = new StepProgram((inputs) => {
    const { statistics } = this.trainer.step(this.pairs.views, inputs);
    return { statistics };
  });
  private readonly scales: Values | undefined;

  private constructor(
    private readonly config: ExperimentConfig,
    image: ImageShape,
    private readonly pairs: Pairs,
  ) {
    const { seed, data, bootstrap, optimizer, backbone } = config;
    const method = createMethod(config, image);
    initialise(method.student, config);
    method.teacher?.copyFrom(method.student);
    const dim = featureDim(backbone);
    this.trainer = new Trainer(method, { optimizer, bootstrap, images: data.trainImages, featureDim: dim });
    const random = stream(seed, 'benchmark', 'bank');
    this.trainer.bank.load(
      Float32Array.from({ length: data.trainImages * dim }, () => random.uniform() - 0.5),
    );
    this.scales = drawScales(config);
  }

  static async create(config: ExperimentConfig): Promise<TrainingStep> {
    const { seed, batchSize, augmentation } = config;
    const dataset = drawShapes({ seed, trainImages: batchSize, testImages: 1 });
    await dataset.complete();
    const { train, size, channels, normalisation } = dataset;
    const images = Int32Array.from({ length: batchSize }, (_, index) => index);
    const views = tf.tidy(() => {
      const rows = tf.tensor1d([...images, ...images], 'int32');
      const parameters = sampleViews(augmentation, batchSize, size, stream(seed, 'augmentation', 0));
      return augment(packImages(train.images, size, channels), rows, parameters, normalisation);
    });
    return new TrainingStep(config, { size, channels }, { images, views });
  }

  /** One step. @returns its statistics, the loss first */
  run(): tf.Tensor {
    const { scales: keepScales } = this;
    return this.program.run({
      ...(keepScales && { keepScales }),
      ...this.trainer.prepare(this.pairs.images, stepScalars),
    }).statistics;
  }

  /** What the first step computed with. */
  async inputs(): Promise<StepInputs> {
    const untrained = new ParameterSet(this.trainer.method.student.plans);
    initialise(untrained, this.config);
    const weights: Record<string, Values> = {};
    for (const { name, shape } of untrained.plans)
      weights[name] = { shape, values: await valuesOf(untrained.variable(name)) };
    untrained.dispose();
    const { views } = this.pairs;
    return { weights, views: { shape: views.shape, values: await valuesOf(views) }, keepScales: this.scales };
  }
}

const initialise = (network: ParameterSet, { seed }: ExperimentConfig): void =>
  network.initialise((name) => stream(seed, 'initialisation', name));

const valuesOf = async (tensor: tf.Tensor): Promise<Float32Array<ArrayBuffer>> =>
  Float32Array.from(await tensor.data<'float32'>());

function drawScales({ backbone, batchSize, seed }: ExperimentConfig): Values | undefined {
  if (backbone.kind !== 'vit' || backbone.dropPath === 0) return undefined;
  const { depth, dropPath } = backbone;
  const scales = keepScales(depth, 2 * batchSize, dropPath, stream(seed, 'dropPath', 0));
  return { shape: [2 * depth, 2 * batchSize], values: Float32Array.from(scales) };
}

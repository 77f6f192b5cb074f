/**
 * @file The one description of an experiment. The form, the URL, the command line, checkpoints and the
 * recordings are all views of this schema; names follow METHOD and PyTorch's vocabulary.
 */
import { z } from 'zod';
import { extentOf, shippedNames } from './datasets.ts';

const positiveInteger = (max: number) => z.int().min(1).max(max);
const fraction = z.number().min(0).max(1);

/** A quantity that moves from `start` to `end` over the run. */
const ramp = (min: number, max: number) =>
  z.strictObject({ start: z.number().min(min).max(max), end: z.number().min(min).max(max) });

const dataSchema = z.strictObject({
  name: z.enum(shippedNames),
  /** Training images; the split and the subset are drawn from the seed. Some datasets have fewer: see below. */
  trainImages: z.int().min(16).max(60_000),
  /** Held-out images of every evaluation. */
  testImages: z.int().min(16).max(10_000),
});

export const vitSchema = z.strictObject({
  kind: z.literal('vit'),
  patchSize: positiveInteger(32),
  dim: positiveInteger(1024),
  depth: positiveInteger(24),
  heads: positiveInteger(32),
  mlpRatio: z.number().min(0.25).max(8),
  layerNormEps: z.number().positive().max(1),
  /** Stochastic depth of the student: the drop probability of the last block, growing linearly from 0. */
  dropPath: z.number().min(0).max(0.9),
});

export const resnetSchema = z.strictObject({
  kind: z.literal('resnet'),
  /** Channels after the 3×3 stem. */
  stem: positiveInteger(512),
  /** Channels of each stage; every stage but the first halves the resolution. */
  widths: z.array(positiveInteger(1024)).min(1).max(5),
  /** BasicBlocks of each stage. */
  blocks: z.array(positiveInteger(8)).min(1).max(5),
  batchNormEps: z.number().positive().max(1),
  batchNormMomentum: z.number().min(0).max(1),
});

export const headSchema = z.strictObject({
  /** Prototypes K. */
  outDim: z.int().min(2).max(65_536),
  hiddenDim: positiveInteger(4096),
  bottleneckDim: positiveInteger(2048),
  layers: z.int().min(1).max(5),
  batchNorm: z.boolean(),
  normLastLayer: z.boolean(),
});

export const lossSchema = z.strictObject({
  studentTemperature: z.number().min(0.01).max(10),
  /** Linear from `start` to `end` over `warmupEpochs`, then constant. */
  teacherTemperature: z.strictObject({
    start: z.number().min(0.001).max(10),
    end: z.number().min(0.001).max(10),
    warmupEpochs: z.int().min(0).max(1000),
  }),
  centerMomentum: fraction,
  /** SimSiam's guard. Checkpoints from before it could be taken away have it. */
  stopGradient: z.boolean().default(true),
  /** Embeddings in NNCLR's support set. Checkpoints from before it could be chosen have 2 048. */
  queueLength: z.int().min(4).max(65_536).default(2048),
});

export const optimizerSchema = z.strictObject({
  kind: z.enum(['adamw', 'sgd', 'lars']),
  /** Base rate at batch 256; the rate of a run is `lr · batchSize / 256`. */
  lr: z.number().min(0).max(10),
  minLr: z.number().min(0).max(10),
  warmupEpochs: z.int().min(0).max(1000),
  weightDecay: ramp(0, 1),
  beta1: z.number().min(0).max(0.9999),
  beta2: z.number().min(0).max(0.999999),
  eps: z.number().positive().max(1),
  momentum: z.number().min(0).max(0.9999),
  /** Largest ℓ2 norm of each parameter tensor's gradient; 0 = off. */
  clipGradient: z.number().min(0).max(1e6),
  freezeLastLayerEpochs: z.int().min(0).max(1000),
});

export const bootstrapSchema = z.strictObject({
  policy: z.enum(['none', 'naive', 'window', 'adaptive']),
  /** Neighbours kept per image, itself included. */
  topK: z.int().min(1).max(64),
  /** Epochs in the window, W. */
  window: z.int().min(1).max(100),
  /** Sampling temperature τ. */
  temperature: z.number().min(0.0001).max(100),
  representation: z.enum(['first', 'second', 'mean']),
  /** Naive policy only: may an image be its own nearest neighbour? */
  includeSelf: z.boolean(),
});

/** DINO's recipe (torchvision's parameters). A probability of 0 switches an augmentation off. */
export const augmentationSchema = z.strictObject({
  cropScale: z.strictObject({ min: fraction, max: fraction }),
  flip: fraction,
  jitter: fraction,
  brightness: fraction,
  contrast: fraction,
  saturation: fraction,
  hue: z.number().min(0).max(0.5),
  grayscale: fraction,
  blurFirst: fraction,
  blurSecond: fraction,
  solarizeSecond: fraction,
});

const evaluationSchema = z.strictObject({
  /** Evaluate after every so many epochs. */
  everyEpochs: positiveInteger(1000),
  neighbours: positiveInteger(200),
  temperature: z.number().min(0.001).max(10),
  /** The dataset on which features are tried beside the run's own. Files from before it could be chosen had none. */
  transfer: z.enum(['none', ...shippedNames]).default('none'),
});

export const experimentSchema = z
  .strictObject({
    seed: z.int().min(0).max(4_294_967_295),
    data: dataSchema,
    method: z.enum(['dino', 'byol', 'simsiam', 'infonce']),
    backbone: z.discriminatedUnion('kind', [vitSchema, resnetSchema]),
    head: headSchema,
    loss: lossSchema,
    /** EMA momentum of the teacher, cosine from `start` to `end`. */
    teacherMomentum: ramp(0, 1),
    optimizer: optimizerSchema,
    bootstrap: bootstrapSchema,
    augmentation: augmentationSchema,
    batchSize: z.int().min(2).max(1024),
    epochs: z.int().min(1).max(10_000),
    evaluation: evaluationSchema,
  })
  .superRefine((config, context) => {
    const problem = (path: (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path, message });
    const most = extentOf(config.data);
    if (config.data.trainImages > most.trainImages)
      problem(
        ['data', 'trainImages'],
        `must not exceed the ${most.trainImages} training images of ${config.data.name}`,
      );
    if (config.data.testImages > most.testImages)
      problem(
        ['data', 'testImages'],
        `must not exceed the ${most.testImages} held-out images of ${config.data.name}`,
      );
    if (config.batchSize > config.data.trainImages)
      problem(['batchSize'], `must not exceed the ${config.data.trainImages} training images`);
    if (config.bootstrap.topK > config.data.trainImages)
      problem(['bootstrap', 'topK'], `must not exceed the ${config.data.trainImages} training images`);
    if (config.augmentation.cropScale.min > config.augmentation.cropScale.max)
      problem(['augmentation', 'cropScale', 'min'], 'must not exceed cropScale.max');
    if (config.augmentation.cropScale.max === 0)
      problem(['augmentation', 'cropScale', 'max'], 'must be above 0');
    if (config.method === 'infonce' && config.loss.queueLength < 2 * config.batchSize)
      problem(['loss', 'queueLength'], `must hold the ${2 * config.batchSize} embeddings of a step`);
    const { backbone } = config;
    if (backbone.kind === 'vit' && backbone.patchSize > most.side)
      problem(['backbone', 'patchSize'], `must not exceed the ${most.side} pixels of ${config.data.name}`);
    if (backbone.kind === 'vit' && backbone.dim % backbone.heads !== 0)
      problem(['backbone', 'heads'], `must divide the width ${backbone.dim}`);
    if (backbone.kind === 'vit' && backbone.dim * backbone.mlpRatio < 1)
      problem(['backbone', 'mlpRatio'], `must leave the MLP a hidden layer at width ${backbone.dim}`);
    if (backbone.kind === 'resnet' && backbone.widths.length !== backbone.blocks.length)
      problem(['backbone', 'blocks'], 'must have one entry for each of widths');
  });

export type ExperimentConfig = z.infer<typeof experimentSchema>;
export type VitConfig = z.infer<typeof vitSchema>;
export type ResnetConfig = z.infer<typeof resnetSchema>;
export type BackboneConfig = ExperimentConfig['backbone'];
export type HeadConfig = z.infer<typeof headSchema>;
export type LossConfig = z.infer<typeof lossSchema>;
export type OptimizerConfig = z.infer<typeof optimizerSchema>;
export type BootstrapConfig = z.infer<typeof bootstrapSchema>;
export type AugmentationConfig = z.infer<typeof augmentationSchema>;

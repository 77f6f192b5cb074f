/**
 * @file The configuration of a recorded training. It is an experiment's without what the recording replaces:
 * schedules (recorded step by step), augmentation (recorded views), the seed and the data set. Its ranges are
 * PyTorch's rather than the form's: whatever the released code can be run with is a recording. Keys that other
 * recorders add are ignored; what METHOD section 1 gives a value may be left out.
 */
import { z } from 'zod';
import { bootstrapSchema, headSchema, optimizerSchema } from '../config/schema.ts';

const count = z.int().min(1).max(1_000_000);
/** Of modules, which are listed before any tensor is looked at. */
const fewModules = z.int().min(1).max(256);
const share = z.number().min(0).max(1);
const below1 = z.number().min(0).lt(1);
const notNegative = z.number().min(0);

const vitSchema = z.object({
  kind: z.literal('vit'),
  patchSize: count,
  dim: count,
  depth: fewModules,
  heads: count,
  mlpRatio: z.number().positive().max(1000),
  layerNormEps: notNegative.default(1e-6),
  dropPath: z.literal(0, 'must be 0: a recording has no draws of stochastic depth').default(0),
});

const resnetSchema = z.object({
  kind: z.literal('resnet'),
  stem: count,
  widths: z.array(count).min(1).max(16),
  blocks: z.array(fewModules).min(1).max(16),
  batchNormEps: notNegative.default(1e-5),
  batchNormMomentum: share.default(0.1),
});

export const traceConfigSchema = z
  .object({
    method: z.literal('dino'),
    /** Side of the square views, pixels. */
    imageSize: count,
    channels: count,
    backbone: z.discriminatedUnion('kind', [vitSchema, resnetSchema]),
    head: z.object({
      outDim: count,
      hiddenDim: count,
      bottleneckDim: count,
      layers: fewModules,
      batchNorm: headSchema.shape.batchNorm,
      normLastLayer: headSchema.shape.normLastLayer,
    }),
    loss: z.object({
      studentTemperature: z.number().positive().default(0.1),
      centerMomentum: share.default(0.9),
    }),
    optimizer: z.object({
      kind: optimizerSchema.shape.kind,
      beta1: below1.default(0.9),
      beta2: below1.default(0.999),
      eps: notNegative.default(1e-8),
      momentum: notNegative.default(0.9),
      clipGradient: notNegative,
      freezeLastLayerEpochs: z.int().min(0),
    }),
    bootstrap: z.object({
      policy: bootstrapSchema.shape.policy,
      topK: count,
      window: count,
      temperature: z.number().positive(),
      representation: bootstrapSchema.shape.representation,
      includeSelf: z.boolean().default(false),
    }),
    batchSize: count,
    images: count,
    epochs: count,
    stepsPerEpoch: count,
  })
  .superRefine(({ backbone, bootstrap, batchSize, images, imageSize }, context) => {
    const problem = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message });
    if (backbone.kind === 'vit' && backbone.patchSize > imageSize)
      problem(['backbone', 'patchSize'], `must not exceed the image size ${imageSize}`);
    if (backbone.kind === 'vit' && backbone.dim % backbone.heads !== 0)
      problem(['backbone', 'heads'], `must divide the width ${backbone.dim}`);
    if (backbone.kind === 'resnet' && backbone.widths.length !== backbone.blocks.length)
      problem(['backbone', 'blocks'], 'must have one entry for each of widths');
    if (bootstrap.topK > images) problem(['bootstrap', 'topK'], `must not exceed the ${images} images`);
    if (batchSize > images) problem(['batchSize'], `must not exceed the ${images} images`);
  });

export type TraceConfig = z.infer<typeof traceConfigSchema>;

/** Width D of the backbone's features. */
export function traceFeatureDim({ backbone }: TraceConfig): number {
  return backbone.kind === 'vit' ? backbone.dim : (backbone.widths.at(-1) ?? backbone.stem);
}

/** Whether a policy draws from the votes of the window, and so records them. */
export const countsVotes = (policy: TraceConfig['bootstrap']['policy']): boolean =>
  policy === 'window' || policy === 'adaptive';

/**
 * @file The configuration of a recorded training. It is an experiment's without what the recording replaces:
 * schedules (recorded step by step), augmentation (recorded views), the seed and the data set. Keys that other
 * recorders add are ignored.
 */
import { z } from 'zod';
import {
  bootstrapSchema,
  headSchema,
  lossSchema,
  optimizerSchema,
  resnetSchema,
  vitSchema,
} from '../config/schema.ts';

const count = z.int().min(1).max(1_000_000);

const backboneSchema = z.discriminatedUnion('kind', [
  z.object({
    ...vitSchema.shape,
    dropPath: z.literal(0, 'must be 0: a recording has no draws of stochastic depth').default(0),
  }),
  z.object(resnetSchema.shape),
]);

export const traceConfigSchema = z
  .object({
    method: z.literal('dino'),
    /** Side of the square views, pixels. */
    imageSize: count,
    channels: count,
    backbone: backboneSchema,
    head: z.object(headSchema.shape),
    loss: z.object({
      studentTemperature: lossSchema.shape.studentTemperature,
      centerMomentum: lossSchema.shape.centerMomentum,
    }),
    optimizer: z.object({
      kind: optimizerSchema.shape.kind,
      beta1: optimizerSchema.shape.beta1,
      beta2: optimizerSchema.shape.beta2,
      eps: optimizerSchema.shape.eps,
      momentum: optimizerSchema.shape.momentum,
      clipGradient: optimizerSchema.shape.clipGradient,
      freezeLastLayerEpochs: optimizerSchema.shape.freezeLastLayerEpochs,
    }),
    bootstrap: z.object({ ...bootstrapSchema.shape, includeSelf: z.boolean().default(false) }),
    batchSize: count,
    images: count,
    epochs: count,
    stepsPerEpoch: count,
  })
  .superRefine(({ backbone, bootstrap, batchSize, images, imageSize }, context) => {
    const problem = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message });
    if (backbone.kind === 'vit' && imageSize % backbone.patchSize !== 0)
      problem(['backbone', 'patchSize'], `must divide the image size ${imageSize}`);
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

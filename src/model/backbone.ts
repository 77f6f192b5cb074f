/** @file The two backbones behind one door. */
import type { BackboneConfig } from '../config/schema.ts';
import type { ImageShape } from '../data/dataset.ts';
import type * as tf from '../tensor/tf.ts';
import type { ParameterReader, TensorPlan } from './parameters.ts';
import { resnet, resnetPlan } from './resnet.ts';
import { vit, vitPlan } from './vit.ts';

/** What a forward pass is for. */
export interface ForwardContext {
  /** BatchNorm uses and records the batch's statistics. */
  training: boolean;
  /** Stochastic depth: `[2·depth, batch]`, 0 for a dropped branch, 1/keep for a kept one. Absent: keep all. */
  keepScales?: tf.Tensor2D;
}

export function backbonePlan(config: BackboneConfig, image: ImageShape): TensorPlan[] {
  return config.kind === 'vit' ? vitPlan(config, image) : resnetPlan(config, image);
}

/** Width D of the features. */
export function featureDim(config: BackboneConfig): number {
  return config.kind === 'vit' ? config.dim : (config.widths.at(-1) ?? config.stem);
}

/**
 * @param images `[batch, size, size, channels]`
 * @returns features `[batch, D]`
 */
export function backbone(
  parameters: ParameterReader,
  config: BackboneConfig,
  images: tf.Tensor4D,
  context: ForwardContext,
): tf.Tensor2D {
  return config.kind === 'vit'
    ? vit(parameters, config, images, context)
    : resnet(parameters, config, images, context);
}

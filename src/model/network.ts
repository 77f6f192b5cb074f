/** @file Backbone and head as one network, as the release saves it: `backbone.*` and `head.*`. */
import type { BackboneConfig, HeadConfig } from '../config/schema.ts';
import type * as tf from '../tensor/tf.ts';
import { backbone, backbonePlan, featureDim, type ForwardContext } from './backbone.ts';
import type { ImageShape } from '../data/dataset.ts';
import { head, headPlan } from './head.ts';
import { prefixed, type ParameterReader, type TensorPlan } from './parameters.ts';

export interface NetworkConfig {
  backbone: BackboneConfig;
  head: HeadConfig;
}

export interface NetworkOutput {
  /** `[batch, D]`, of the backbone */
  features: tf.Tensor2D;
  /** `[batch, K]`, of the head */
  logits: tf.Tensor2D;
}

export function networkPlan(config: NetworkConfig, image: ImageShape): TensorPlan[] {
  return [
    ...prefixed('backbone', backbonePlan(config.backbone, image)),
    ...prefixed('head', headPlan(config.head, featureDim(config.backbone))),
  ];
}

/** @param images `[batch, size, size, channels]` */
export function network(
  parameters: ParameterReader,
  config: NetworkConfig,
  images: tf.Tensor4D,
  context: ForwardContext,
): NetworkOutput {
  const features = backbone(parameters.within('backbone'), config.backbone, images, context);
  return { features, logits: head(parameters.within('head'), config.head, features, context) };
}

/** @file Backbone, projector and, on the online side, predictor: `backbone.*`, `projector.*`, `predictor.*`. */
import type { BackboneConfig, HeadConfig } from '../config/schema.ts';
import type * as tf from '../tensor/tf.ts';
import { backbone, backbonePlan, featureDim, type ForwardContext } from './backbone.ts';
import type { ImageShape } from '../data/dataset.ts';
import { prefixed, type ParameterReader, type TensorPlan } from './parameters.ts';
import { projector, projectorPlan } from './projector.ts';

export interface ProjectionConfig {
  backbone: BackboneConfig;
  /** `hiddenDim` and `bottleneckDim`, the width of an embedding, are used of it. */
  head: Pick<HeadConfig, 'hiddenDim' | 'bottleneckDim'>;
}

export interface Projection {
  /** `[batch, D]` */
  features: tf.Tensor2D;
  /** `[batch, bottleneckDim]` */
  embeddings: tf.Tensor2D;
}

export function projectionPlan(
  config: ProjectionConfig,
  image: ImageShape,
  { predictor }: { predictor: boolean },
): TensorPlan[] {
  const { hiddenDim, bottleneckDim } = config.head;
  return [
    ...prefixed('backbone', backbonePlan(config.backbone, image)),
    ...projectorPlan('projector', featureDim(config.backbone), hiddenDim, bottleneckDim),
    ...(predictor ? projectorPlan('predictor', bottleneckDim, hiddenDim, bottleneckDim) : []),
  ];
}

/** @param images `[batch, size, size, channels]` */
export function project(
  parameters: ParameterReader,
  config: ProjectionConfig,
  images: tf.Tensor4D,
  context: ForwardContext,
): Projection {
  const features = backbone(parameters.within('backbone'), config.backbone, images, context);
  return { features, embeddings: projector(parameters.within('projector'), features, context) };
}

/** The online network's guess at a target's embedding, `[batch, bottleneckDim]`. */
export function predict(
  parameters: ParameterReader,
  embeddings: tf.Tensor2D,
  context: ForwardContext,
): tf.Tensor2D {
  return projector(parameters.within('predictor'), embeddings, context);
}

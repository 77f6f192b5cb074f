/** @file DINO's projection head (arXiv 2104.14294, appendix C). */
import type { HeadConfig } from '../config/schema.ts';
import { gelu } from '../tensor/ops/gelu.ts';
import { linear, linearGelu } from '../tensor/ops/linear.ts';
import { normalize } from '../tensor/ops/normalize.ts';
import * as tf from '../tensor/tf.ts';
import type { ForwardContext } from './backbone.ts';
import { trackedBatchNorm, trackedBatchNormPlan } from './batchNorm.ts';
import { linearPlan } from './linear.ts';
import type { ParameterReader, TensorPlan } from './parameters.ts';

/** PyTorch numbers the modules of `nn.Sequential`: Linear, [BatchNorm], GELU, Linear, … */
function sequence(config: HeadConfig, inDim: number) {
  const stride = config.batchNorm ? 3 : 2;
  return Array.from({ length: config.layers }, (_, layer) => ({
    // A head of one layer is a bare Linear, not a sequence.
    linear: config.layers === 1 ? 'mlp' : `mlp.${layer * stride}`,
    batchNorm: config.batchNorm && layer < config.layers - 1 ? `mlp.${layer * stride + 1}` : undefined,
    activated: layer < config.layers - 1,
    inDim: layer === 0 ? inDim : config.hiddenDim,
    outDim: layer === config.layers - 1 ? config.bottleneckDim : config.hiddenDim,
  }));
}

/** The tensors of the head in the order of PyTorch's module. */
export function headPlan(config: HeadConfig, inDim: number): TensorPlan[] {
  const mlp = sequence(config, inDim).flatMap((layer) => [
    ...linearPlan(layer.linear, layer.inDim, layer.outDim),
    ...(layer.batchNorm === undefined ? [] : trackedBatchNormPlan(layer.batchNorm, layer.outDim)),
  ]);
  return [
    ...mlp,
    {
      name: 'last_layer.weight_g',
      shape: [config.outDim, 1],
      initialiser: { kind: 'constant', value: 1 },
      buffer: config.normLastLayer,
    },
    {
      name: 'last_layer.weight_v',
      shape: [config.outDim, config.bottleneckDim],
      initialiser: { kind: 'uniform', bound: Math.sqrt(1 / config.bottleneckDim) },
    },
  ];
}

/**
 * Linear→[BN]→GELU→…→Linear, ℓ2-normalise, weight-normalised linear map onto the prototypes.
 * @param features `[batch, dim]`
 * @returns logits `[batch, outDim]`
 */
export function head(
  parameters: ParameterReader,
  config: HeadConfig,
  features: tf.Tensor2D,
  context: ForwardContext,
): tf.Tensor2D {
  let x = features;
  for (const layer of sequence(config, features.shape[1])) {
    const weight = parameters.get<tf.Tensor2D>(`${layer.linear}.weight`);
    const bias = parameters.get<tf.Tensor1D>(`${layer.linear}.bias`);
    if (!layer.activated) x = linear(x, weight, bias);
    else if (layer.batchNorm === undefined) x = linearGelu(x, weight, bias);
    else x = gelu(trackedBatchNorm(parameters.within(layer.batchNorm), linear(x, weight, bias), context));
  }
  return linear(normalize(x), prototypes(parameters, config));
}

/** Rows `v/‖v‖ · g` (weight normalisation, arXiv 1602.07868); g stays 1 where `normLastLayer`. */
function prototypes(parameters: ParameterReader, config: HeadConfig): tf.Tensor2D {
  const directions = normalize(parameters.get('last_layer.weight_v'));
  return config.normLastLayer
    ? directions
    : tf.mul(directions, parameters.get<tf.Tensor2D>('last_layer.weight_g'));
}

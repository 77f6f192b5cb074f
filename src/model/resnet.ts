/** @file ResNet for small images (arXiv 1512.03385, section 4.2): 3×3 stem, no max-pooling, BasicBlocks. */
import type { ResnetConfig } from '../config/schema.ts';
import { conv2d } from '../tensor/ops/conv2d.ts';
import { meanPixels } from '../tensor/ops/meanPixels.ts';
import { relu } from '../tensor/ops/relu.ts';
import * as tf from '../tensor/tf.ts';
import type { ForwardContext } from './backbone.ts';
import type { ImageShape } from '../data/dataset.ts';
import { trackedBatchNorm, trackedBatchNormPlan } from './batchNorm.ts';
import type { ParameterReader, TensorPlan } from './parameters.ts';

interface BlockPlan {
  name: string;
  inChannels: number;
  outChannels: number;
  stride: number;
  /** The shortcut needs a 1×1 convolution where the shape changes. */
  downsample: boolean;
}

/** Every stage but the first halves the resolution in its first block. */
function blockPlans(config: ResnetConfig): BlockPlan[] {
  let inChannels = config.stem;
  return config.widths.flatMap((outChannels, stage) =>
    Array.from({ length: config.blocks[stage] ?? 0 }, (_, index) => {
      const stride = stage > 0 && index === 0 ? 2 : 1;
      const plan = {
        name: `layer${stage + 1}.${index}`,
        inChannels,
        outChannels,
        stride,
        downsample: stride !== 1 || inChannels !== outChannels,
      };
      inChannels = outChannels;
      return plan;
    }),
  );
}

/** The tensors of a ResNet in the order of PyTorch's module. */
export function resnetPlan(config: ResnetConfig, image: ImageShape): TensorPlan[] {
  const blocks = blockPlans(config).flatMap(({ name, inChannels, outChannels, downsample }) => [
    convolutionPlan(`${name}.conv1`, inChannels, outChannels, 3),
    ...trackedBatchNormPlan(`${name}.bn1`, outChannels),
    convolutionPlan(`${name}.conv2`, outChannels, outChannels, 3),
    ...trackedBatchNormPlan(`${name}.bn2`, outChannels),
    ...(downsample
      ? [
          convolutionPlan(`${name}.downsample.0`, inChannels, outChannels, 1),
          ...trackedBatchNormPlan(`${name}.downsample.1`, outChannels),
        ]
      : []),
  ]);
  return [
    convolutionPlan('conv1', image.channels, config.stem, 3),
    ...trackedBatchNormPlan('bn1', config.stem),
    ...blocks,
  ];
}

/**
 * Globally averaged features of the last stage.
 * @param images `[batch, size, size, channels]`
 * @returns `[batch, widths.at(-1)]`
 */
export function resnet(
  parameters: ParameterReader,
  config: ResnetConfig,
  images: tf.Tensor4D,
  context: ForwardContext,
): tf.Tensor2D {
  return meanPixels(lastMap(parameters, config, images, context));
}

/**
 * The vectors of the last map, row by row, as they are before they are averaged.
 * @param images as in {@link resnet}
 * @returns `[batch, places, widths.at(-1)]`
 */
export function resnetPlaces(
  parameters: ParameterReader,
  config: ResnetConfig,
  images: tf.Tensor4D,
): tf.Tensor3D {
  const map = lastMap(parameters, config, images, { training: false });
  const [batch, height, width, channels] = map.shape;
  return tf.reshape(map, [batch, height * width, channels]);
}

/** `[batch, side, side, widths.at(-1)]` */
function lastMap(
  parameters: ParameterReader,
  config: ResnetConfig,
  images: tf.Tensor4D,
  context: ForwardContext,
): tf.Tensor4D {
  const layers = layersOf(config, context);
  let x = relu(layers.normalised(parameters, 'conv1', 'bn1', images, 1));
  for (const plan of blockPlans(config)) x = block(parameters.within(plan.name), plan, x, layers);
  return x;
}

/** `relu(bn(conv(relu(bn(conv x)))) + shortcut)` */
function block(parameters: ParameterReader, plan: BlockPlan, x: tf.Tensor4D, layers: Layers): tf.Tensor4D {
  const inner = relu(layers.normalised(parameters, 'conv1', 'bn1', x, plan.stride));
  const outer = layers.normalised(parameters, 'conv2', 'bn2', inner, 1);
  const shortcut = plan.downsample
    ? layers.normalised(parameters, 'downsample.0', 'downsample.1', x, plan.stride)
    : x;
  return relu(tf.add(outer, shortcut));
}

type Layers = ReturnType<typeof layersOf>;

function layersOf(config: ResnetConfig, context: ForwardContext) {
  const settings = { epsilon: config.batchNormEps, momentum: config.batchNormMomentum };
  return {
    /** Convolution that keeps the resolution (divided by `stride`), then BatchNorm. */
    normalised(parameters: ParameterReader, conv: string, bn: string, x: tf.Tensor4D, stride: number) {
      const weight = parameters.get<tf.Tensor4D>(`${conv}.weight`);
      const y = conv2d(x, weight, { stride, padding: (weight.shape[2] - 1) / 2 });
      const [batch, height, width, channels] = y.shape;
      const rows = tf.reshape<tf.Rank.R2>(y, [batch * height * width, channels]);
      const normed = trackedBatchNorm(parameters.within(bn), rows, context, settings);
      return tf.reshape<tf.Rank.R4>(normed, y.shape);
    },
  };
}

/** He's initialisation by fan-out, as torchvision. */
function convolutionPlan(name: string, inChannels: number, outChannels: number, kernel: number): TensorPlan {
  return {
    name: `${name}.weight`,
    shape: [outChannels, inChannels, kernel, kernel],
    initialiser: { kind: 'normal', std: Math.sqrt(2 / (outChannels * kernel * kernel)) },
  };
}

/** @file Vision Transformer (arXiv 2010.11929) with pre-norm blocks, under the names of `timm`'s state dict. */
import type { VitConfig } from '../config/schema.ts';
import { attention, firstAttention } from '../tensor/ops/attention.ts';
import { layerNorm } from '../tensor/ops/layerNorm.ts';
import { linear, linearGelu } from '../tensor/ops/linear.ts';
import { addBranch, embedTokens } from '../tensor/ops/tokens.ts';
import * as tf from '../tensor/tf.ts';
import type { ForwardContext } from './backbone.ts';
import type { ImageShape } from '../data/dataset.ts';
import { linearPlan, normPlan } from './linear.ts';
import type { ParameterReader, TensorPlan } from './parameters.ts';

/** The tensors of a ViT in the order of PyTorch's module. */
export function vitPlan(config: VitConfig, image: ImageShape): TensorPlan[] {
  const { dim, depth, patchSize, mlpRatio } = config;
  // Cut off, as `timm` does.
  const hidden = Math.floor(dim * mlpRatio);
  const patches = Math.floor(image.size / patchSize) ** 2;
  const fanIn = image.channels * patchSize ** 2;
  const small = { kind: 'truncatedNormal', std: 0.02 } as const;
  const blocks = Array.from({ length: depth }, (_, index) => {
    const block = `blocks.${index}`;
    return [
      ...normPlan(`${block}.norm1`, dim),
      ...linearPlan(`${block}.attn.qkv`, dim, 3 * dim),
      ...linearPlan(`${block}.attn.proj`, dim, dim),
      ...normPlan(`${block}.norm2`, dim),
      ...linearPlan(`${block}.mlp.fc1`, dim, hidden),
      ...linearPlan(`${block}.mlp.fc2`, hidden, dim),
    ];
  });
  return [
    { name: 'cls_token', shape: [1, 1, dim], initialiser: small },
    { name: 'pos_embed', shape: [1, patches + 1, dim], initialiser: small },
    {
      name: 'patch_embed.proj.weight',
      shape: [dim, image.channels, patchSize, patchSize],
      initialiser: { kind: 'uniform', bound: Math.sqrt(1 / fanIn) },
    },
    { name: 'patch_embed.proj.bias', shape: [dim], initialiser: { kind: 'constant', value: 0 } },
    ...blocks.flat(),
    ...normPlan('norm', dim),
  ];
}

/**
 * Features of the [CLS] token after the final norm.
 * @param images `[batch, size, size, channels]`
 * @returns `[batch, dim]`
 */
export function vit(
  parameters: ParameterReader,
  config: VitConfig,
  images: tf.Tensor4D,
  context: ForwardContext,
): tf.Tensor2D {
  const tokens = after(parameters, config, images, context, config.depth);
  const [batch, , dim] = tokens.shape;
  const cls = tf.reshape<tf.Rank.R2>(tf.slice(tokens, [0, 0, 0], [batch, 1, dim]), [batch, dim]);
  return norm(parameters.within('norm'), config, cls);
}

/**
 * What [CLS] attends to in the last block, of each head: itself, then every patch, row by row of the image.
 * @param images as in {@link vit}
 * @returns `[batch, heads, 1 + patches]`, rows sum to 1
 */
export function vitAttention(
  parameters: ParameterReader,
  config: VitConfig,
  images: tf.Tensor4D,
): tf.Tensor3D {
  const last = config.depth - 1;
  const tokens = after(parameters, config, images, asItIs, last);
  const qkv = queriesKeysValues(parameters.within(`blocks.${last}`), config, tokens);
  return firstAttention(qkv, config.heads);
}

/**
 * The tokens of the patches after the final norm, row by row of the image.
 * @param images as in {@link vit}
 * @returns `[batch, patches, dim]`
 */
export function vitPatches(parameters: ParameterReader, config: VitConfig, images: tf.Tensor4D): tf.Tensor3D {
  const tokens = after(parameters, config, images, asItIs, config.depth);
  const [batch, length, dim] = tokens.shape;
  const patches = tf.slice(tokens, [0, 1, 0], [batch, length - 1, dim]);
  const rows = tf.reshape<tf.Rank.R2>(patches, [batch * (length - 1), dim]);
  return tf.reshape(norm(parameters.within('norm'), config, rows), [batch, length - 1, dim]);
}

/** Nothing is trained, and no branch is dropped. */
const asItIs: ForwardContext = { training: false };

/** The tokens after so many blocks, `[batch, 1 + patches, dim]`. */
function after(
  parameters: ParameterReader,
  config: VitConfig,
  images: tf.Tensor4D,
  context: ForwardContext,
  blocks: number,
): tf.Tensor3D {
  let tokens = embed(parameters, config, images);
  for (let index = 0; index < blocks; index += 1)
    tokens = block(parameters.within(`blocks.${index}`), config, tokens, context, index);
  return tokens;
}

/** Patches → tokens, [CLS] first, with positions added: `[batch, patches + 1, dim]`. */
function embed(parameters: ParameterReader, config: VitConfig, images: tf.Tensor4D): tf.Tensor3D {
  const { patchSize, dim } = config;
  const [batch, size, , channels] = images.shape;
  // Pixels beyond the last whole patch are not seen, as by PyTorch's strided convolution.
  const side = Math.floor(size / patchSize);
  const seen = side * patchSize;
  const whole = seen === size ? images : tf.slice4d(images, [0, 0, 0, 0], [batch, seen, seen, channels]);
  const patchLength = patchSize * patchSize * channels;
  // [batch, row, y, column, x, channel] → one line per patch, ordered (y, x, channel).
  const grid = tf.reshape(whole, [batch * side, patchSize, side, patchSize * channels]);
  const patches = tf.reshape<tf.Rank.R2>(tf.transpose(grid, [0, 2, 1, 3]), [
    batch * side * side,
    patchLength,
  ]);
  const kernel = parameters.get<tf.Tensor4D>('patch_embed.proj.weight');
  const weight = tf.reshape<tf.Rank.R2>(tf.transpose(kernel, [0, 2, 3, 1]), [dim, patchLength]);
  const tokens = linear(patches, weight, parameters.get('patch_embed.proj.bias'));
  const sequence = tf.reshape<tf.Rank.R3>(tokens, [batch, side * side, dim]);
  return embedTokens(sequence, parameters.get('cls_token'), parameters.get('pos_embed'));
}

/** `x + attention(norm(x))`, then `x + mlp(norm(x))`. */
function block(
  parameters: ParameterReader,
  config: VitConfig,
  tokens: tf.Tensor3D,
  context: ForwardContext,
  index: number,
): tf.Tensor3D {
  const [batch, length, dim] = tokens.shape;
  const rows = batch * length;
  const mixed = attention(queriesKeysValues(parameters, config, tokens), config.heads);
  const attended = affine(parameters, 'attn.proj', tf.reshape<tf.Rank.R2>(mixed, [rows, dim]));
  const x = addBranch(tokens, tf.reshape(attended, tokens.shape), context.keepScales, 2 * index);
  const normed = norm(parameters.within('norm2'), config, tf.reshape(x, [rows, dim]));
  const hidden = linearGelu(normed, parameters.get('mlp.fc1.weight'), parameters.get('mlp.fc1.bias'));
  const changed = affine(parameters, 'mlp.fc2', hidden);
  return addBranch(x, tf.reshape(changed, tokens.shape), context.keepScales, 2 * index + 1);
}

function queriesKeysValues(parameters: ParameterReader, config: VitConfig, tokens: tf.Tensor3D): tf.Tensor3D {
  const [batch, length, dim] = tokens.shape;
  const normed = norm(parameters.within('norm1'), config, tf.reshape(tokens, [batch * length, dim]));
  return tf.reshape(affine(parameters, 'attn.qkv', normed), [batch, length, 3 * dim]);
}

const affine = (parameters: ParameterReader, name: string, x: tf.Tensor2D): tf.Tensor2D =>
  linear(x, parameters.get(`${name}.weight`), parameters.get(`${name}.bias`));

const norm = (parameters: ParameterReader, config: VitConfig, x: tf.Tensor2D): tf.Tensor2D =>
  layerNorm(x, parameters.get('weight'), parameters.get('bias'), config.layerNormEps);

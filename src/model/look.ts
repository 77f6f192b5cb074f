/** @file What a backbone makes of an image place by place, for looking at; nothing is trained and nothing changes. */
import type { BackboneConfig } from '../config/schema.ts';
import type * as tf from '../tensor/tf.ts';
import type { ParameterReader } from './parameters.ts';
import { resnetPlaces } from './resnet.ts';
import { vitAttention, vitPatches } from './vit.ts';

/**
 * The vectors of an image's places, row by row: the patch tokens of a ViT after its final norm, those of the last map of
 * a ResNet.
 * @param images `[batch, size, size, channels]`
 * @returns `[batch, places, D]`
 */
export function placesOf(
  parameters: ParameterReader,
  config: BackboneConfig,
  images: tf.Tensor4D,
): tf.Tensor3D {
  return config.kind === 'vit'
    ? vitPatches(parameters, config, images)
    : resnetPlaces(parameters, config, images);
}

/**
 * What [CLS] attends to in the last block, of each head: itself, then every place.
 * @param images as in {@link placesOf}
 * @returns `[batch, heads, 1 + places]`, rows sum to 1; undefined of a ResNet, which has no heads
 */
export function attentionOf(
  parameters: ParameterReader,
  config: BackboneConfig,
  images: tf.Tensor4D,
): tf.Tensor3D | undefined {
  return config.kind === 'vit' ? vitAttention(parameters, config, images) : undefined;
}

/** The part of an image that the places cover, pixels from its upper left corner: a ViT leaves out what fills no patch. */
export const coveredSide = (config: BackboneConfig, size: number): number =>
  config.kind === 'vit' ? Math.floor(size / config.patchSize) * config.patchSize : size;

/** @file The kernels that run in tiles, by number: what a helper thread needs to find its work. */
import { attentionGradientTile, attentionTile } from './attention';
import { geluTile } from './gelu';
import { layerNormGradientTile, layerNormTile } from './layerNorm';
import { packTile, productTile, weightGradientTile } from './linear';

export const enum Kernel {
  PACK,
  PRODUCT,
  WEIGHT_GRADIENT,
  GELU,
  LAYER_NORM,
  LAYER_NORM_GRADIENT,
  ATTENTION,
  ATTENTION_GRADIENT,
}

/** Runs one tile of the job in the control block. `thread` selects its scratch and nothing else. */
export function runTile(kernel: i32, tile: i32, thread: i32): void {
  switch (kernel) {
    case Kernel.PACK:
      return packTile(tile);
    case Kernel.PRODUCT:
      return productTile(tile, thread);
    case Kernel.WEIGHT_GRADIENT:
      return weightGradientTile(tile, thread);
    case Kernel.GELU:
      return geluTile(tile);
    case Kernel.LAYER_NORM:
      return layerNormTile(tile);
    case Kernel.LAYER_NORM_GRADIENT:
      return layerNormGradientTile(tile);
    case Kernel.ATTENTION:
      return attentionTile(tile, thread);
    case Kernel.ATTENTION_GRADIENT:
      return attentionGradientTile(tile, thread);
  }
}

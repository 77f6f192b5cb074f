/** @file The kernels that run in tiles, by number: what a helper thread needs to find its work. */
import { attentionGradientTile, attentionTile } from './attention';
import { batchNormGradientTile, batchNormSumsTile, batchNormTile, batchStatisticsTile } from './batchNorm';
import { gatherTile, packFiltersTile } from './conv';
import { convWeightPartTile, convWeightSumTile } from './convWeightGradient';
import { distillationLossTile } from './distillationLoss';
import { geluTile } from './gelu';
import { layerNormGradientTile, layerNormTile } from './layerNorm';
import { packTile, productTile, weightGradientTile } from './linear';
import { nearestTile } from './nearest';
import { normalizeGradientTile, normalizeTile } from './normalize';
import { updateNormsTile, updateTile } from './optimiser';
import { meanPixelsGradientTile, meanPixelsTile, reluTile } from './pixels';
import { addBranchTile, embedTokensTile, sumRowsTile } from './tokens';

export const enum Kernel {
  PACK,
  PRODUCT,
  WEIGHT_GRADIENT,
  GELU,
  LAYER_NORM,
  LAYER_NORM_GRADIENT,
  ATTENTION,
  ATTENTION_GRADIENT,
  NORMALIZE,
  NORMALIZE_GRADIENT,
  BATCH_STATISTICS,
  BATCH_NORM,
  BATCH_NORM_SUMS,
  BATCH_NORM_GRADIENT,
  PACK_FILTERS,
  GATHER,
  CONV_WEIGHT_PART,
  CONV_WEIGHT_SUM,
  DISTILLATION_LOSS,
  UPDATE_NORMS,
  UPDATE,
  NEAREST,
  EMBED_TOKENS,
  ADD_BRANCH,
  SUM_ROWS,
  RELU,
  MEAN_PIXELS,
  MEAN_PIXELS_GRADIENT,
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
    case Kernel.NORMALIZE:
      return normalizeTile(tile);
    case Kernel.NORMALIZE_GRADIENT:
      return normalizeGradientTile(tile);
    case Kernel.BATCH_STATISTICS:
      return batchStatisticsTile(tile);
    case Kernel.BATCH_NORM:
      return batchNormTile(tile);
    case Kernel.BATCH_NORM_SUMS:
      return batchNormSumsTile(tile);
    case Kernel.BATCH_NORM_GRADIENT:
      return batchNormGradientTile(tile);
    case Kernel.PACK_FILTERS:
      return packFiltersTile(tile);
    case Kernel.GATHER:
      return gatherTile(tile, thread);
    case Kernel.CONV_WEIGHT_PART:
      return convWeightPartTile(tile);
    case Kernel.CONV_WEIGHT_SUM:
      return convWeightSumTile(tile);
    case Kernel.DISTILLATION_LOSS:
      return distillationLossTile(tile, thread);
    case Kernel.UPDATE_NORMS:
      return updateNormsTile(tile);
    case Kernel.UPDATE:
      return updateTile(tile);
    case Kernel.NEAREST:
      return nearestTile(tile, thread);
    case Kernel.EMBED_TOKENS:
      return embedTokensTile(tile);
    case Kernel.ADD_BRANCH:
      return addBranchTile(tile);
    case Kernel.SUM_ROWS:
      return sumRowsTile(tile);
    case Kernel.RELU:
      return reluTile(tile);
    case Kernel.MEAN_PIXELS:
      return meanPixelsTile(tile);
    case Kernel.MEAN_PIXELS_GRADIENT:
      return meanPixelsGradientTile(tile);
  }
}

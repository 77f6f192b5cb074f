/** @file Puts our kernels in place on the `webgpu` backend. */
import { registerAssignRows } from './assignRows.ts';
import { registerAttention } from './attention.ts';
import { registerAugment } from './augment.ts';
import { registerBatchNorm } from './batchNorm.ts';
import { registerConv2d } from './conv2d.ts';
import { registerDistillationLoss } from './distillationLoss.ts';
import { registerGelu } from './gelu.ts';
import { registerLayerNorm } from './layerNorm.ts';
import { registerLinear } from './linear.ts';
import { registerMovingAverage } from './movingAverage.ts';
import { registerNormalize } from './normalize.ts';
import { registerOptimisers } from './optimiser.ts';
import { registerPixels } from './pixels.ts';
import { registerTokens } from './tokens.ts';
import { registerTopK } from './topK.ts';

export { registerWebgpuBackend } from './device.ts';

/** Registers every kernel of this folder. Calling it again changes nothing. */
export function installWebgpuKernels(): void {
  registerAssignRows();
  registerAttention();
  registerAugment();
  registerBatchNorm();
  registerConv2d();
  registerDistillationLoss();
  registerGelu();
  registerLayerNorm();
  registerLinear();
  registerMovingAverage();
  registerNormalize();
  registerOptimisers();
  registerPixels();
  registerTokens();
  registerTopK();
}

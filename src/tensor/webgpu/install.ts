/** @file Puts our kernels in place on the `webgpu` backend. */
import { registerAugment } from './augment.ts';
import { registerAttention } from './attention.ts';
import { registerGelu } from './gelu.ts';
import { registerLayerNorm } from './layerNorm.ts';
import { registerLinear } from './linear.ts';
import { registerNormalize } from './normalize.ts';

/** Registers every kernel of this folder. Calling it again changes nothing. */
export function installWebgpuKernels(): void {
  registerAugment();
  registerAttention();
  registerGelu();
  registerLayerNorm();
  registerLinear();
  registerNormalize();
}

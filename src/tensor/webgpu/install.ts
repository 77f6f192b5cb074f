/** @file Puts our kernels in place on the `webgpu` backend. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { ProductReport, ProductStyle } from '../../protocol/device.ts';
import { linear } from '../ops/linear.ts';
import { registerForesight } from '../foresight.ts';
import { registerListener, registerTapeMaker } from '../stepProgram.ts';
import * as tf from '../tf.ts';
import { registerAssignRows } from './assignRows.ts';
import { registerAttention } from './attention.ts';
import { registerAugment } from './augment.ts';
import { registerBatchNorm } from './batchNorm.ts';
import { registerConv2d } from './conv2d.ts';
import { webgpuBackend } from './currentBackend.ts';
import { registerDistillationLoss } from './distillationLoss.ts';
import { underScopes } from './errorScopes.ts';
import { registerGelu } from './gelu.ts';
import { registerLayerNorm } from './layerNorm.ts';
import { registerLinear } from './linear.ts';
import { registerMovingAverage } from './movingAverage.ts';
import { registerNormalize } from './normalize.ts';
import { registerOptimisers } from './optimiser.ts';
import { registerPixels } from './pixels.ts';
import { allocate } from './program.ts';
import { chooseProductStyle, productReport, setProductStyle } from './productStyle.ts';
import { tapeStep } from './stepTape.ts';
import { registerTokens } from './tokens.ts';
import { registerTopK } from './topK.ts';

export { registerWebgpuBackend } from './device.ts';

let tuned: WebGPUBackend | undefined;

/**
 * Measures what the current device does fastest, unless that is known.
 * @param style to compute products in instead, where the device can
 */
export async function tuneWebgpuKernels(style: ProductStyle | 'auto'): Promise<ProductReport> {
  const backend = webgpuBackend();
  if (backend !== tuned) await measureProducts(backend);
  tuned = backend;
  setProductStyle(style);
  return productReport(backend);
}

async function measureProducts(backend: WebGPUBackend): Promise<void> {
  const x = tf.ones<tf.Rank.R2>([1024, 64]);
  const weight = tf.ones<tf.Rank.R2>([128, 64]);
  await chooseProductStyle(backend, () => linear(x, weight).dispose());
  tf.dispose([x, weight]);
}

/** Registers every kernel of this folder. Calling it again changes nothing. */
export function installWebgpuKernels(): void {
  registerTapeMaker('webgpu', tapeStep);
  registerListener('webgpu', (work) => underScopes(webgpuBackend(), work));
  registerForesight('webgpu', (work) => {
    const backend = webgpuBackend();
    return backend.foresee(() => {
      work((shape, dtype = 'float32') =>
        tf.engine().makeTensorFromTensorInfo(allocate(backend, shape, dtype), backend),
      );
    });
  });
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

/**
 * @file What the compiled module exports. AssemblyScript, a TypeScript dialect that compiles to WebAssembly;
 * `scripts/vite/assemblyscript.ts` compiles it. Pointers are byte offsets in TensorFlow.js's own heap; the module
 * has no data segments, since they would overwrite that heap.
 */
export { attention, attentionGradient } from './attention';
export { batchNorm, batchNormGradient } from './batchNorm';
export { conv2d, conv2dInputGradient } from './conv';
export { conv2dWeightGradient } from './convWeightGradient';
export { describeConvolution } from './convolution';
export { distillationLoss } from './distillationLoss';
export { gelu, geluGradient } from './gelu';
export { layerNorm, layerNormGradient } from './layerNorm';
export { linear, linearGelu, linearInputGradient, linearWeightGradient } from './linear';
export { assignRows, nearest } from './nearest';
export { normalize, normalizeGradient } from './normalize';
export { addToUpdate, beginUpdate, runUpdate } from './optimiser';
export { meanPixels, meanPixelsGradient, moveTowards, relu, reluGradient } from './pixels';
export { CONTROL_BYTES, help, initialise, setActiveThreads, setMaySleep } from './threads';
export { addBranch, embedTokens, scaleBranch, sumRows } from './tokens';

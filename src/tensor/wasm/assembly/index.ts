/**
 * @file What the compiled module exports. AssemblyScript (a TypeScript dialect that compiles to WebAssembly),
 * compiled by `scripts/vite/assemblyscript.ts`. Pointers are byte offsets in TensorFlow.js's own heap; the
 * module has no data segments, since they would overwrite that heap.
 */
export { attention, attentionGradient } from './attention';
export { gelu, geluGradient } from './gelu';
export { layerNorm, layerNormGradient } from './layerNorm';
export { linear, linearGelu, linearInputGradient, linearWeightGradient } from './linear';
export { CONTROL_BYTES, help, initialise, setActiveThreads } from './threads';

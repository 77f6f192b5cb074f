/**
 * @file The one place that imports TensorFlow.js, so that there is one copy with all gradients. The library
 * comes first: registering gradients reads flags that it defines.
 */
export * from '@tensorflow/tfjs';
import '@tensorflow/tfjs-core/dist/register_all_gradients';

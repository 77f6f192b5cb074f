/** @file The one place that imports TensorFlow.js, so that there is one copy with all gradients. */
import '@tensorflow/tfjs-core/dist/register_all_gradients';
export * from '@tensorflow/tfjs';

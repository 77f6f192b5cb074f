/** @file The one place that imports TensorFlow.js, so that there is one copy, with all its gradients. */
export * from '@tensorflow/tfjs';

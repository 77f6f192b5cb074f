/** @file Our `webgpu` backend, where it is the current one. */
import * as tf from '../tf.ts';
import { TapingBackend } from './tape/tapingBackend.ts';

export function webgpuBackend(): TapingBackend {
  const backend = tf.backend();
  if (backend instanceof TapingBackend) return backend;
  throw new Error(`The webgpu backend is needed, not ${tf.getBackend()}.`);
}

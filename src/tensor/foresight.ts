/**
 * @file Going through a computation without computing, to learn whether the device can: every program is held to its
 * limits, and none is run. A backend that knows of limits registers how that is done on it.
 */
import * as tf from './tf.ts';

/** A tensor of a shape, for which neither values nor memory are needed. */
export type Blank = (shape: number[], dtype?: 'float32' | 'int32') => tf.Tensor;

type Foresight = (work: (blank: Blank) => void) => void;

const foresights = new Map<string, Foresight>();

/** Gives the backend `name` a way to foresee. */
export const registerForesight = (name: string, foresight: Foresight): void =>
  void foresights.set(name, foresight);

/**
 * Goes through `work`, whose tensors have shapes but no values, and are gone afterwards. Nothing where the current
 * backend has no limits.
 * @throws DeviceLimitError of the first program that asks for more than the device allows
 */
export function foresee(work: (blank: Blank) => void): void {
  foresights.get(tf.getBackend())?.((blank) => {
    tf.tidy(() => {
      work(blank);
    });
  });
}

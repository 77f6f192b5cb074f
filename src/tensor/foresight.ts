/**
 * @file Going through a computation without computing, to learn whether the device can, and what it has to compile:
 * every program is held to its limits, and none is run. A backend that knows of limits registers how that is done on it.
 */
import * as tf from './tf.ts';

/** A tensor of a shape, for which neither values nor memory are needed. */
export type Blank = (shape: number[], dtype?: 'float32' | 'int32') => tf.Tensor;

/** What was gone through. */
export interface Foreseen {
  /**
   * Compiles what it needs and is not compiled yet, at once, on as many threads as the browser has for it.
   * @param onProgress is told how many programs are compiled, of how many; what it throws ends the waiting
   * @throws DeviceLimitError that names the first program that the device cannot compile
   */
  compile: (onProgress: CompilingProgress) => Promise<void>;
  /** Compiles what makes it faster, for when it is done already. */
  refine: () => Promise<void>;
}

export type CompilingProgress = (done: number, total: number) => void;

type Foresight = (work: (blank: Blank) => void) => Foreseen;

/** Of a backend that compiles nothing. */
const nothing: Foreseen = { compile: () => Promise.resolve(), refine: () => Promise.resolve() };

const foresights = new Map<string, Foresight>();

/** Gives the backend `name` a way to foresee. */
export const registerForesight = (name: string, foresight: Foresight): void =>
  void foresights.set(name, foresight);

/**
 * Goes through `work`, whose tensors have shapes but no values, and are gone afterwards. Nothing where the current
 * backend has no limits.
 * @throws DeviceLimitError of the first program that asks for more than the device allows
 */
export function foresee(work: (blank: Blank) => void): Foreseen {
  const foresight = foresights.get(tf.getBackend());
  if (foresight === undefined) return nothing;
  return foresight((blank) => {
    tf.tidy(() => {
      work(blank);
    });
  });
}

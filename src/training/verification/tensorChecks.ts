/** @file The worst errors of a network's tensors, keys' biases apart from the rest. */
import type { CheckRow } from '../../protocol/verification.ts';
import { relativeError } from '../../tensor/relativeError.ts';
import { NULL_GRADIENT_TOLERANCE, TOLERANCE, WorstOf } from './comparison.ts';
import { keyThird } from './nullGradients.ts';

export class TensorChecks {
  private readonly usual: WorstOf;
  private readonly keys: WorstOf;

  constructor(heading: string, keysHeading: string) {
    this.usual = new WorstOf(heading, TOLERANCE);
    this.keys = new WorstOf(keysHeading, NULL_GRADIENT_TOLERANCE, 'null gradient');
  }

  /** Compares a tensor; the key third of a `qkv.bias` on the tensor's scale. */
  add(name: string, ours: Float32Array, theirs: Float32Array): void {
    const third = keyThird(name, theirs.length);
    if (third === undefined || ours.length !== theirs.length) {
      this.usual.add(name, relativeError(ours, theirs));
      return;
    }
    const without = ours.slice();
    without.set(theirs.subarray(third.from, third.to), third.from);
    const only = theirs.slice();
    only.set(ours.subarray(third.from, third.to), third.from);
    this.usual.add(name, relativeError(without, theirs));
    this.keys.add(name, relativeError(only, theirs));
  }

  rows(): CheckRow[] {
    return [...this.usual.rows(), ...this.keys.rows()];
  }
}

export const largestOf = (values: Float32Array): number =>
  values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);

/** @file A measurement that several arms need and one of them makes. */
import type { AsyncSlices } from '../../adasim/slices.ts';

/** Values by key, each measured by whoever asks first. */
export class SharedMeasurement<T> {
  private readonly values = new Map<string, T>();
  private readonly underWay = new Set<string>();

  /** The value of `key`, if it has been measured. */
  known(key: string): T | undefined {
    return this.values.get(key);
  }

  /**
   * The value of `key`, from `measure` if no one has measured it. Yields wherever `measure` does, and for as long
   * as another is at it; if that one gives up, the next to look takes over.
   */
  async *once(key: string, measure: () => AsyncSlices<T>): AsyncSlices<T> {
    while (this.underWay.has(key)) yield;
    const known = this.known(key);
    if (known !== undefined) return known;
    this.underWay.add(key);
    try {
      const value = yield* measure();
      this.values.set(key, value);
      return value;
    } finally {
      this.underWay.delete(key);
    }
  }
}

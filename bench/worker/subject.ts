/** @file What a worker measures: one engine that does one thing over and over. */
import type { Counted, Profiled, StepInputs, Timed } from '../protocol.ts';

export interface Subject {
  /** Where it computes, in words. */
  readonly adapter: string;
  /** One iteration. @returns a number by which engines that do the same can be compared, such as the loss */
  once(): Promise<number>;
  /** Runs so often and waits until all is computed. */
  run(iterations: number): Promise<Timed>;
  /** What one iteration asks of the device. Takes an iteration. */
  count(): Promise<Counted>;
  /** Where the time of so many iterations goes. */
  profile(iterations: number): Promise<Profiled>;
  /** What another engine needs to do the same. */
  inputs(): Promise<StepInputs>;
}

/** As many iterations are under way at once as the app lets. */
export const MOST_WAITING = 16;

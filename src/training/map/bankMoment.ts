/** @file What a map is made from: the bank as it stands between two steps, and what the last epoch recorded. */
import type { NeighbourTable } from '../../adasim/window.ts';

export interface BankMoment {
  /** Steps and epochs done. */
  step: number;
  epoch: number;
  atEpochEnd: boolean;
  /** F, `[images, dim]`, rows of length 1; a copy. */
  features: Float32Array;
  dim: number;
  /** `[images]`: 1 where F has a feature. */
  written: Uint8Array;
  /** Of the last completed epoch. */
  table: NeighbourTable;
  /** `[images]`, 1 = open: of the epoch that comes. */
  gateOpen: Uint8Array;
  /** Whether enough epochs are recorded for a gate. */
  gated: boolean;
}

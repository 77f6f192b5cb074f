/** @file What is known of a run's speed once it was measured. Types only: the page reads them too. */
import type { StepPhase } from '../tensor/profiling/phases.ts';
import type { Bound, Ceiling, KernelCalls, KernelLimit } from '../tensor/profiling/roofline.ts';

export type { Bound, StepPhase };

/** One kernel in one step: its time beside its limit. */
export type KernelShare = KernelCalls & KernelLimit;

/** A part of a step. */
export interface PhaseTime {
  phase: StepPhase;
  /** `draws`: of the processor. Else of the device, null where it does not tell the time. */
  ms: number | null;
}

export interface Profile {
  /** Steps that the run had done when the measurement began; it went on meanwhile. */
  step: number;
  /** Images in a step, both views counted. */
  images: number;
  /** Wall time of a step as the run takes it, milliseconds. */
  msPerStep: number;
  /** Steps in {@link msPerStep}. */
  timedSteps: number;
  /** Wall time of a step whose kernels are watched one by one. */
  watchedMs: number;
  watchedSteps: number;
  /** What the mathematics of a step needs at least. */
  flops: number;
  bytes: number;
  /** The least time that the device needs for it; of {@link msPerStep} the share of the limit. */
  idealMs: number;
  /** What the device can do. */
  ceiling: Ceiling;
  /** What most of a step's time goes to; null where the device does not tell the time. */
  binds: Bound | null;
  phases: PhaseTime[];
  /** The longest first. */
  kernels: KernelShare[];
  /** The latest of each, milliseconds; null before there is one, and where it overlaps with training. */
  epochEndMs: number | null;
  evaluationMs: number | null;
}

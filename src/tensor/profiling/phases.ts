/** @file The parts of a training step, marked where they happen, for whoever measures. Unwatched, a mark does nothing. */
import type { StepPhase } from '../../protocol/profile.ts';

type Listener = (phase: StepPhase, ms: number) => void;

let listener: Listener | undefined;
let current: StepPhase | undefined;

/** Does `work` as a part of the step. Parts do not contain each other. */
export function inPhase<T>(phase: StepPhase, work: () => T): T {
  if (listener === undefined) return work();
  current = phase;
  const began = performance.now();
  try {
    return work();
  } finally {
    listener(phase, performance.now() - began);
    current = undefined;
  }
}

/** The part under way, while someone watches. */
export const currentPhase = (): StepPhase | undefined => current;

/** Tells `listen` how long this thread was in each part while `work` runs. */
export async function watchPhases(listen: Listener, work: () => Promise<unknown>): Promise<void> {
  listener = listen;
  try {
    await work();
  } finally {
    listener = undefined;
  }
}

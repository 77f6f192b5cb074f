/** @file Kernel calls of some watched steps, summed up for one step: by kernel, and by part of the step. */
import { groupBy } from '../../tensor/profiling/groupBy.ts';
import type { KernelWork } from '../../tensor/profiling/kernelCosts.ts';
import type { StepPhase } from '../../protocol/profile.ts';
import { profileKernels, whatBinds } from '../../tensor/profiling/roofline.ts';
import type { Bound, Ceiling } from '../../protocol/profile.ts';
import type { KernelShare, PhaseTime } from '../../protocol/profile.ts';

/** A call as far as it concerns its sum. */
export interface ProfiledCall {
  name: string;
  phase: StepPhase | undefined;
  /** Null where the device does not tell the time. */
  ms: number | null;
}

/**
 * @param calls of `steps` steps
 * @param work of one step
 */
export function kernelsOf(
  calls: readonly ProfiledCall[],
  steps: number,
  work: readonly KernelWork[],
  ceiling: Ceiling,
): KernelShare[] {
  const times = [...groupBy(calls, ({ name }) => name)].map(([name, own]) => ({
    name,
    calls: own.length / steps,
    ms: sumOf(own, steps),
  }));
  return profileKernels(times, work, ceiling);
}

const phases: readonly StepPhase[] = ['draws', 'views', 'networks', 'update', 'bank'];

/**
 * The parts of one step in their order.
 * @param threadMs milliseconds of this thread in each part of `steps` steps
 * @param concurrent whether the device computes beside this thread
 */
export const phasesOf = (
  calls: readonly ProfiledCall[],
  threadMs: ReadonlyMap<string, number>,
  steps: number,
  concurrent: boolean,
): PhaseTime[] =>
  phases.map((phase) => {
    const ofDevice = concurrent && phase !== 'draws';
    const own = calls.filter((call) => call.phase === phase);
    return { phase, ms: ofDevice ? sumOf(own, steps) : (threadMs.get(phase) ?? 0) / steps };
  });

/**
 * What most of a step goes to; null where the device does not tell.
 * @param stepMs that the step takes
 */
export function whatBindsStep(
  kernels: readonly KernelShare[],
  stepMs: number,
  concurrent: boolean,
): Bound | null {
  const told = kernels.flatMap((kernel) => (kernel.ms === null ? [] : [{ ...kernel, ms: kernel.ms }]));
  if (told.length < kernels.length) return null;
  const inKernels = told.reduce((sum, { ms }) => sum + ms, 0);
  // Beside a device that replays what was taped, JavaScript has next to nothing to do.
  return whatBinds(told, stepMs, concurrent ? 0 : Math.max(0, stepMs - inKernels), concurrent);
}

/** Of one step; null where one of the calls has no time. */
function sumOf(calls: readonly ProfiledCall[], steps: number): number | null {
  let sum = 0;
  for (const { ms } of calls) {
    if (ms === null) return null;
    sum += ms;
  }
  return sum / steps;
}

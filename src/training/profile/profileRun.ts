/**
 * @file Measures a run while it goes on: some of its own steps, plainly and then kernel by kernel, and what the
 * device could do at the same time. The run's numbers are what they would have been.
 */
import { DeviceLimits } from '../../tensor/profiling/deviceLimits.ts';
import { deviceIdle } from '../../tensor/profiling/deviceIdle.ts';
import { kernelCost, type KernelWork } from '../../tensor/profiling/kernelCosts.ts';
import { timeKernels, type TimedCall } from '../../tensor/profiling/kernelTimes.ts';
import { watchPhases } from '../../tensor/profiling/phases.ts';
import { ceilingOf, idealTime, type Limits } from '../../tensor/profiling/roofline.ts';
import type { Ceiling } from '../../protocol/profile.ts';
import * as tf from '../../tensor/tf.ts';
import type { Evaluations } from '../evaluation/evaluations.ts';
import type { Profile } from '../../protocol/profile.ts';
import { kernelsOf, phasesOf, whatBindsStep } from './profileParts.ts';
import type { Run, Watch } from '../run.ts';

/** Steps before any that counts: a step is compiled in the first, and taped in the second or third. */
const WARM_STEPS = 3;

/** As many steps as fit into these milliseconds are timed, or watched, but at least and at most so many. */
const TIMED = { milliseconds: 1_000, least: 2, most: 20 };
const WATCHED = { milliseconds: 500, least: 1, most: 5 };

/** The device is measured for as long, and at least once. */
const LIMITS_MS = 1_500;

/** Why nothing was measured, in one sentence for the person. */
export class ProfileError extends Error {
  override readonly name = 'ProfileError';
}

/** Yields what the run's next step is to be done within, or nothing after a slice of other work. Cut short, it gives nothing. */
export type Profiling = AsyncGenerator<Watch | undefined, Profile | undefined, undefined>;

/**
 * @param evaluations of the run
 * @param alone whether no other run takes steps on the device in between
 * @throws ProfileError where the run ends too soon
 */
export async function* profileRun(
  run: Run,
  evaluations: Pick<Evaluations, 'evaluationMs'>,
  alone: boolean,
): Profiling {
  const { step, imagesPerStep: images } = run;
  const timed = yield* timeSteps(run, alone);
  const watched = yield* watchSteps(run, countFor(timed.msPerStep, WATCHED));
  const work = watched.step.map((call): KernelWork => ({ name: call.name, ...kernelCost(call) }));
  const ceiling = yield* measureDevice(Math.max(...work.map(({ bytes }) => bytes)));
  const kernels = kernelsOf(watched.calls, watched.steps, work, ceiling);
  const concurrent = tf.getBackend() === 'webgpu';
  const sum = (part: 'flops' | 'bytes') => work.reduce((total, call) => total + call[part], 0);
  return {
    step,
    images,
    ...timed,
    watchedMs: watched.ms,
    watchedSteps: watched.steps,
    flops: sum('flops'),
    bytes: sum('bytes'),
    idealMs: idealTime(work, ceiling),
    ceiling,
    binds: whatBindsStep(kernels, concurrent ? timed.msPerStep : watched.ms, concurrent),
    phases: phasesOf(watched.calls, watched.threadMs, watched.steps, concurrent),
    kernels,
    epochEndMs: concurrent ? null : (run.epochEndMs ?? null),
    evaluationMs: concurrent ? null : (evaluations.evaluationMs ?? null),
  };
}

const countFor = (ms: number, { milliseconds, least, most }: typeof TIMED): number =>
  Math.max(least, Math.min(most, Math.floor(milliseconds / ms)));

/** The next step of the run, within `watch`. */
function* nextStep(run: Run, watch: Watch): Generator<Watch, void, undefined> {
  if (run.finished)
    throw new ProfileError('the run ended before enough of its steps were seen. Reset it, or add epochs.');
  yield watch;
}

/** Wall time of the steps of a stretch within one epoch, whose end would have to be waited for. */
async function* timeSteps(
  run: Run,
  alone: boolean,
): AsyncGenerator<Watch, Pick<Profile, 'msPerStep' | 'timedSteps'>, undefined> {
  let ms = 0;
  const betweenIdle: Watch = async (step) => {
    await deviceIdle();
    const began = performance.now();
    await step();
    await deviceIdle();
    ms += performance.now() - began;
  };
  const inARow: Watch = async (step) => {
    const began = performance.now();
    await step();
    ms += performance.now() - began;
  };
  for (let warm = 0; warm < WARM_STEPS; warm += 1) {
    ms = 0;
    yield* nextStep(run, betweenIdle);
  }
  const { stepsPerEpoch } = run.shape;
  const count = Math.min(countFor(ms, TIMED), Math.max(1, stepsPerEpoch - 1));
  while (count < stepsPerEpoch && stepsPerEpoch - (run.step % stepsPerEpoch) <= count)
    yield* nextStep(run, inARow);
  await deviceIdle();
  ms = 0;
  // What others ask of the device in between must not be in it; alone, steps are queued behind each other.
  for (let timed = 0; timed < count; timed += 1) yield* nextStep(run, alone ? inARow : betweenIdle);
  const began = performance.now();
  await deviceIdle();
  ms += performance.now() - began;
  return { msPerStep: ms / count, timedSteps: count };
}

/** What was seen of some steps. */
interface Watched {
  steps: number;
  /** Wall time of one. */
  ms: number;
  /** Calls of all steps, and of one. */
  calls: TimedCall[];
  step: TimedCall[];
  /** Time of this thread in each part, all steps together. */
  threadMs: Map<string, number>;
}

function* watchSteps(run: Run, steps: number): Generator<Watch, Watched, undefined> {
  const watched: Watched = { steps, ms: 0, calls: [], step: [], threadMs: new Map() };
  const { threadMs } = watched;
  for (let seen = 0; seen < steps; seen += 1)
    yield* nextStep(run, async (step) => {
      await deviceIdle();
      const began = performance.now();
      await watchPhases(
        (phase, ms) => threadMs.set(phase, (threadMs.get(phase) ?? 0) + ms),
        async () => {
          watched.step = await timeKernels(step);
        },
      );
      watched.ms += (performance.now() - began) / steps;
      watched.calls.push(...watched.step);
    });
  return watched;
}

/** @param mostBytes that one kernel of the run touches */
async function* measureDevice(mostBytes: number): AsyncGenerator<undefined, Ceiling, undefined> {
  const limits = new DeviceLimits(mostBytes);
  const moments: Limits[] = [];
  try {
    const end = performance.now() + LIMITS_MS;
    do moments.push(yield* limits.measure());
    while (performance.now() < end);
  } finally {
    limits.dispose();
  }
  return ceilingOf(moments);
}

/** @file One engine's row: how long it takes, what it asks of the device, and where the time goes. */
import { median, quantile } from '../../src/adasim/quantile.ts';
import type { Ceiling } from '../../src/protocol/profile.ts';
import type { KernelWork } from '../../src/tensor/profiling/kernelCosts.ts';
import { idealTime, profileKernels, whatBinds } from '../../src/tensor/profiling/roofline.ts';
import type { Timed } from '../protocol.ts';
import type { Row } from '../rows.ts';
import type { Player } from './measureTurns.ts';
import type { Turns } from './turns.ts';

/** Iterations that are profiled: as many as fit into this time, but for very slow ones. */
const PROFILE_MS = 1_000;
const MOST_PROFILED = 20;

/**
 * @param name of the benchmark
 * @param idealMs the least time of one iteration, where it is known already
 */
export async function rowOf(
  name: string,
  player: Player,
  turns: Turns<Timed> | undefined,
  ceiling: Ceiling,
  idealMs?: number | null,
): Promise<Row> {
  const { assignment, prepared, worker } = player;
  const { samples, iterations } = turns ?? { samples: [], iterations: 0 };
  const times = samples.map(({ msPerIteration }) => msPerIteration);
  const encodings = samples.flatMap(({ encodeMs }) => encodeMs ?? []);
  const { dispatches, copies, kernels: work } = await worker.ask('count', undefined);
  const peakBytes = await worker.ask('peakBytes', undefined);
  // What is not told of an engine's kernels is told of ours, which do the same.
  const ideal = idealMs ?? (work.length === 0 ? null : idealTime(work, ceiling));
  const msPerStep = median(times);
  return {
    name,
    backend: assignment.backend,
    engine: assignment.engine,
    msPerStep,
    spread: [quantile(times, 0.25), quantile(times, 0.75)],
    runs: times.length,
    steps: iterations,
    firstStepMs: prepared.firstMs,
    dispatches,
    copies,
    peakBytes,
    idealMs: ideal,
    limitShare: ideal === null ? null : ideal / msPerStep,
    ...(await explore(player, ceiling, work, {
      msPerStep,
      encodeMs: encodings.length === 0 ? null : median(encodings),
    })),
  };
}

type Explored = Pick<Row, 'jsMsPerStep' | 'binds' | 'notes' | 'kernels'>;

/** Where the time goes, as far as that can be seen. */
async function explore(
  { worker, assignment: { backend, engine }, expectedMs }: Player,
  ceiling: Ceiling,
  work: readonly KernelWork[],
  { msPerStep, encodeMs }: { msPerStep: number; encodeMs: number | null },
): Promise<Explored> {
  if (engine === 'jax-js') {
    const notes = encodeMs === null ? ['JS: its kernels run in workers of its own'] : [];
    return { jsMsPerStep: encodeMs, binds: null, notes };
  }
  const waits = encodeMs === null ? ['JS: it waits for the device in between'] : [];
  // Thousands of stock dispatches, each in a pass of its own, would take another while.
  if (engine === 'portable' && backend === 'webgpu')
    return { jsMsPerStep: encodeMs, binds: null, notes: waits };
  const iterations = Math.min(MOST_PROFILED, Math.max(1, Math.round(PROFILE_MS / expectedMs)));
  const { msPerIteration, kernels: times } = await worker.ask('profile', { iterations });
  if (times === null)
    return {
      jsMsPerStep: encodeMs,
      binds: null,
      notes: [...waits, 'binds: this GPU does not tell the time'],
    };
  const inKernels = times.reduce((sum, { ms }) => sum + ms, 0);
  const concurrent = backend === 'webgpu';
  const jsMsPerStep = concurrent ? encodeMs : Math.max(0, msPerIteration - inKernels);
  const notes = concurrent ? waits : [];
  if (engine === 'portable') return { jsMsPerStep, binds: null, notes };
  const kernels = profileKernels(times, work, ceiling);
  const binds = whatBinds(kernels, concurrent ? msPerStep : msPerIteration, jsMsPerStep ?? 0, concurrent);
  return { jsMsPerStep, binds, notes, kernels };
}

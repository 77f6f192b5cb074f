/**
 * @file The least time that a step can take on a device: for every kernel call the longer of its arithmetic at the
 * device's best rate and its traffic at the device's best bandwidth (the roofline model, doi 10.1145/1498765.1498785).
 */
import type { Bound, Ceiling, KernelCalls, KernelLimit, Ridge } from '../../protocol/profile.ts';
import { groupBy } from './groupBy.ts';
import type { Cost, KernelWork } from './kernelCosts.ts';
import { median } from '../../adasim/quantile.ts';

/** What the device can do at one moment. */
export interface Limits {
  /** Products of matrices. */
  products: { name: string; flopsPerMs: number }[];
  /** Copies, with the bytes that one of them reads and writes. */
  copies: { name: string; bytes: number; bytesPerMs: number }[];
}

/**
 * The device's best, from what it could do at several moments: of each kind of trial the median, so that other load
 * lowers it as it slows the step; of all kinds the best.
 */
export function ceilingOf(moments: readonly Limits[]): Ceiling {
  const flopsPerMs = Math.max(
    ...medians(
      moments.flatMap(({ products }) => products.map(({ name, flopsPerMs }) => [name, flopsPerMs])),
    ).values(),
  );
  const copies = moments.flatMap((moment) => moment.copies);
  const rates = medians(copies.map(({ name, bytesPerMs }) => [name, bytesPerMs]));
  const sizes = [...new Set(copies.map(({ bytes }) => bytes))].sort((a, b) => a - b);
  const bandwidths = sizes.map((size) => ({
    bytes: size,
    // A small array is copied at least as fast as a larger one, but for the overhead of the call.
    bytesPerMs: Math.max(
      ...copies.filter(({ bytes }) => bytes >= size).map(({ name }) => rates.get(name) ?? 0),
    ),
  }));
  return { flopsPerMs, bandwidths };
}

function medians(named: (readonly [string, number])[]): Map<string, number> {
  const values = groupBy(named, ([name]) => name);
  return new Map([...values].map(([name, all]) => [name, median(all.map(([, value]) => value))]));
}

/** The bandwidth for a working set of `bytes`: of the smallest copy that touches as many, else of the largest. */
export function bandwidthFor({ bandwidths }: Ceiling, bytes: number): number {
  const fitting = bandwidths.find((copy) => copy.bytes >= bytes) ?? bandwidths.at(-1);
  return fitting?.bytesPerMs ?? 0;
}

export interface Ideal {
  ms: number;
  ridge: Ridge;
}

export function idealOf({ flops, bytes }: Cost, ceiling: Ceiling): Ideal {
  const compute = flops / ceiling.flopsPerMs;
  const memory = bytes === 0 ? 0 : bytes / bandwidthFor(ceiling, bytes);
  return compute >= memory ? { ms: compute, ridge: 'compute' } : { ms: memory, ridge: 'memory' };
}

export const idealTime = (work: readonly KernelWork[], ceiling: Ceiling): number =>
  work.reduce((sum, call) => sum + idealOf(call, ceiling).ms, 0);

/** The calls of one kernel in one iteration. */
export interface KernelTime {
  name: string;
  calls: number;
  ms: number;
}

export type KernelProfile = KernelTime & KernelLimit;

/**
 * Kernels beside their limits, the longest first.
 * @param times of one iteration; kernels without work of their own are overhead
 */
export function profileKernels<Time extends KernelCalls>(
  times: readonly Time[],
  work: readonly KernelWork[],
  ceiling: Ceiling,
): (Time & KernelLimit)[] {
  const byName = groupBy(work, ({ name }) => name);
  const profiles = times.map((time): Time & KernelLimit => {
    const calls = byName.get(time.name) ?? [];
    const ideals = calls.map((call) => idealOf(call, ceiling));
    const sum = (ridge: Ridge) =>
      ideals.reduce((total, ideal) => total + (ideal.ridge === ridge ? ideal.ms : 0), 0);
    return {
      ...time,
      flops: calls.reduce((total, { flops }) => total + flops, 0),
      bytes: calls.reduce((total, { bytes }) => total + bytes, 0),
      idealMs: sum('compute') + sum('memory'),
      ridge: sum('compute') >= sum('memory') ? 'compute' : 'memory',
    };
  });
  return profiles.sort((a, b) => (b.ms ?? b.idealMs) - (a.ms ?? a.idealMs));
}

/**
 * What most of a step's time goes to.
 * @param msPerStep as profiled
 * @param jsMs in which JavaScript kept the device waiting (WASM) or was busy beside it (WebGPU)
 */
export function whatBinds(
  kernels: readonly KernelProfile[],
  msPerStep: number,
  jsMs: number,
  concurrent: boolean,
): Bound {
  const inKernels = (ridge: Ridge) =>
    kernels.reduce((sum, kernel) => sum + (kernel.ridge === ridge && kernel.idealMs > 0 ? kernel.ms : 0), 0);
  const useful = { compute: inKernels('compute'), memory: inKernels('memory') };
  const rest = Math.max(0, msPerStep - useful.compute - useful.memory);
  // Beside a busy device JavaScript only binds where it takes as long as the step.
  const js = concurrent ? (jsMs >= 0.9 * msPerStep ? rest : 0) : Math.min(rest, jsMs);
  const parts: Record<Bound, number> = { ...useful, JavaScript: js, dispatch: rest - js };
  const [first] = Object.entries(parts).sort(([, a], [, b]) => b - a) as [Bound, number][];
  return first?.[0] ?? 'dispatch';
}

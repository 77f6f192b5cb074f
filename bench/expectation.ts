/** @file How long a benchmark will take, said before it begins. */
import type { BenchRequest } from './request.ts';
import type { Backend, Engine } from './protocol.ts';

/**
 * Seconds of one contender with seven rounds, on two cores with a software GPU: much of it compiling and the slow
 * engines' budget.
 */
const seconds: Record<Backend, Record<Engine, number>> = {
  wasm: { ours: 10, portable: 20, 'jax-js': 25 },
  webgpu: { ours: 45, portable: 110, 'jax-js': 60 },
};

/** Minutes, roughly. */
export function expectedMinutes({ backends, engines, benchmarks }: BenchRequest): number {
  let sum = 0;
  for (const backend of backends)
    for (const benchmark of benchmarks)
      sum +=
        benchmark.kind === 'series'
          ? benchmark.points.length * seconds[backend].ours
          : benchmark.engines
              .filter((engine) => engines.includes(engine))
              .reduce((total, engine) => total + seconds[backend][engine], 0);
  return Math.max(1, Math.round(sum / 60));
}

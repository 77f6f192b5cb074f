/** @file Everything that is measured on one backend. */
import { EngineLostError, RunError } from '../../src/cli/command/failure.ts';
import type { BenchHost } from '../host.ts';
import type { Backend } from '../protocol.ts';
import type { BenchRequest } from '../request.ts';
import type { Row, Setting } from '../rows.ts';
import { compare, type Result } from './comparison.ts';
import type { Bench } from './measureTurns.ts';
import { measureSeries } from './series.ts';
import { WorkerHandle } from './workerHandle.ts';

/** How long a turn should take, and how long one contender may take for all of its turns. */
const TURN_MS = 500;
const BUDGET_MS = 45_000;

export interface Report {
  setting: Setting;
  rows: Row[];
  /** What is missing, and why, each in a sentence. */
  problems: string[];
}

/** @param say is told what is under way */
export async function measureBackend(
  { benchmarks, engines, rounds }: BenchRequest,
  host: BenchHost,
  backend: Backend,
  say: (text: string) => void,
): Promise<Report> {
  const device = await WorkerHandle.spawn(host);
  const settings = { rounds, turnMs: TURN_MS, budgetMs: BUDGET_MS };
  const bench: Bench = { host, backend, device, settings, say };
  const results: Result[] = [];
  const problems: string[] = [];
  for (const benchmark of benchmarks) {
    try {
      const result =
        benchmark.kind === 'series'
          ? await measureSeries(bench, benchmark)
          : await compare(bench, benchmark, engines);
      results.push(result);
      problems.push(...result.problems);
    } catch (error) {
      // Without the host there is nothing to measure.
      if (!(error instanceof RunError) || error instanceof EngineLostError) throw error;
      problems.push(`${benchmark.name} on ${backend} is missing. ${error.message}`);
    }
  }
  await device.end();
  return { setting: settingOf(backend, results), rows: results.flatMap(({ rows }) => rows), problems };
}

/** The device at its best among all results. */
function settingOf(backend: Backend, results: readonly Result[]): Setting {
  const best = results.reduce<Result | undefined>(
    (leader, result) => (leader && leader.ceiling.flopsPerMs >= result.ceiling.flopsPerMs ? leader : result),
    undefined,
  );
  const bandwidths = best?.ceiling.bandwidths ?? [];
  return {
    backend,
    adapter: best?.adapter ?? 'nothing measured',
    gigaflops: (best?.ceiling.flopsPerMs ?? 0) / 1e6,
    bandwidths: bandwidths.map(({ bytes, bytesPerMs }) => ({ bytes, gigabytes: bytesPerMs / 1e6 })),
  };
}

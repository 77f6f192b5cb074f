/** @file How the cost of one thing grows: its points take turns, and a line is fitted to their logarithms. */
import { median } from '../../src/adasim/quantile.ts';
import type { Series } from '../benchmarks.ts';
import type { Result } from './comparison.ts';
import { measureTurns, preparePlayer, type Bench, type Player } from './measureTurns.ts';
import { rowOf } from './row.ts';
import { logLogSlope } from './logLogSlope.ts';
import { WorkerHandle } from './workerHandle.ts';

/** A row of the largest point, with all points and the slope. */
export async function measureSeries(bench: Bench, { name, points }: Series): Promise<Result> {
  const { host, backend, say } = bench;
  const players: Player[] = [];
  try {
    for (const { x, workload } of points) {
      say(`${name} on ${backend}: preparing ${x}`);
      const worker = await WorkerHandle.spawn(host);
      players.push(await preparePlayer(worker, { backend, engine: 'ours', workload }));
    }
    const { turns, ceiling } = await measureTurns(players, bench);
    const medians = turns.map(({ samples }, index): [number, number] => [
      points[index]?.x ?? NaN,
      median(samples.map(({ msPerIteration }) => msPerIteration)),
    ]);
    const largest = players.at(-1);
    if (largest === undefined) throw new Error(`${name} has no points.`);
    const row = await rowOf(name, largest, turns.at(-1), ceiling);
    const rows = [{ ...row, slope: logLogSlope(medians), points: medians }];
    return { rows, ceiling, adapter: largest.prepared.adapter, problems: [] };
  } finally {
    for (const { worker } of players) await worker.end();
  }
}

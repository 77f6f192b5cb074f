/** @file Several engines that do the same thing, measured against each other. */
import { RunError } from '../../src/cli/command/failure.ts';
import type { Ceiling } from '../../src/protocol/profile.ts';
import type { Comparison } from '../benchmarks.ts';
import type { Engine } from '../protocol.ts';
import type { Row } from '../rows.ts';
import { measureTurns, preparePlayer, type Bench, type Player } from './measureTurns.ts';
import { rowOf } from './row.ts';
import { WorkerHandle } from './workerHandle.ts';

/** How far the results of two engines may lie apart, relatively, to count as the same computation. */
const TOLERANCE = 1e-3;

/** What was measured, and what the device could do meanwhile. */
export interface Result {
  rows: Row[];
  ceiling: Ceiling;
  /** The device, in words. */
  adapter: string;
  /** Engines that are missing, and why, each in a sentence. */
  problems: string[];
}

/** One row for each engine that computes what the first one does. @throws {RunError} where the first one fails */
export async function compare(
  bench: Bench,
  comparison: Comparison,
  engines: readonly Engine[],
): Promise<Result> {
  const players: Player[] = [];
  const problems: string[] = [];
  try {
    for (const engine of engines.filter((each) => comparison.engines.includes(each))) {
      try {
        players.push(await enter(bench, comparison, engine, players[0]));
      } catch (error) {
        if (players.length === 0 || !(error instanceof RunError)) throw error;
        problems.push(`${comparison.name} on ${bench.backend}: ${engine} is missing. ${error.message}`);
      }
    }
    const { turns, ceiling } = await measureTurns(players, bench);
    const rows: Row[] = [];
    for (const [index, player] of players.entries())
      // Ours comes first; the least that its kernels have to do is the least for all.
      rows.push(await rowOf(comparison.name, player, turns[index], ceiling, rows[0]?.idealMs));
    return { rows, ceiling, adapter: players[0]?.prepared.adapter ?? '', problems };
  } finally {
    for (const { worker } of players) await worker.end();
  }
}

/** Prepares an engine, and makes sure that it computes what the first one does. */
async function enter(
  { host, backend, say }: Bench,
  { name, workload }: Comparison,
  engine: Engine,
  first: Player | undefined,
): Promise<Player> {
  say(`${name} on ${backend}: preparing ${engine}`);
  const worker = await WorkerHandle.spawn(host);
  try {
    const inputsOf = engine === 'jax-js' ? first?.worker : undefined;
    const player = await preparePlayer(worker, { backend, engine, workload }, inputsOf);
    if (first !== undefined) requireSame(first, player);
    return player;
  } catch (error) {
    await worker.end();
    throw error;
  }
}

function requireSame(first: Player, other: Player): void {
  const theirs = other.prepared.firstResults;
  for (const [index, result] of theirs.entries()) {
    const expected = first.prepared.firstResults[index] ?? NaN;
    // Also of a result that is not a number.
    if (Math.abs(result - expected) <= TOLERANCE * Math.abs(expected)) continue;
    throw new RunError(
      `It does not compute what ours does: iteration ${index + 1} gave ${result}, not ${expected}.`,
    );
  }
}

/** @file Workers that take turns, and the device's limits measured in the same rounds. */
import { ceilingOf, type Limits } from '../../src/tensor/profiling/roofline.ts';
import type { Ceiling } from '../../src/protocol/profile.ts';
import type { BenchHost } from '../host.ts';
import type { Assignment, Backend, Prepared, Timed } from '../protocol.ts';
import { takeTurns, type TurnSettings, type Turns } from './turns.ts';
import type { WorkerHandle } from './workerHandle.ts';

/** Past its first iteration: ready to be measured. */
export interface Player {
  assignment: Assignment;
  worker: WorkerHandle;
  prepared: Prepared;
  /** What an iteration takes, roughly. */
  expectedMs: number;
}

/** A first iteration that takes longer needs no second one to warm up. */
const SLOW_MS = 20_000;

export async function preparePlayer(
  worker: WorkerHandle,
  assignment: Assignment,
  inputsOf?: WorkerHandle,
): Promise<Player> {
  const prepared = await worker.ask('prepare', assignment, inputsOf);
  const { firstMs } = prepared;
  const slow = assignment.engine === 'portable' && firstMs > SLOW_MS;
  const expectedMs = slow ? firstMs : (await worker.ask('run', { iterations: 1 })).msPerIteration;
  return { assignment, worker, prepared, expectedMs };
}

/** Where measurements happen. */
export interface Bench {
  host: BenchHost;
  backend: Backend;
  /** Measures the limits of the device. */
  device: WorkerHandle;
  settings: TurnSettings;
  say: (text: string) => void;
}

export interface Measured {
  turns: Turns<Timed>[];
  ceiling: Ceiling;
}

/** Lets the players take turns; the device is measured before and after every round. */
export async function measureTurns(
  players: readonly Player[],
  { device, backend, settings }: Bench,
): Promise<Measured> {
  const moments: Limits[] = [];
  const measureDevice = async () => {
    moments.push(await device.ask('limits', { backend }));
  };
  await measureDevice();
  const contenders = players.map(({ worker, expectedMs }) => ({
    expectedMs,
    run: (iterations: number) => worker.ask('run', { iterations }),
  }));
  const turns = await takeTurns<Timed>(contenders, settings, measureDevice);
  return { turns, ceiling: ceilingOf(moments) };
}

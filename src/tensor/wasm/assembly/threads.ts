/**
 * @file Parallel loops over tiles. The main thread describes a job in the control block, which all threads
 * see; every thread, the main one too, then claims tiles until none is left.
 *
 * Which thread runs a tile is a matter of timing, so no result may depend on it: a tile writes only memory of
 * its own, and what is summed over tiles is summed afterwards in the order of the tiles.
 */
import { runTile } from './dispatch';
import { writeConstants } from './functions';

// Offsets in the control block. What one side writes while the other spins has a cache line of its own.
/** Tiles not yet claimed; threads take them from the top. */
const TICKET: usize = 0;
/** Tiles claimed or unclaimed that are not finished. */
const PENDING: usize = 64;
/** Counts jobs; helpers sleep on it. */
const JOB: usize = 128;
const SLEEPERS: usize = 132;
const KERNEL: usize = 192;
const TILES: usize = 196;
/** Threads that may take part, the main one included. */
const ACTIVE: usize = 200;
/** Whether the main thread may sleep: a page's may not, a worker's may. */
const MAY_SLEEP: usize = 204;
/** Whether the main thread sleeps until nothing is pending. */
const WAITING: usize = 208;
const ZEROS: usize = 256;
const CONSTANTS: usize = 320;
const ARGUMENTS: usize = 448;
/** The bytes to allocate for a control block, filled with zeros. */
export const CONTROL_BYTES: i32 = 768;

/** Looks before a helper goes to sleep: some 100 µs, longer than most pauses between two kernels of a step. */
const SPINS: i32 = 50000;
/** Looks before the main thread goes to sleep, which leaves its core to a helper that has none. */
const MAIN_SPINS: i32 = 20000;

/** Where this instance finds the control block. */
let control: usize = 0;

/** Must be called once in every thread, before anything else. */
export function initialise(controlBlock: usize): void {
  control = controlBlock;
  writeConstants(control + CONSTANTS);
}

/** Tells whether `Atomics.wait` is allowed where the kernels are called from. */
export function setMaySleep(may: i32): void {
  store<i32>(control, may, MAY_SLEEP);
}

export function setActiveThreads(count: i32): void {
  store<i32>(control, count, ACTIVE);
}

/** How many threads may work, the main one included; the number of private scratch areas a job needs. */
export function activeThreads(): i32 {
  return load<i32>(control, ACTIVE);
}

/** The job's arguments: 320 bytes, which the kernel's main part fills and its tiles read. */
@inline
export function jobArguments(): usize {
  return control + ARGUMENTS;
}

/** Sixteen zeros. */
@inline
export function zeros(): usize {
  return control + ZEROS;
}

/** Runs the tiles 0 … `tiles` − 1 of `kernel` on all active threads, and returns when all are done. */
export function parallel(kernel: i32, tiles: i32): void {
  if (!ASC_FEATURE_THREADS || tiles < 2 || activeThreads() < 2) {
    for (let tile = 0; tile < tiles; ++tile) runTile(kernel, tile, 0);
    return;
  }
  store<i32>(control, kernel, KERNEL);
  store<i32>(control, tiles, TILES);
  atomic.store<i32>(control, tiles, PENDING);
  // From here on helpers may start: everything the tiles read has been written.
  atomic.store<i32>(control, tiles, TICKET);
  atomic.add<i32>(control, 1, JOB);
  if (atomic.load<i32>(control, SLEEPERS) > 0) atomic.notify(control + JOB, -1);
  claimTiles(0);
  awaitPending();
}

function awaitPending(): void {
  const maySleep = load<i32>(control, MAY_SLEEP);
  for (let spin = 0; spin < MAIN_SPINS || !maySleep; ++spin) if (atomic.load<i32>(control, PENDING) == 0) return;
  atomic.store<i32>(control, 1, WAITING);
  for (;;) {
    const pending = atomic.load<i32>(control, PENDING);
    if (pending == 0) break;
    atomic.wait<i32>(control + PENDING, pending, -1);
  }
  atomic.store<i32>(control, 0, WAITING);
}

function claimTiles(thread: i32): void {
  while (atomic.load<i32>(control, TICKET) > 0) {
    const left = atomic.sub<i32>(control, 1, TICKET);
    if (left < 1) return;
    // The job cannot end before this tile does, so what describes it stays as it is.
    runTile(load<i32>(control, KERNEL), load<i32>(control, TILES) - left, thread);
    const last = atomic.sub<i32>(control, 1, PENDING) == 1;
    if (last && thread > 0 && atomic.load<i32>(control, WAITING)) atomic.notify(control + PENDING, 1);
  }
}

/** The life of a helper: never returns. `thread` counts from 1. */
export function help(thread: i32): void {
  if (!ASC_FEATURE_THREADS) return;
  for (;;) {
    for (let spin = 0; spin < SPINS; ++spin) {
      if (atomic.load<i32>(control, TICKET) > 0 && thread < activeThreads()) {
        claimTiles(thread);
        spin = 0;
      }
    }
    const job = atomic.load<i32>(control, JOB);
    atomic.add<i32>(control, 1, SLEEPERS);
    const idle = atomic.load<i32>(control, TICKET) < 1 || thread >= activeThreads();
    if (idle) atomic.wait<i32>(control + JOB, job, -1);
    atomic.sub<i32>(control, 1, SLEEPERS);
  }
}

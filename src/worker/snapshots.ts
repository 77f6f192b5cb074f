/**
 * @file Captures a run now and then where it may lose its device, so that it can go on from there on another. That may
 * cost a hundredth of the time and no more: the dearer a snapshot is, the longer it is until the next.
 */
import { exportName, exportRun } from '../training/checkpoint/checkpoint.ts';
import { SafetensorsError } from '../formats/safetensors.ts';
import type { Snapshot } from '../protocol/upkeep.ts';
import type { Arm } from './arm.ts';
import type { Emit } from './emit.ts';

/** Before the first, and between two, milliseconds. */
const FIRST = 2_000;
const BETWEEN = 10_000;

/** Of the time, one part is for snapshots and this many for everything else. */
const OTHERS = 100;

export class Snapshots {
  private earliest: number;
  /** Steps that were done at the newest. */
  private newest: number;

  /** @param step that the run begins at, which can be had again without */
  constructor(
    private readonly emit: Emit,
    step: number,
  ) {
    this.newest = step;
    this.earliest = performance.now() + FIRST;
  }

  /** Whether the run has come further than the newest. */
  outdated(step: number): boolean {
    return step !== this.newest;
  }

  /** Whether it is time for another. */
  due(step: number): boolean {
    return this.outdated(step) && performance.now() >= this.earliest;
  }

  /** Whether it has been time for so long that evaluations had better make way for it. */
  overdue(step: number): boolean {
    return this.outdated(step) && performance.now() >= this.earliest + BETWEEN;
  }

  /**
   * @param step of the run, all of which has been told
   * @param count of the arms that the run began with
   * @param arms those of them that have not stopped
   */
  async take(step: number, count: number, arms: readonly Arm[]): Promise<void> {
    const began = performance.now();
    const captured: Snapshot['arms'][number][] = Array.from({ length: count }, () => null);
    let sound = true;
    for (const { run, options } of arms) {
      try {
        const { buffer } = await exportRun(run, options, 'checkpoint');
        captured[options.index] = {
          bytes: buffer,
          fileName: exportName({ config: options.config, step, arm: options.label }, 'checkpoint'),
        };
      } catch (error) {
        // One with values that are no numbers is about to stop, and is worth no snapshot.
        if (!(error instanceof SafetensorsError)) throw error;
        sound = false;
      }
    }
    const now = performance.now();
    this.earliest = now + Math.max(BETWEEN, OTHERS * (now - began));
    if (!sound) return;
    this.newest = step;
    this.emit({ type: 'snapshot', step, arms: captured });
  }
}

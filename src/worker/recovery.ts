/** @file What a run takes up again that a worker before had under way when it lost its device. */
import type { ExperimentConfig } from '../config/schema.ts';
import type { RunSnapshot } from '../formats/checkpointTypes.ts';
import type { Command, ReplayedTuning } from '../protocol/commands.ts';
import { readOrigin } from '../training/checkpoint/checkpoint.ts';

type Given = NonNullable<Extract<Command, { type: 'start' }>['recovery']>;

export class Recovery {
  /** Steps that were done before, and are done again before anything else. */
  readonly step: number;
  private readonly snapshots: Given['snapshots'];
  private readonly tunings: ReplayedTuning[];

  constructor({ step, snapshots, tunings }: Given) {
    this.step = step;
    this.snapshots = snapshots;
    this.tunings = [...tunings];
  }

  /**
   * What the arm at `place` begins with: null where it had stopped, undefined where it begins as it first did.
   * @throws SafetensorsError where it is no snapshot
   */
  snapshotOf(place: number, config: ExperimentConfig): RunSnapshot | null | undefined {
    const bytes = this.snapshots?.[place];
    if (bytes === undefined || bytes === null) return bytes;
    const origin = readOrigin(new Uint8Array(bytes), config);
    if (origin.kind !== 'checkpoint') throw new Error('What should be a snapshot is none.');
    return origin.state;
  }

  /** The changes that were made when so many steps were done, and earlier ones: each is given once. */
  tuningsUntil(step: number): ReplayedTuning[] {
    const later = this.tunings.findIndex((tuning) => tuning.step > step);
    return this.tunings.splice(0, later < 0 ? Infinity : later);
  }
}

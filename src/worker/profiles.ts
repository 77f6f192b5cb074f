/** @file The measurement that was asked for, a part at a time, so that commands are heard in between. */
import type { Profiling } from '../training/profile/profileRun.ts';
import type { Watch } from '../training/run.ts';
import { DeviceLostError } from '../tensor/backendError.ts';
import { causeOf } from '../tensor/deviceWatch.ts';
import * as tf from '../tensor/tf.ts';
import type { Arm } from './arm.ts';
import type { Emit } from './emit.ts';
import { explain } from './explain.ts';

/** Takes a step of every arm, that of `watched` within `watch`. */
type TrainRound = (watched: Arm, watch: Watch) => Promise<void>;

export class Profiles {
  private requested = false;
  private current: { arm: Arm; profiling: Profiling } | undefined;

  constructor(private readonly emit: Emit) {}

  request(): void {
    this.requested = true;
  }

  /** Whether there is something to measure. */
  get wanted(): boolean {
    return this.requested || this.current !== undefined;
  }

  /**
   * Goes on with the measurement of the first of `arms`, those that have not stopped. What cannot be measured is
   * said, and harms nothing.
   * @throws DeviceLostError
   */
  async advance(arms: readonly Arm[], trainRound: TrainRound): Promise<void> {
    const current = this.current ?? (await this.begin(arms));
    if (current === undefined) return;
    if (!arms.includes(current.arm)) {
      await this.cancel('the arm that was looked at has stopped.');
      return;
    }
    const watch = await this.continue(current);
    if (watch !== undefined) await trainRound(current.arm, watch);
  }

  /** Ends the measurement, if there is one, for this reason. */
  async cancel(reason: string): Promise<void> {
    if (!this.wanted) return;
    this.requested = false;
    await this.current?.profiling.return(undefined);
    this.current = undefined;
    this.decline(reason);
  }

  decline(reason: string): void {
    this.emit({
      type: 'error',
      message: `Nothing was measured: ${reason}`,
      fatal: false,
      answers: 'profile',
    });
  }

  private async begin(arms: readonly Arm[]): Promise<typeof this.current> {
    this.requested = false;
    const [arm] = arms;
    if (arm === undefined) return undefined;
    if (tf.getBackend() === 'cpu') {
      this.decline('plain JavaScript is there to check the others. Choose WebGPU or WASM.');
      return undefined;
    }
    try {
      this.current = { arm, profiling: await arm.profile(arms.length === 1) };
    } catch {
      this.decline(
        'what measures could not be loaded. Check the connection and try again; if the page has been updated ' +
          'since it was opened, save the run and reload.',
      );
    }
    return this.current;
  }

  /** @returns what the next step is wanted within, if one is */
  private async continue({ arm, profiling }: NonNullable<typeof this.current>): Promise<Watch | undefined> {
    try {
      const part = await profiling.next();
      if (part.done !== true) return part.value;
      if (part.value !== undefined)
        this.emit({ type: 'profiled', arm: arm.options.index, profile: part.value });
    } catch (error) {
      const cause = await causeOf(error);
      if (cause instanceof DeviceLostError) throw cause;
      this.decline(explain(cause));
    }
    this.current = undefined;
    return undefined;
  }
}

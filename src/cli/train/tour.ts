/**
 * @file Leads a run from epoch to epoch and, while it rests in between, asks why images have their pairs: the scenes
 * of a recording. The run computes what it would have computed without (METHOD section 7 says which images are asked
 * about).
 */
import { namedArms } from '../../config/armLabels.ts';
import type { Arms } from '../../config/arms.ts';
import type { RunShape } from '../../protocol/records.ts';
import type { ForwardedEvent, SeenEvent } from '../engine/page/bridge.ts';
import type { RemoteRun } from './remoteRun.ts';

/** Of the images whose gate was found open, so many are asked about in every epoch from then on. */
const REGULARS = 4;

export class Tour {
  private shape: RunShape | undefined;
  /** Those of the gallery, which are the same in every arm and epoch. */
  private gallery: readonly number[] = [];
  /** Whose gate was found open, first of all. */
  private readonly regulars: number[] = [];
  private readonly arms: readonly number[];
  /** The first arm that has a gate. */
  private readonly gated: number | undefined;

  constructor(
    private readonly run: RemoteRun,
    arms: Arms,
  ) {
    const policies = namedArms(arms).map(({ config }) => config.bootstrap.policy);
    this.arms = [...policies.keys()];
    const gated = policies.indexOf('adaptive');
    this.gated = gated < 0 ? undefined : gated;
  }

  hear(event: ForwardedEvent): void {
    if (event.type === 'shape') this.shape = event.shape;
  }

  see(event: SeenEvent): void {
    if (event.type === 'gallery') this.gallery = event.gallery.rows.map(({ image }) => image);
  }

  /** To the end of the run, or until it is over for another reason. */
  async lead(over: AbortSignal): Promise<void> {
    await this.run.prepared;
    const { shape } = this;
    if (shape === undefined) return;
    const { stepsPerEpoch, totalSteps } = shape;
    for (let step = 0; step < totalSteps && !over.aborted;) {
      const target = Math.min(totalSteps, step + stepsPerEpoch);
      await this.run.stepTo(target, step);
      step = target;
      const epoch = step / stepsPerEpoch;
      // The first epoch's pairs are asked about now as well: before its end the gallery's images are not known.
      if (epoch === 1) await this.ask(0);
      if (step < totalSteps) await this.ask(epoch);
    }
  }

  /** Every arm about the same images. */
  private async ask(epoch: number): Promise<void> {
    const open = await this.openAt(epoch);
    if (this.regulars.length < REGULARS)
      this.regulars.push(...open.filter((image) => !this.regulars.includes(image)));
    for (const image of new Set([...this.gallery, ...this.regulars, ...open]))
      for (const arm of this.arms) await this.run.inspect(arm, image, epoch);
  }

  /** The image that the gated arm trains first, of those whose gate is open in the epoch that begins now; or none. */
  private async openAt(epoch: number): Promise<readonly number[]> {
    if (this.gated === undefined) return [];
    const found = await this.run.inspect(this.gated, 'next-open', epoch);
    return found?.gateOpen === true ? [found.image] : [];
  }
}

/**
 * @file What was told of a run. A fresh worker that goes on with it tells some of that again, bit by bit the same: only
 * the rest is news.
 */
import type { Device } from '../protocol/device.ts';
import type { Event } from '../protocol/events.ts';
import type { Floors } from '../protocol/records.ts';

interface ToldOfArm {
  /** The newest of each; −1 before there is one. */
  step: number;
  epoch: number;
  evaluation: number;
  gallery: number;
  floors: Floors | undefined;
  stopped: boolean;
}

const nothing: ToldOfArm = {
  step: -1,
  epoch: -1,
  evaluation: -1,
  gallery: -1,
  floors: undefined,
  stopped: false,
};

export class Told {
  /** Where the run stands: steps and epochs done. */
  step = 0;
  epoch = 0;
  device: Device | undefined;
  private readonly arms = new Map<number, ToldOfArm>();
  /** Arms of which a fresh worker will say that they begin, though they go on. */
  private readonly goingOn = new Set<number>();

  /** A fresh worker goes on with these arms, of those that have begun. */
  goOn(arms: Iterable<number>): void {
    this.goingOn.clear();
    for (const arm of arms) if (this.arms.has(arm)) this.goingOn.add(arm);
  }

  /** The arms that begin next begin again. */
  beginAgain(): void {
    this.goingOn.clear();
  }

  /** Takes note of an event. Returns what of it had not been told. */
  news(event: Event): Event | undefined {
    switch (event.type) {
      case 'device': {
        const { device } = this;
        this.device = event.device;
        const same = device?.backend === event.device.backend && device.adapter === event.device.adapter;
        return same ? undefined : event;
      }
      case 'shape':
        return this.newsOfBeginning(event);
      case 'status':
        this.advance(event);
        return event;
      case 'metrics':
        return this.newsOfMetrics(event);
      case 'floors': {
        const arm = this.of(event.arm);
        if (!hasMore(event.floors, arm.floors)) return undefined;
        arm.floors = event.floors;
        return event;
      }
      case 'gallery': {
        const arm = this.of(event.arm);
        if (event.gallery.step <= arm.gallery) return undefined;
        arm.gallery = event.gallery.step;
        return event;
      }
      case 'stopped': {
        const arm = this.of(event.arm);
        const known = arm.stopped;
        arm.stopped = true;
        return known ? undefined : event;
      }
      default:
        return event;
    }
  }

  private newsOfBeginning(event: Extract<Event, { type: 'shape' }>): Event | undefined {
    if (this.goingOn.delete(event.arm)) return undefined;
    this.arms.set(event.arm, { ...nothing });
    this.step = 0;
    this.epoch = 0;
    return event;
  }

  private newsOfMetrics(event: Extract<Event, { type: 'metrics' }>): Event {
    const arm = this.of(event.arm);
    const steps = event.steps.filter(({ step }) => step > arm.step);
    const epochs = event.epochs.filter(({ epoch }) => epoch > arm.epoch);
    const evaluations = event.evaluations.filter(({ step }) => step > arm.evaluation);
    const last = steps.at(-1);
    arm.step = last?.step ?? arm.step;
    arm.epoch = epochs.at(-1)?.epoch ?? arm.epoch;
    arm.evaluation = evaluations.at(-1)?.step ?? arm.evaluation;
    if (last !== undefined) this.advance({ step: last.step + 1, epoch: last.epoch });
    return { ...event, steps, epochs, evaluations };
  }

  private advance({ step, epoch }: { step: number; epoch: number }): void {
    this.step = Math.max(this.step, step);
    this.epoch = Math.max(this.epoch, epoch);
  }

  private of(arm: number): ToldOfArm {
    const told = this.arms.get(arm) ?? { ...nothing };
    this.arms.set(arm, told);
    return told;
  }
}

/** Whether some floor is known that was not. */
const hasMore = (floors: Floors, before: Floors | undefined): boolean =>
  before === undefined ||
  Object.entries(floors).some(
    ([key, value]) => value !== null && (before as Partial<Record<string, unknown>>)[key] === null,
  );

/** @file A real training worker for tests: it is told what the page would tell it, and what it says is kept. */
import { expect } from 'vitest';
import type { NamedArms } from '../config/armLabels.ts';
import { createTrainingClient } from '../client/trainingClient.ts';
import type { Event, EventType } from '../protocol/events.ts';
import { lendThreads } from '../threads/lendThreads.ts';
import { tinyConfig } from '../training/testing.ts';

/** A run in which not every epoch is evaluated. */
export const seldomEvaluated = {
  ...tinyConfig,
  evaluation: { ...tinyConfig.evaluation, everyEpochs: 2 },
};

export type EventOf<T extends EventType> = Extract<Event, { type: T }>;

/** A real worker, and what it has said of the test's run. */
export class Trainer {
  readonly events: Event[] = [];
  private readonly waiting: (() => void)[] = [];
  readonly client = createTrainingClient(
    (event) => {
      this.events.push(event);
      for (const look of this.waiting) look();
    },
    {
      spawn: () => this.spawn(),
      dataUrl: () => new URL('/data/', location.href).href,
    },
  );

  constructor(
    public arms: NamedArms,
    private readonly spawn: () => Worker = () =>
      lendThreads(new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })),
  ) {}

  /** Begins on WASM, paused. */
  start(checkpoint?: ArrayBuffer): string {
    const options = { arms: this.arms, backend: 'wasm', paused: true } as const;
    return this.client.start(checkpoint === undefined ? options : { ...options, checkpoint });
  }

  /** The first event from now on, or from `since` on, that is wanted. */
  event<T extends EventType>(
    type: T,
    wanted: (event: EventOf<T>) => boolean = () => true,
    since = this.events.length,
  ): Promise<EventOf<T>> {
    return new Promise((resolve) => {
      const look = () => {
        const found = this.events
          .slice(since)
          .find((event): event is EventOf<T> => event.type === type && wanted(event as EventOf<T>));
        if (found !== undefined) resolve(found);
      };
      this.waiting.push(look);
      look();
    });
  }

  paused(step: number): Promise<EventOf<'status'>> {
    return this.event('status', (status) => status.phase === 'paused' && status.step === step);
  }

  async stepTo(step: number, from = 0): Promise<void> {
    const arrived = this.paused(step);
    for (let done = from; done < step; done += 1) this.client.step();
    await arrived;
  }

  async save(arm = 0): Promise<EventOf<'exported'>> {
    const saved = this.event('exported', (event) => event.arm === arm);
    this.client.exportRun(arm, 'checkpoint');
    return saved;
  }

  /** All that an arm has told of itself, since `since`. */
  told(arm = 0, since = 0): Pick<EventOf<'metrics'>, 'steps' | 'epochs' | 'evaluations'> {
    const batches = this.events
      .slice(since)
      .filter((event): event is EventOf<'metrics'> => event.type === 'metrics' && event.arm === arm);
    return {
      steps: batches.flatMap(({ steps }) => steps),
      epochs: batches.flatMap(({ epochs }) => epochs),
      evaluations: batches.flatMap(({ evaluations }) => evaluations),
    };
  }

  /** All events of a kind so far. */
  all<T extends EventType>(type: T): EventOf<T>[] {
    return this.events.filter((event): event is EventOf<T> => event.type === type);
  }

  /** An arm's losses by step. */
  losses(arm = 0): Map<number, number> {
    return new Map(this.told(arm).steps.map(({ step, loss }) => [step, loss]));
  }

  /** As last told. */
  get memory(): EventOf<'metrics'>['memory'] {
    const last = this.events.findLast((event) => event.type === 'metrics');
    if (last === undefined) throw new Error('Nothing was told of memory yet.');
    return last.memory;
  }

  /** Ends the run, and is ready for another; once it has been called, {@link trainerOf} gives it away. */
  release(): void {
    this.client.dispose();
    this.events.length = 0;
    this.waiting.length = 0;
    busy.delete(this);
    idle.push(this);
  }
}

/** Loading a worker takes longer than what most tests do with it: like the page's, one serves run after run. */
const idle: Trainer[] = [];
const busy = new Set<Trainer>();

/** A worker of the test's own that {@link endTrainers} takes back. */
export function trainerOf(arms: NamedArms): Trainer {
  const trainer = idle.pop() ?? new Trainer(arms);
  trainer.arms = arms;
  busy.add(trainer);
  return trainer;
}

/** One that has begun and is paused before the first step, every arm's floors measured: nothing is under way. */
export async function begun(arms: NamedArms): Promise<Trainer> {
  const trainer = trainerOf(arms);
  const ready = trainer.paused(0);
  trainer.start();
  await ready;
  await Promise.all(
    arms.map((_, index) =>
      trainer.event('floors', ({ arm, floors }) => arm === index && floors.linearProbeRawPixels !== null, 0),
    ),
  );
  return trainer;
}

/** Two arms that differ in who is a positive, and are evaluated after every second of their epochs. */
export const twoPolicies: NamedArms = [
  { label: 'adaptive', config: seldomEvaluated },
  {
    label: 'naive',
    config: { ...seldomEvaluated, bootstrap: { ...seldomEvaluated.bootstrap, policy: 'naive' } },
  },
];

/** Two runs have told the same, are the same file to the last byte, arm by arm, and hold as much memory. */
export async function expectSameRun(one: Trainer, other: Trainer): Promise<void> {
  for (const arm of one.arms.keys()) {
    expect(one.told(arm)).toEqual(other.told(arm));
    const [file, twin] = [await one.save(arm), await other.save(arm)];
    expect(new Uint8Array(file.bytes)).toEqual(new Uint8Array(twin.bytes));
  }
  expect(one.memory).toEqual(other.memory);
}

/** To be called after each test. */
export function endTrainers(): void {
  for (const trainer of [...busy]) trainer.release();
}

import { afterEach, expect, test } from 'vitest';
import { parseSafetensors, writeSafetensors } from '../formats/safetensors.ts';
import { tinyConfig } from '../training/testing.ts';
import { createTrainingClient, type Port } from './client.ts';
import type { Event, EventType } from './protocol.ts';

const STEPS = 14;
const INTERRUPTION = 10;

type EventOf<T extends EventType> = Extract<Event, { type: T }>;

/** A real worker, and what it has said. */
class Trainer {
  readonly events: Event[] = [];
  private readonly waiting: (() => void)[] = [];
  private port: Port | undefined;
  readonly client = createTrainingClient(
    (event) => {
      this.events.push(event);
      for (const look of this.waiting) look();
    },
    {
      spawn: () => {
        const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
        this.port = worker;
        return worker;
      },
      dataUrl: () => new URL('/data/', location.href).href,
    },
  );

  start(checkpoint?: ArrayBuffer): string {
    const config = { ...tinyConfig, epochs: 4 };
    const options = { config, backend: 'wasm', paused: true } as const;
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

  async save(): Promise<EventOf<'exported'>> {
    const saved = this.event('exported');
    this.client.exportRun('checkpoint');
    return saved;
  }

  get losses(): Map<number, number> {
    const records = this.events.flatMap((event) => (event.type === 'metrics' ? event.steps : []));
    return new Map(records.map(({ step, loss }) => [step, loss]));
  }

  end(): void {
    this.port?.terminate();
  }
}

const trainers: Trainer[] = [];
const trainer = (): Trainer => {
  const begun = new Trainer();
  trainers.push(begun);
  return begun;
};
afterEach(() => {
  for (const begun of trainers.splice(0)) begun.end();
});

test('pause, save, a fresh worker, resume: the uninterrupted run, to the last bit', async () => {
  const whole = trainer();
  const ready = whole.paused(0);
  whole.start();
  await ready;
  await whole.stepTo(INTERRUPTION);
  const halfway = await whole.save();
  expect(halfway.fileName).toBe('shapes-dino-vit-seed7-step10.safetensors');
  await whole.stepTo(STEPS, INTERRUPTION);
  const end = await whole.save();

  const resumed = trainer();
  const taken = resumed.paused(INTERRUPTION);
  resumed.start(halfway.bytes);
  expect(await resumed.event('opened', undefined, 0)).toMatchObject({ step: INTERRUPTION, drawn: [] });
  await taken;
  await resumed.stepTo(STEPS, INTERRUPTION);
  const again = await resumed.save();
  expect([...resumed.losses.keys()]).toEqual([10, 11, 12, 13]);
  for (const [step, loss] of resumed.losses) expect(loss).toBe(whole.losses.get(step));
  expect(new Uint8Array(again.bytes)).toEqual(new Uint8Array(end.bytes));
});

test('a bad file is a sentence, and the run that goes on does not notice', async () => {
  const running = trainer();
  const ready = running.paused(0);
  const runId = running.start();
  await ready;
  await running.stepTo(2);
  const { bytes } = await running.save();

  const refusal = running.event('error');
  running.start(bytes.slice(0, bytes.byteLength - 1));
  expect(await refusal).toMatchObject({ runId, fatal: false });
  expect((await refusal).message).toMatch(/^Tensor "\S+" ends at data byte/);

  const { tensors, metadata } = parseSafetensors(new Uint8Array(bytes));
  const lacking = new Map(tensors);
  lacking.delete('bank.features');
  const second = running.event('error');
  running.start(writeSafetensors(lacking, metadata).buffer);
  expect((await second).message).toBe('The tensor "bank.features" is missing.');

  await running.stepTo(3, 2);
  expect([...running.losses.keys()]).toEqual([0, 1, 2]);
});

test('a good file takes the place of the run that goes on', async () => {
  const running = trainer();
  const ready = running.paused(0);
  const before = running.start();
  await ready;
  await running.stepTo(2);
  const { bytes } = await running.save();
  const taken = running.paused(2);
  const after = running.start(bytes);
  expect((await taken).runId).toBe(after);
  expect(after).not.toBe(before);
});

test('what cannot be saved is said, and nothing stops', async () => {
  const running = trainer();
  const ready = running.paused(0);
  running.client.start({
    config: { ...tinyConfig, method: 'simsiam' },
    backend: 'wasm',
    paused: true,
  });
  await ready;
  const refusal = running.event('error');
  running.client.exportRun('teacher');
  expect(await refusal).toMatchObject({
    message: 'Nothing was saved: The method simsiam has no teacher; save the student.',
    fatal: false,
  });
  await running.stepTo(1);
});

import { expect, it } from 'vitest';
import { armsFromPreset } from '../../config/presets.ts';
import type { Command } from '../../protocol/commands.ts';
import { metricsOf as metrics, runShape, stepRecord } from '../../protocol/sampleRecords.ts';
import { sampleGallery, sampleInspection } from '../../protocol/sampleScenes.ts';
import type { ForwardedEvent, SeenEvent } from '../engine/page/bridge.ts';
import { leadRun } from './leadRun.ts';
import { noProgress } from './progress.ts';
import type { TrainPort } from './remoteRun.ts';
import { noFiles } from './runFiles.ts';

const arms = armsFromPreset('contrast');
const runId = 'run';
const [STEPS_PER_EPOCH, EPOCHS] = [2, 4];
const end = STEPS_PER_EPOCH * EPOCHS;

/** A worker that rests after every step, as one does that is faster than its commands come. */
function worker(open: Readonly<Record<number, number>>) {
  const commands: Command[] = [];
  let step = 0;
  let tell: (event: ForwardedEvent) => void = () => undefined;
  let show: (event: SeenEvent) => void = () => undefined;
  const rest = () => {
    const phase = step === end ? 'finished' : 'paused';
    tell({ type: 'status', runId, phase, step, epoch: Math.floor(step / STEPS_PER_EPOCH) });
  };
  const act = (command: Command) => {
    if (command.type === 'start') {
      const shape = { ...runShape, stepsPerEpoch: STEPS_PER_EPOCH, totalSteps: end };
      for (const arm of arms.keys()) tell({ type: 'shape', runId, arm, shape });
      rest();
    } else if (command.type === 'step') {
      step += 1;
      for (const arm of arms.keys()) {
        tell({ ...metrics({ steps: [stepRecord(step - 1)] }), runId, arm });
        if (step % STEPS_PER_EPOCH === 0)
          show({ type: 'gallery', runId, arm, gallery: sampleGallery(step, step / STEPS_PER_EPOCH) });
      }
      rest();
    } else if (command.type === 'inspect') {
      const { arm, image, outputs } = command;
      const epoch = command.epoch ?? NaN;
      const found = typeof image === 'number' ? image : (open[epoch] ?? 1);
      const inspection = sampleInspection(found, epoch, { gateOpen: found === open[epoch] });
      show({ type: 'inspected', runId, arm, image, outputs, inspection });
    }
  };
  const port: TrainPort = {
    dataUrl: 'http://127.0.0.1/data/',
    death: new Promise<never>(() => undefined),
    listen: (onEvent, onSeen) => {
      tell = onEvent;
      show = onSeen ?? show;
      return Promise.resolve();
    },
    send: (command) => {
      commands.push(command);
      queueMicrotask(() => act(command));
      return Promise.resolve();
    },
    receive: () => Promise.reject(new Error('Nothing is saved.')),
  };
  return { port, commands };
}

/** The commands, a run of steps by its length: `2 steps`, `inspect 2 next-open 1`. */
function led(commands: readonly Command[]): string[] {
  const told: string[] = [];
  let steps = 0;
  for (const command of commands) {
    if (command.type === 'step') steps += 1;
    else if (steps > 0) {
      told.push(`${steps} steps`);
      steps = 0;
    }
    if (command.type === 'inspect') {
      const { image, epoch, arm } = command;
      const asked = typeof image === 'object' ? `open after ${image.openAfter}` : image;
      told.push(`${epoch}: ${asked} in arm ${arm}`);
    }
  }
  return steps === 0 ? told : [...told, `${steps} steps`];
}

const inEvery = (epoch: number, ...images: number[]) =>
  images.flatMap((image) => [0, 1, 2].map((arm) => `${epoch}: ${image} in arm ${arm}`));

it('leads from epoch to epoch, and asks every arm about the images of the gallery and those with an open gate', async () => {
  const { port, commands } = worker({ 2: 5, 3: 6 });
  const seen: SeenEvent[] = [];
  const { summary } = await leadRun(
    {
      preset: 'contrast',
      arms,
      backend: 'wasm',
      scenes: true,
      steps: undefined,
      out: 'x',
      from: undefined,
      save: undefined,
    },
    port,
    {
      progress: noProgress,
      files: { ...noFiles, see: (event) => seen.push(event) },
      notice: () => undefined,
      interruption: new AbortController().signal,
    },
  );
  expect(summary.outcome).toBe('finished');
  expect(commands[0]).toMatchObject({ type: 'start', paused: true });
  expect(commands[1]).toMatchObject({ type: 'watchMap', on: true, atlas: true });
  expect(led(commands)).toEqual([
    '2 steps',
    '0: next-open in arm 2',
    ...inEvery(0, 7, 8),
    '1: next-open in arm 2',
    ...inEvery(1, 7, 8),
    '2 steps',
    '2: next-open in arm 2',
    ...inEvery(2, 7, 8, 5),
    '2 steps',
    '3: next-open in arm 2',
    ...inEvery(3, 7, 8, 5, 6),
    '2 steps',
  ]);
  expect(seen.filter(({ type }) => type === 'gallery')).toHaveLength(3 * EPOCHS);
  expect(seen.filter(({ type }) => type === 'inspected')).toHaveLength(4 + 3 * (2 + 2 + 3 + 4));
});

it('lets a run whose scenes nobody wants go its way', async () => {
  const { port, commands } = worker({});
  const interruption = AbortSignal.timeout(20);
  await leadRun(
    {
      preset: 'contrast',
      arms,
      backend: 'wasm',
      steps: undefined,
      out: undefined,
      from: undefined,
      save: undefined,
    },
    port,
    { progress: noProgress, files: noFiles, notice: () => undefined, interruption, patience: 1 },
  );
  expect(commands[0]).not.toHaveProperty('paused');
  expect(commands.some(({ type }) => type === 'watchMap')).toBe(false);
  expect(led(commands)).toEqual([]);
});

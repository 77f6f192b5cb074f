/** @file The page as the stores' tests script it: its worker, the files that it opens, a recorded run. */
import { vi } from 'vitest';
import { asSettings } from '../config/departures.ts';
import { defaultConfig } from '../config/defaults.ts';
import { armsFromPreset } from '../config/presets.ts';
import { writeSafetensors } from '../formats/safetensors.ts';
import type { Port } from '../client/trainingClient.ts';
import type { Command } from '../protocol/commands.ts';
import type { Event, Phase } from '../protocol/events.ts';
import type { RecordedRun } from '../protocol/recordedRun.ts';
import {
  epochRecord,
  evaluationRecord,
  firstFloors,
  runShape,
  stepRecord,
} from '../protocol/sampleRecords.ts';

/** The page's worker: it keeps what it is told and says what the test wants. */
export class ScriptedWorker implements Port {
  static newest: ScriptedWorker | undefined;
  readonly received: Command[] = [];
  onmessage: Port['onmessage'] = null;
  onerror: Port['onerror'] = null;
  onmessageerror: Port['onmessageerror'] = null;

  constructor() {
    ScriptedWorker.newest = this;
  }
  postMessage(command: Command): void {
    this.received.push(command);
  }
  terminate(): void {
    this.received.length = 0;
  }
}

/** Everything the worker was told, by type. */
export const told = () => ScriptedWorker.newest?.received.map(({ type }) => type) ?? [];
export const say = (event: Event) =>
  ScriptedWorker.newest?.onmessage?.(new MessageEvent('message', { data: event }));
/** Of the run that the worker was told of last. */
export const runId = () => ScriptedWorker.newest?.received.at(-1)?.runId ?? '';
export const enter = (phase: Phase, step = 0) =>
  say({ type: 'status', runId: runId(), phase, step, epoch: 0 });

/** The stores are one per page, so every test loads a page of its own: call it before each. */
export function freshPage(): void {
  vi.resetModules();
  vi.stubGlobal('Worker', ScriptedWorker);
  vi.stubGlobal('document', { baseURI: 'https://example.org/' });
  ScriptedWorker.newest = undefined;
}

/** The stores that open and save files, of a page with the preset *quick*. */
export async function page() {
  const open = await import('./files/openFile.ts');
  const run = await import('./run/run.ts');
  const saving = await import('./files/saving.ts');
  const experiment = await import('./experiment/experiment.ts');
  experiment.choosePreset('quick');
  const { openingStore } = await import('./files/opening.ts');
  const messages = () => run.runStore.getState().notices.map(({ message }) => message);
  return { ...open, ...run, ...saving, ...experiment, openingStore, messages };
}

/** A file of networks, of which the worker alone knows whether they are any good. */
export const networks = writeSafetensors(
  new Map([['backbone.weight', { dtype: 'F32', shape: [1], data: Float32Array.of(1) }]]),
);
export const file = (name = 'run.safetensors', content: BlobPart = networks) => new File([content], name);

/** The settings of the file that {@link opened} tells of. */
export const checkpoint = { ...defaultConfig, seed: 11, batchSize: 16 };

/** The worker has found the file good. */
export const opened = (more: Partial<Extract<Event, { type: 'opened' }>> = {}) =>
  say({
    type: 'opened',
    runId: runId(),
    origin: 'checkpoint',
    configs: [checkpoint],
    live: {},
    step: 120,
    drawn: [],
    ...more,
  });

/** A page whose run is paused at a step. */
export async function running(step: number) {
  const all = await page();
  all.togglePlay();
  say({ type: 'shape', runId: runId(), arm: 0, shape: runShape });
  enter('paused', step);
  return all;
}

const steps = (arm: number) =>
  Array.from({ length: 8 }, (_, step) => ({
    ...stepRecord(step, Math.floor(step / 4)),
    loss: 5 - step / 10 - arm,
  }));

const epoch = (number: number) => ({
  ...epochRecord(number, 4 * (number + 1)),
  bootstrappedPurity: null,
});

const evaluation = (step: number) => ({
  ...evaluationRecord(step, 0.4 + step / 100),
  epoch: step / 4,
  linearProbe: 0.5,
  retrieval: null,
});

/** Two epochs of four steps of the contrast, recorded elsewhere. */
export const recordedRun: Omit<RecordedRun, 'format'> = {
  preset: 'contrast',
  settings: { seed: 7, ...asSettings(armsFromPreset('contrast')) },
  commit: '0123456789abcdef0123456789abcdef01234567',
  command: 'npm run train -- --preset contrast --out runs/contrast',
  began: '2026-11-25T10:00:00.000Z',
  device: {
    backend: 'wasm',
    adapter: 'CPU, 2 threads',
    software: true,
    threads: 2,
    reason: 'You chose WASM.',
  },
  arms: [0, 1, 2].map((arm) => ({
    shape: runShape,
    floors: {
      ...firstFloors,
      linearProbeRawPixels: 0.45,
      retrievalRawPixels: null,
      retrievalUntrained: null,
      retrievalChance: null,
    },
    steps: steps(arm),
    epochs: [epoch(0), epoch(1)],
    evaluations: [evaluation(0), evaluation(4), evaluation(8)],
  })),
};

/** @file A page as the tests script it: its workers, the files that it opens, a recorded run. */
import { ScriptedWorker } from '../client/testing.ts';
import { createTrainingClient } from '../client/trainingClient.ts';
import { defaultConfig } from '../config/defaults.ts';
import { asSettings } from '../config/departures.ts';
import { armsFromPreset } from '../config/presets.ts';
import { writeSafetensors } from '../formats/safetensors.ts';
import type { Event, Phase } from '../protocol/events.ts';
import type { RecordedRun } from '../protocol/recordedRun.ts';
import {
  epochRecord,
  evaluationRecord,
  firstFloors,
  runShape,
  stepRecord,
} from '../protocol/sampleRecords.ts';
import { realClock } from './clock.ts';
import { memoryIn, type Memory } from './memory.ts';
import type { AddressBar } from './experiment/address.ts';
import { createPage, type Surroundings } from './page.ts';

/** The page's worker: when it is gone, so is what it was told. */
export class PageWorker extends ScriptedWorker {
  override terminate(): void {
    super.terminate();
    this.received.length = 0;
  }
}

/** Choices of earlier visits, and of this one. */
export function scriptedMemory(kept = new Map<string, string>()): Memory {
  return memoryIn(() => ({
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
  }));
}

/** The history of a tab that stays on one page, whose links to a hash make its entries. */
export class ScriptedHistory implements AddressBar {
  readonly entries: { query: string; hash: string }[];
  /** Every query that was put into the address bar, oldest first. */
  readonly written: string[] = [];
  private at = 0;
  private readonly travellers = new Set<() => void>();

  constructor(query = '') {
    this.entries = [{ query, hash: '' }];
  }
  get shown() {
    const { query = '', hash = '' } = this.entries[this.at] ?? {};
    return { query, hash };
  }
  readonly query = () => this.shown.query;
  readonly replaceQuery = (query: string) => {
    this.written.push(query);
    this.entries[this.at] = { query, hash: this.shown.hash };
  };
  readonly onTravel = (callback: () => void) => {
    this.travellers.add(callback);
    return () => void this.travellers.delete(callback);
  };
  /** By as many entries, where there are so many: −1 is Back. */
  go(by: number): void {
    const to = this.at + by;
    if (to < 0 || to >= this.entries.length) return;
    this.at = to;
    for (const tell of this.travellers) tell();
  }
  /** A link to a hash is followed, and what was ahead is forgotten. */
  follow(hash: string): void {
    this.entries.splice(this.at + 1, Infinity, { query: this.shown.query, hash });
    this.go(1);
  }
}

/** A page with nothing around it but scripted workers, of which the test plays the newest. */
export function scriptedPage(around: Partial<Surroundings> = {}) {
  const workers: PageWorker[] = [];
  const spawn = () => {
    const worker = new PageWorker();
    workers.push(worker);
    return worker;
  };
  const page = createPage({
    connect: (onEvent) =>
      createTrainingClient(onEvent, { spawn, dataUrl: () => 'https://example.org/data/' }),
    memory: scriptedMemory(),
    fetch: () => Promise.reject(new TypeError('Failed to fetch')),
    baseUrl: () => 'https://example.org/',
    address: new ScriptedHistory(),
    entry: () => 'index-abc.js',
    reload: () => undefined,
    holdLeaving: () => undefined,
    // Downloads go nowhere, and succeed.
    download: () => undefined,
    isCalm: () => false,
    isNarrow: () => false,
    clock: realClock,
    random: () => Math.random(),
    ...around,
  });
  const received = () => workers.at(-1)?.received ?? [];
  const say = (event: Event) => workers.at(-1)?.say(event);
  /** Of the run that the worker was told of last. */
  const runId = () => received().at(-1)?.runId ?? '';
  const enter = (phase: Phase, step = 0) => say({ type: 'status', runId: runId(), phase, step, epoch: 0 });
  const { experiment, view, run, saving, endings, opener, inspector, playback } = page;
  return {
    page,
    // All that the parts do, side by side.
    ...{ ...experiment, ...view, ...run, ...saving, ...endings, ...opener, ...inspector, ...playback },
    experimentStore: experiment.store,
    runStore: run.store,
    openingStore: run.opening,
    endingsStore: endings.store,
    inspectorStore: inspector.store,
    playbackStore: playback.store,
    /** The newest worker, if the page has asked for one. */
    worker: () => workers.at(-1),
    /** Everything the newest worker was told, oldest first. */
    received,
    /** The same by type. */
    told: () => received().map(({ type }) => type),
    say,
    runId,
    enter,
    /** The worker has found the file good. */
    opened: (more: Partial<Extract<Event, { type: 'opened' }>> = {}) =>
      say({
        type: 'opened',
        runId: runId(),
        origin: 'checkpoint',
        configs: [checkpoint],
        live: {},
        step: 120,
        drawn: [],
        ...more,
      }),
    /** A command that would end the run, given by someone who gives up its steps. */
    anyway: (command: () => void) => {
      command();
      void endings.decide('discard');
    },
    messages: () => run.store.getState().notices.map(({ message }) => message),
  };
}

export type ScriptedPage = ReturnType<typeof scriptedPage>;

/** The same with the preset *quick*. */
export function quickPage(around?: Partial<Surroundings>): ScriptedPage {
  const scripted = scriptedPage(around);
  scripted.choosePreset('quick');
  return scripted;
}

/** A page whose run is paused at a step. */
export function pausedPage(step: number, around?: Partial<Surroundings>): ScriptedPage {
  const scripted = quickPage(around);
  scripted.togglePlay();
  scripted.say({ type: 'shape', runId: scripted.runId(), arm: 0, shape: runShape });
  scripted.enter('paused', step);
  return scripted;
}

/** A file of networks, of which the worker alone knows whether they are any good. */
export const networks = writeSafetensors(
  new Map([['backbone.weight', { dtype: 'F32', shape: [1], data: Float32Array.of(1) }]]),
);
export const file = (name = 'run.safetensors', content: BlobPart = networks) => new File([content], name);

/** The settings of the file that a worker finds good. */
export const checkpoint = { ...defaultConfig, seed: 11, batchSize: 16 };

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
export const contrastRun: Omit<RecordedRun, 'format'> = {
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

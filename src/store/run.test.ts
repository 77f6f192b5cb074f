import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { presets } from '../config/presets.ts';
import type { Port } from '../worker/client.ts';
import type { Command, Event, Phase, RunShape } from '../worker/protocol.ts';

/** The page's worker, scripted: it keeps what it is told and says what the test wants. */
class ScriptedWorker implements Port {
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
const told = () => ScriptedWorker.newest?.received.map(({ type }) => type) ?? [];
const say = (event: Event) =>
  ScriptedWorker.newest?.onmessage?.(new MessageEvent('message', { data: event }));
const runId = () => ScriptedWorker.newest?.received.at(-1)?.runId ?? '';
const enter = (phase: Phase, step = 0) => say({ type: 'status', runId: runId(), phase, step, epoch: 0 });

const shape: RunShape = {
  stepsPerEpoch: 4,
  totalSteps: 40,
  featureDim: 64,
  prototypes: 256,
  parameters: 1000,
  classNames: [],
  trainImages: 64,
  testImages: 16,
};

/** The stores are one per page, so every test loads a page of its own. */
async function page() {
  const run = await import('./run.ts');
  const experiment = await import('./experiment.ts');
  return { ...run, ...experiment };
}

beforeEach(() => {
  vi.resetModules();
  vi.useFakeTimers();
  vi.stubGlobal('Worker', ScriptedWorker);
  vi.stubGlobal('document', { baseURI: 'https://example.org/' });
  ScriptedWorker.newest = undefined;
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the buttons', () => {
  it('play starts, pauses and resumes one run', async () => {
    const { togglePlay, runStore } = await page();
    togglePlay();
    expect(runStore.getState().phase).toBe('loading');
    enter('training');
    togglePlay();
    enter('paused', 3);
    togglePlay();
    expect(told()).toEqual(['start', 'pause', 'resume']);
  });

  it('step before the first play prepares the run, paused, and takes one step', async () => {
    const { step } = await page();
    step();
    expect(ScriptedWorker.newest?.received).toMatchObject([
      { type: 'start', paused: true },
      { type: 'step' },
    ]);
  });

  it('step does nothing while the run is being prepared', async () => {
    const { togglePlay, step } = await page();
    togglePlay();
    step();
    expect(told()).toEqual(['start']);
  });

  it('reset rewinds the same run when nothing has changed, and keeps it going', async () => {
    const { togglePlay, reset } = await page();
    togglePlay();
    enter('training', 5);
    reset();
    expect(ScriptedWorker.newest?.received.at(-1)).toMatchObject({ type: 'reset', paused: false });
  });

  it('reset starts a new run with changed settings, paused if it was', async () => {
    const { togglePlay, reset, setSetting, pendingChanges, runStore, experimentStore } = await page();
    togglePlay();
    enter('paused', 5);
    await setSetting('bootstrap.topK', '7');
    expect(pendingChanges(runStore.getState().config, experimentStore.getState().config)).toEqual([
      'bootstrap.topK',
    ]);
    reset();
    expect(ScriptedWorker.newest?.received.at(-1)).toMatchObject({
      type: 'start',
      paused: true,
      config: { bootstrap: { topK: 7 } },
    });
  });

  it('reset does nothing before the first run', async () => {
    const { reset } = await page();
    reset();
    expect(ScriptedWorker.newest).toBeUndefined();
  });

  it('a new seed begins again if there is a run, and only changes the experiment if not', async () => {
    const { newSeed, togglePlay, experimentStore } = await page();
    newSeed();
    expect(ScriptedWorker.newest).toBeUndefined();
    togglePlay();
    enter('training', 2);
    newSeed();
    const { seed } = experimentStore.getState().config;
    expect(ScriptedWorker.newest?.received.at(-1)).toMatchObject({ type: 'start', config: { seed } });
  });

  it('play after a failure starts anew and keeps the notice', async () => {
    const { togglePlay, runStore } = await page();
    togglePlay();
    say({ type: 'error', runId: runId(), fatal: true, message: 'The device was lost.' });
    const failed = ScriptedWorker.newest;
    togglePlay();
    expect(ScriptedWorker.newest).not.toBe(failed);
    expect(runStore.getState()).toMatchObject({
      phase: 'loading',
      notices: [{ message: 'The device was lost.' }],
    });
  });
});

describe('live settings', () => {
  it('reach the run once they rest, and are noted with their step', async () => {
    const { togglePlay, setSetting, runStore, pendingChanges, experimentStore } = await page();
    togglePlay();
    say({ type: 'shape', runId: runId(), shape });
    enter('training', 12);
    await setSetting('optimizer.lr', '0.003');
    await setSetting('optimizer.lr', '0.004');
    await setSetting('bootstrap.policy', 'naive');
    vi.runAllTimers();
    expect(ScriptedWorker.newest?.received.slice(1)).toEqual([
      { type: 'tune', runId: runId(), settings: { lr: 0.004, bootstrap: { policy: 'naive' } } },
    ]);
    const run = runStore.getState();
    expect(run.tunings).toEqual([
      { step: 12, what: 'positive of an image naive' },
      { step: 12, what: 'learning rate 0.004' },
    ]);
    expect(pendingChanges(run.config, experimentStore.getState().config)).toEqual([]);
  });

  it('are only settings before the first run', async () => {
    const { setSetting, experimentStore } = await page();
    await setSetting('optimizer.lr', '0.003');
    vi.runAllTimers();
    expect(ScriptedWorker.newest).toBeUndefined();
    expect(experimentStore.getState().config.optimizer.lr).toBe(0.003);
  });

  it('make reset a new run: the worker’s own would forget them', async () => {
    const { togglePlay, setSetting, reset } = await page();
    togglePlay();
    enter('training', 12);
    await setSetting('optimizer.lr', '0.003');
    vi.runAllTimers();
    reset();
    expect(ScriptedWorker.newest?.received.at(-1)).toMatchObject({
      type: 'start',
      config: { optimizer: { lr: 0.003 } },
    });
  });
});

describe('the experiment', () => {
  it('refuses what the schema refuses and stays as it was', async () => {
    const { setSetting, experimentStore } = await page();
    await setSetting('bootstrap.topK', '1000');
    expect(experimentStore.getState()).toMatchObject({
      config: presets.quick.config,
      refusal: { path: 'bootstrap.topK', message: expect.stringContaining('from 1 to 64') as string },
    });
    await setSetting('bootstrap.topK', '6');
    expect(experimentStore.getState().refusal).toBeNull();
  });

  it('becomes a preset whole', async () => {
    const { setSetting, choosePreset, experimentStore } = await page();
    await setSetting('bootstrap.topK', '6');
    choosePreset('emoji-vit');
    expect(experimentStore.getState()).toMatchObject({
      preset: 'emoji-vit',
      config: presets['emoji-vit'].config,
    });
  });
});

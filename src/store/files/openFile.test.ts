import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { asSettings } from '../../config/departures.ts';
import { armsFromPreset, configFromPreset } from '../../config/presets.ts';
import { runShape as shape } from '../../protocol/sampleRecords.ts';
import {
  checkpoint,
  enter,
  file,
  freshPage,
  networks,
  opened,
  page,
  runId,
  running,
  say,
  ScriptedWorker,
  told,
} from '../testing.ts';

const refused = (message: string) =>
  say({ type: 'error', runId: runId(), message, fatal: false, answers: 'start' });

beforeEach(() => {
  freshPage();
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a checkpoint', () => {
  it('goes on, paused, and the form shows its settings', async () => {
    const { openFile, openingStore, experimentStore, runStore, messages, togglePlay } = await page();
    await openFile(file());
    expect(openingStore.getState().reading).toBe('run.safetensors');
    expect(ScriptedWorker.newest?.received).toMatchObject([
      { type: 'start', paused: true, checkpoint: networks.buffer },
    ]);
    expect(runStore.getState().phase).toBe('idle');

    opened();
    say({ type: 'shape', runId: runId(), arm: 0, shape });
    enter('paused', 120);
    expect(openingStore.getState().reading).toBeNull();
    expect(experimentStore.getState()).toMatchObject({
      preset: 'emoji-vit',
      arms: [{ config: checkpoint }],
    });
    expect(runStore.getState()).toMatchObject({
      phase: 'paused',
      step: 120,
      arms: [{ config: checkpoint }],
    });
    expect(messages()).toEqual(['run.safetensors is open: press Resume to go on from step 120.']);

    togglePlay();
    expect(told()).toEqual(['start', 'resume']);
    expect(messages()).toEqual([]);
  });

  it('brings what it was tuned to, which a reset must not forget', async () => {
    const { openFile, experimentStore, runStore, reset } = await page();
    await openFile(file());
    opened({ live: { 'optimizer.lr': 0.004, 'bootstrap.policy': 'naive' } });
    say({ type: 'shape', runId: runId(), arm: 0, shape });
    enter('paused', 120);
    const tuned = {
      ...checkpoint,
      optimizer: { ...checkpoint.optimizer, lr: 0.004 },
      bootstrap: { ...checkpoint.bootstrap, policy: 'naive' },
    };
    expect(runStore.getState().tunings).toEqual([
      { step: 120, what: 'positive of an image naive' },
      { step: 120, what: 'learning rate 0.004' },
    ]);
    expect(experimentStore.getState().arms).toEqual([{ config: tuned }]);
    vi.runAllTimers();
    expect(told()).toEqual(['start']);
    reset();
    expect(ScriptedWorker.newest?.received.at(-1)).toMatchObject({
      type: 'start',
      arms: [{ config: tuned }],
    });
    expect(ScriptedWorker.newest?.received.at(-1)).not.toHaveProperty('checkpoint');
  });

  it('says that its run is complete', async () => {
    const { openFile, messages } = await page();
    await openFile(file());
    opened({ step: Math.floor(2382 / 16) * 60 });
    expect(messages()).toEqual(['run.safetensors is open: its run is complete, at step 8880.']);
  });

  it('is played at once when Play is pressed while it is read', async () => {
    const { openFile, togglePlay } = await page();
    await openFile(file());
    togglePlay();
    expect(told()).toEqual(['start']);
    opened();
    expect(told()).toEqual(['start', 'resume']);
  });
});

describe('a state dict', () => {
  it('starts every run of the experiment until it is put away', async () => {
    const all = await page();
    await all.openFile(file('vit.safetensors'));
    opened({ origin: 'weights', configs: [configFromPreset('quick')], step: 0, drawn: ['head'] });
    enter('paused', 0);
    expect(all.messages()).toEqual([
      'The file has no head: drawn from the seed instead.',
      'vit.safetensors is open: press Resume to train from its weights, with the settings of the form.',
    ]);
    // The worker keeps the weights for a reset of the same run.
    all.reset();
    expect(told().at(-1)).toBe('reset');

    await all.setSetting('bootstrap.topK', '7');
    all.reset();
    expect(ScriptedWorker.newest?.received.at(-1)).toMatchObject({
      type: 'start',
      checkpoint: networks.buffer,
      arms: [{ config: { bootstrap: { topK: 7 } } }],
    });
    opened({ origin: 'weights', configs: [all.experimentStore.getState().arms[0].config], step: 0 });
    enter('paused', 0);
    expect(all.messages()).toHaveLength(1);

    all.setWeights(null);
    all.reset();
    expect(ScriptedWorker.newest?.received.at(-1)).not.toHaveProperty('checkpoint');
  });

  it('that new settings contradict leaves the run as it is', async () => {
    const all = await page();
    await all.openFile(file('vit.safetensors'));
    opened({ origin: 'weights', configs: [configFromPreset('quick')], step: 0 });
    enter('paused', 0);
    await all.setSetting('backbone.dim', '32');
    all.reset();
    refused('Tensor "backbone.cls_token" is [1, 1, 64], but must be [1, 1, 32].');
    expect(all.runStore.getState()).toMatchObject({
      phase: 'paused',
      arms: [{ config: configFromPreset('quick') }],
    });
    expect(all.messages()).toContain(
      'vit.safetensors was not opened: Tensor "backbone.cls_token" is [1, 1, 64], but must be [1, 1, 32].',
    );
  });

  it('is what every arm starts from, under its own settings and name', async () => {
    const all = await page();
    all.choosePreset('contrast');
    all.renameArm(1, 'nearest');
    await all.openFile(file('vit.safetensors'));
    expect(ScriptedWorker.newest?.received.at(-1)).toMatchObject({
      checkpoint: networks.buffer,
      arms: [{ label: 'none' }, { label: 'nearest' }, { label: 'adaptive' }],
    });
    const [none, naive, adaptive] = armsFromPreset('contrast').map(({ config }) => config);
    if (none === undefined || naive === undefined || adaptive === undefined) throw new Error('no arms');
    opened({ origin: 'weights', configs: [none, naive, adaptive], step: 0 });
    expect(all.runStore.getState().arms).toMatchObject([
      { config: none },
      { label: 'nearest', config: naive },
      { config: adaptive },
    ]);
    expect(all.pendingChanges(all.runStore.getState(), all.experimentStore.getState())).toEqual([]);
  });

  it('takes what was changed while it was read', async () => {
    const all = await page();
    await all.openFile(file('vit.safetensors'));
    await all.setSetting('optimizer.lr', '0.001');
    opened({ origin: 'weights', configs: [configFromPreset('quick')], step: 0 });
    expect(ScriptedWorker.newest?.received.at(-1)).toMatchObject({
      type: 'tune',
      settings: { 'optimizer.lr': 0.001 },
    });
    expect(all.runStore.getState().arms).toMatchObject([{ config: { optimizer: { lr: 0.001 } } }]);
  });

  it('stays with settings that are opened after it', async () => {
    const all = await page();
    await all.openFile(file('vit.safetensors'));
    opened({ origin: 'weights', configs: [configFromPreset('quick')], step: 0 });
    await all.openFile(file('settings.json', '{"seed": 5}'));
    expect(all.experimentStore.getState()).toMatchObject({
      weights: { name: 'vit.safetensors' },
      arms: [{ config: { seed: 5 } }],
    });
  });

  it('takes the steps that were asked for while it was read', async () => {
    const all = await page();
    await all.openFile(file());
    all.step();
    all.step();
    opened({ origin: 'weights', configs: [configFromPreset('quick')], step: 0 });
    expect(told()).toEqual(['start', 'step', 'step']);
  });
});

describe('a configuration', () => {
  it('fills in the form and leaves the run alone', async () => {
    const { openFile, experimentStore, runStore, messages } = await running(5);
    await openFile(file('settings.json', '{"seed": 5, "bootstrap": {"topK": 9}}'));
    expect(experimentStore.getState().arms).toMatchObject([{ config: { seed: 5, bootstrap: { topK: 9 } } }]);
    expect(runStore.getState().arms).toMatchObject([{ config: configFromPreset('quick') }]);
    expect(told()).toEqual(['start']);
    expect(messages()).toEqual([
      'The settings of settings.json are in the form; a run that begins now has them.',
    ]);
  });

  it('goes under the preset that it departs least from', async () => {
    const { openFile, experimentStore } = await page();
    await openFile(file('a.json', JSON.stringify(configFromPreset('emoji-vit'))));
    expect(experimentStore.getState()).toMatchObject({
      preset: 'emoji-vit',
      arms: [{ config: configFromPreset('emoji-vit') }],
    });
  });

  it('may hold several arms', async () => {
    const { openFile, experimentStore } = await page();
    const arms = armsFromPreset('contrast');
    await openFile(file('a.json', JSON.stringify(asSettings(arms))));
    expect(experimentStore.getState()).toMatchObject({ preset: 'contrast', arms });
  });

  it('that cannot be used changes nothing', async () => {
    const { openFile, experimentStore, messages } = await page();
    await openFile(file('a.json', '{"seed": -1}'));
    expect(experimentStore.getState().arms).toEqual([{ config: configFromPreset('quick') }]);
    expect(messages()).toEqual([expect.stringMatching(/^In a\.json: seed is -1, but it must be/)]);
  });
});

describe('a bad file', () => {
  it('is a notice and nothing else', async () => {
    const { openFile, openingStore, runStore, messages } = await running(5);
    await openFile(file('cat.png', 'picture'));
    expect(told()).toEqual(['start']);
    expect(openingStore.getState()).toEqual({ reading: null, waiting: null });
    expect(runStore.getState()).toMatchObject({ phase: 'paused', step: 5 });
    expect(messages()).toEqual([
      'cat.png was not opened: it is neither safetensors, whose byte 8 is “{”, nor JSON.',
    ]);
  });

  it('that the worker refuses leaves the run as it is', async () => {
    const { openFile, decide, runStore, messages, togglePlay } = await running(5);
    const before = runId();
    await openFile(file());
    await decide('discard');
    refused('The tensor "bank.features" is missing.');
    expect(runStore.getState()).toMatchObject({ phase: 'paused', step: 5 });
    expect(messages()).toEqual(['run.safetensors was not opened: The tensor "bank.features" is missing.']);
    togglePlay();
    expect(ScriptedWorker.newest?.received.at(-1)).toEqual({ type: 'resume', runId: before });
  });

  it('waits its turn', async () => {
    const { openFile, openFiles, messages } = await page();
    await openFile(file());
    await openFile(file('b.safetensors'));
    openFiles([file(), file()]);
    expect(told()).toEqual(['start']);
    expect(messages()).toEqual([
      'b.safetensors was not opened: run.safetensors is being opened.',
      '2 files were dropped; open one at a time.',
    ]);
  });

  it('is forgotten when another run begins meanwhile, or the worker dies', async () => {
    const { openFile, newSeed, openingStore, messages } = await running(0);
    await openFile(file());
    newSeed();
    expect(openingStore.getState().reading).toBeNull();
    await openFile(file());
    say({ type: 'error', runId: runId(), message: 'The device was lost.', fatal: true });
    expect(openingStore.getState().reading).toBeNull();
    expect(messages()).toEqual(['The device was lost.']);
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { asSettings } from '../../config/departures.ts';
import { armsFromPreset, configFromPreset } from '../../config/presets.ts';
import { runShape as shape } from '../../protocol/sampleRecords.ts';
import { pendingChanges } from '../run/pending.ts';
import { checkpoint, file, networks, pausedPage, quickPage, type ScriptedPage } from '../testing.ts';

/** The worker will not have the file. */
const refuse = ({ say, runId }: ScriptedPage, message: string) =>
  say({ type: 'error', runId: runId(), message, fatal: false, answers: 'start' });

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('a checkpoint', () => {
  it('goes on, paused, and the form shows its settings', async () => {
    const {
      openFile,
      openingStore,
      experimentStore,
      runStore,
      messages,
      togglePlay,
      told,
      say,
      runId,
      enter,
      opened,
      received,
    } = quickPage();
    await openFile(file());
    expect(openingStore.getState().reading).toBe('run.safetensors');
    expect(received()).toMatchObject([{ type: 'start', paused: true, checkpoint: networks.buffer }]);
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
    const { openFile, experimentStore, runStore, reset, told, say, runId, enter, opened, received } =
      quickPage();
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
    expect(received().at(-1)).toMatchObject({
      type: 'start',
      arms: [{ config: tuned }],
    });
    expect(received().at(-1)).not.toHaveProperty('checkpoint');
  });

  it('says that its run is complete', async () => {
    const { openFile, messages, opened } = quickPage();
    await openFile(file());
    opened({ step: Math.floor(2382 / 16) * 60 });
    expect(messages()).toEqual(['run.safetensors is open: its run is complete, at step 8880.']);
  });

  it('is played at once when Play is pressed while it is read', async () => {
    const { openFile, togglePlay, told, opened } = quickPage();
    await openFile(file());
    togglePlay();
    expect(told()).toEqual(['start']);
    opened();
    expect(told()).toEqual(['start', 'resume']);
  });
});

describe('a state dict', () => {
  it('starts every run of the experiment until it is put away', async () => {
    const all = quickPage();
    await all.openFile(file('vit.safetensors'));
    all.opened({ origin: 'weights', configs: [configFromPreset('quick')], step: 0, drawn: ['head'] });
    all.enter('paused', 0);
    expect(all.messages()).toEqual([
      'The file has no head: drawn from the seed instead.',
      'vit.safetensors is open: press Resume to train from its weights, with the settings of the form.',
    ]);
    // The worker keeps the weights for a reset of the same run.
    all.reset();
    expect(all.told().at(-1)).toBe('reset');

    await all.setSetting('bootstrap.topK', '7');
    all.reset();
    expect(all.received().at(-1)).toMatchObject({
      type: 'start',
      checkpoint: networks.buffer,
      arms: [{ config: { bootstrap: { topK: 7 } } }],
    });
    all.opened({ origin: 'weights', configs: [all.experimentStore.getState().arms[0].config], step: 0 });
    all.enter('paused', 0);
    expect(all.messages()).toHaveLength(1);

    all.setWeights(null);
    all.reset();
    expect(all.received().at(-1)).not.toHaveProperty('checkpoint');
  });

  it('that is asked for again before it was read leaves the run that the worker has come to', async () => {
    const all = quickPage();
    const origin = 'weights';
    await all.openFile(file('vit.safetensors'));
    all.opened({ origin, configs: [configFromPreset('quick')], step: 0 });
    all.enter('paused', 0);
    await all.setSetting('bootstrap.topK', '7');
    const [{ config }] = all.experimentStore.getState().arms;
    all.reset();
    const first = all.runId();
    all.reset();
    const second = all.runId();
    all.opened({ runId: first, origin, configs: [config], step: 0 });
    expect(all.openingStore.getState().reading).toBe('vit.safetensors');
    all.say({ type: 'error', runId: second, message: 'Too large.', fatal: false, answers: 'start' });
    expect(all.openingStore.getState().reading).toBeNull();
    all.say({ type: 'status', runId: first, phase: 'paused', step: 0, epoch: 0 });
    all.togglePlay();
    expect(all.received().at(-1)).toEqual({ type: 'resume', runId: first });
  });

  it('that new settings contradict leaves the run as it is', async () => {
    const all = quickPage();
    await all.openFile(file('vit.safetensors'));
    all.opened({ origin: 'weights', configs: [configFromPreset('quick')], step: 0 });
    all.enter('paused', 0);
    await all.setSetting('backbone.dim', '32');
    all.reset();
    refuse(all, 'Tensor "backbone.cls_token" is [1, 1, 64], but must be [1, 1, 32].');
    expect(all.runStore.getState()).toMatchObject({
      phase: 'paused',
      arms: [{ config: configFromPreset('quick') }],
    });
    expect(all.messages()).toContain(
      'vit.safetensors was not opened: Tensor "backbone.cls_token" is [1, 1, 64], but must be [1, 1, 32].',
    );
  });

  it('is what every arm starts from, under its own settings and name', async () => {
    const all = quickPage();
    all.choosePreset('contrast');
    all.renameArm(1, 'nearest');
    await all.openFile(file('vit.safetensors'));
    expect(all.received().at(-1)).toMatchObject({
      checkpoint: networks.buffer,
      arms: [{ label: 'none' }, { label: 'nearest' }, { label: 'adaptive' }],
    });
    const [none, naive, adaptive] = armsFromPreset('contrast').map(({ config }) => config);
    if (none === undefined || naive === undefined || adaptive === undefined) throw new Error('no arms');
    all.opened({ origin: 'weights', configs: [none, naive, adaptive], step: 0 });
    expect(all.runStore.getState().arms).toMatchObject([
      { config: none },
      { label: 'nearest', config: naive },
      { config: adaptive },
    ]);
    expect(pendingChanges(all.runStore.getState(), all.experimentStore.getState())).toEqual([]);
  });

  it('takes what was changed while it was read', async () => {
    const all = quickPage();
    await all.openFile(file('vit.safetensors'));
    await all.setSetting('optimizer.lr', '0.001');
    all.opened({ origin: 'weights', configs: [configFromPreset('quick')], step: 0 });
    expect(all.received().at(-1)).toMatchObject({
      type: 'tune',
      settings: { 'optimizer.lr': 0.001 },
    });
    expect(all.runStore.getState().arms).toMatchObject([{ config: { optimizer: { lr: 0.001 } } }]);
  });

  it('stays with settings that are opened after it', async () => {
    const all = quickPage();
    await all.openFile(file('vit.safetensors'));
    all.opened({ origin: 'weights', configs: [configFromPreset('quick')], step: 0 });
    await all.openFile(file('settings.json', '{"seed": 5}'));
    expect(all.experimentStore.getState()).toMatchObject({
      weights: { name: 'vit.safetensors' },
      arms: [{ config: { seed: 5 } }],
    });
  });

  it('takes the steps that were asked for while it was read', async () => {
    const all = quickPage();
    await all.openFile(file());
    all.step();
    all.step();
    all.opened({ origin: 'weights', configs: [configFromPreset('quick')], step: 0 });
    expect(all.told()).toEqual(['start', 'step', 'step']);
  });
});

describe('a configuration', () => {
  it('fills in the form and leaves the run alone', async () => {
    const { openFile, experimentStore, runStore, messages, told } = pausedPage(5);
    await openFile(file('settings.json', '{"seed": 5, "bootstrap": {"topK": 9}}'));
    expect(experimentStore.getState().arms).toMatchObject([{ config: { seed: 5, bootstrap: { topK: 9 } } }]);
    expect(runStore.getState().arms).toMatchObject([{ config: configFromPreset('quick') }]);
    expect(told()).toEqual(['start']);
    expect(messages()).toEqual([
      'The settings of settings.json are in the form; a run that begins now has them.',
    ]);
  });

  it('goes under the preset that it departs least from', async () => {
    const { openFile, experimentStore } = quickPage();
    await openFile(file('a.json', JSON.stringify(configFromPreset('emoji-vit'))));
    expect(experimentStore.getState()).toMatchObject({
      preset: 'emoji-vit',
      arms: [{ config: configFromPreset('emoji-vit') }],
    });
  });

  it('may hold several arms', async () => {
    const { openFile, experimentStore } = quickPage();
    const arms = armsFromPreset('contrast');
    await openFile(file('a.json', JSON.stringify(asSettings(arms))));
    expect(experimentStore.getState()).toMatchObject({ preset: 'contrast', arms });
  });

  it('that cannot be used changes nothing', async () => {
    const { openFile, experimentStore, messages } = quickPage();
    await openFile(file('a.json', '{"seed": -1}'));
    expect(experimentStore.getState().arms).toEqual([{ config: configFromPreset('quick') }]);
    expect(messages()).toEqual([expect.stringMatching(/^In a\.json: seed is -1, but it must be/)]);
  });
});

describe('a bad file', () => {
  it('is a notice and nothing else', async () => {
    const { openFile, openingStore, runStore, messages, told } = pausedPage(5);
    await openFile(file('cat.png', 'picture'));
    expect(told()).toEqual(['start']);
    expect(openingStore.getState()).toEqual({ reading: null });
    expect(runStore.getState()).toMatchObject({ phase: 'paused', step: 5 });
    expect(messages()).toEqual([
      'cat.png was not opened: it is neither safetensors, whose byte 8 is “{”, nor JSON.',
    ]);
  });

  it('that the worker refuses leaves the run as it is', async () => {
    const all = pausedPage(5);
    const before = all.runId();
    await all.openFile(file());
    await all.decide('discard');
    refuse(all, 'The tensor "bank.features" is missing.');
    expect(all.runStore.getState()).toMatchObject({ phase: 'paused', step: 5 });
    expect(all.messages()).toEqual([
      'run.safetensors was not opened: The tensor "bank.features" is missing.',
    ]);
    all.togglePlay();
    expect(all.received().at(-1)).toEqual({ type: 'resume', runId: before });
  });

  it('waits its turn', async () => {
    const { openFile, openFiles, messages, told } = quickPage();
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
    const { openFile, newSeed, openingStore, messages, say, runId } = pausedPage(0);
    await openFile(file());
    newSeed();
    expect(openingStore.getState().reading).toBeNull();
    await openFile(file());
    say({ type: 'error', runId: runId(), message: 'The device was lost.', fatal: true });
    expect(openingStore.getState().reading).toBeNull();
    expect(messages()).toEqual(['The device was lost.']);
  });
});

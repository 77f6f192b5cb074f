import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { valuesToCompare } from '../../config/comparison.ts';
import { defaultBackbones } from '../../config/defaults.ts';
import { fields } from '../../config/fields.ts';
import { isLive, livePaths } from '../../config/live.ts';
import { leafAt } from '../../config/paths.ts';
import { configFromPreset } from '../../config/presets.ts';
import type { ExperimentConfig } from '../../config/schema.ts';
import { runShape as shape } from '../../protocol/sampleRecords.ts';
import { variedPaths } from '../experiment/experimentState.ts';
import { quickPage } from '../testing.ts';
import { pendingChanges } from './pending.ts';
import { isRunning, isTrained } from './phases.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('the buttons', () => {
  it('play starts, pauses and resumes one run', () => {
    const { togglePlay, runStore, told, enter } = quickPage();
    togglePlay();
    expect(runStore.getState().phase).toBe('loading');
    enter('training');
    togglePlay();
    enter('paused', 3);
    togglePlay();
    expect(told()).toEqual(['start', 'pause', 'resume']);
  });

  it.each([
    { stepsLeft: 1, done: false, then: ['step', 'resume'] },
    { stepsLeft: 0, done: true, then: ['reset'] },
  ])('a run with $stepsLeft steps left takes $then while it is still evaluated', (held) => {
    const { togglePlay, anyway, step, runStore, told, say, runId, enter } = quickPage();
    togglePlay();
    say({ type: 'shape', runId: runId(), arm: 0, shape });
    enter('evaluating', shape.totalSteps - held.stepsLeft);
    expect(isRunning(runStore.getState())).toBe(false);
    expect(isTrained(runStore.getState())).toBe(held.done);
    step();
    anyway(togglePlay);
    expect(told()).toEqual(['start', ...held.then]);
  });

  it('step before the first play prepares the run, paused, and takes one step', () => {
    const { step, received } = quickPage();
    step();
    expect(received()).toMatchObject([{ type: 'start', paused: true }, { type: 'step' }]);
  });

  it('step does nothing while the run is being prepared', () => {
    const { togglePlay, step, told } = quickPage();
    togglePlay();
    step();
    expect(told()).toEqual(['start']);
  });

  it('reset rewinds the same run when nothing has changed, and keeps it going', () => {
    const { togglePlay, anyway, reset, enter, received } = quickPage();
    togglePlay();
    enter('training', 5);
    anyway(reset);
    expect(received().at(-1)).toMatchObject({ type: 'reset', paused: false });
  });

  it('reset starts a new run with changed settings, paused if it was', async () => {
    const { togglePlay, anyway, reset, setSetting, runStore, experimentStore, enter, received } =
      quickPage();
    togglePlay();
    enter('paused', 5);
    await setSetting('bootstrap.topK', '7');
    expect(pendingChanges(runStore.getState(), experimentStore.getState())).toEqual(['bootstrap.topK']);
    anyway(reset);
    expect(received().at(-1)).toMatchObject({
      type: 'start',
      paused: true,
      arms: [{ label: 'adaptive', config: { bootstrap: { topK: 7 } } }],
    });
  });

  it('reset does nothing before the first run', () => {
    const { reset, worker } = quickPage();
    reset();
    expect(worker()).toBeUndefined();
  });

  it('a new seed begins again if there is a run, and only changes the experiment if not', () => {
    const { newSeed, anyway, togglePlay, experimentStore, enter, received, worker } = quickPage();
    newSeed();
    expect(worker()).toBeUndefined();
    togglePlay();
    enter('training', 2);
    anyway(newSeed);
    const { seed } = experimentStore.getState().arms[0].config;
    expect(received().at(-1)).toMatchObject({
      type: 'start',
      arms: [{ config: { seed } }],
    });
  });

  it('play after a failure starts anew and keeps the notice', () => {
    const { togglePlay, runStore, say, runId, worker } = quickPage();
    togglePlay();
    say({ type: 'error', runId: runId(), fatal: true, message: 'The device was lost.' });
    const failed = worker();
    togglePlay();
    expect(worker()).not.toBe(failed);
    expect(runStore.getState()).toMatchObject({
      phase: 'loading',
      notices: [{ message: 'The device was lost.' }],
    });
  });
});

describe('live settings', () => {
  it('reach the run once they rest, and are noted with their step', async () => {
    const { togglePlay, setSetting, runStore, experimentStore, say, runId, enter, received } = quickPage();
    togglePlay();
    say({ type: 'shape', runId: runId(), arm: 0, shape });
    enter('training', 12);
    await setSetting('optimizer.lr', '0.003');
    await setSetting('optimizer.lr', '0.004');
    await setSetting('bootstrap.policy', 'naive');
    vi.runAllTimers();
    expect(received().slice(1)).toEqual([
      {
        type: 'tune',
        runId: runId(),
        arm: 0,
        settings: { 'optimizer.lr': 0.004, 'bootstrap.policy': 'naive' },
      },
    ]);
    const run = runStore.getState();
    expect(run.tunings).toEqual([
      { step: 12, what: 'positive of an image naive' },
      { step: 12, what: 'learning rate 0.004' },
    ]);
    expect(pendingChanges(run, experimentStore.getState())).toEqual([]);
  });

  const liveFields = fields.filter(({ path }) => isLive(path));

  it('are all in the form', () => {
    expect(liveFields.map(({ path }) => path)).toEqual(expect.arrayContaining([...livePaths]));
  });

  it.each(liveFields.map((field) => [field.path, field] as const))(
    '%s, edited while a run is on, is sent to it by its path',
    async (path, field) => {
      const { togglePlay, setSetting, experimentStore, runStore, runId, enter, received } = quickPage();
      togglePlay();
      enter('training', 12);
      const current = leafAt(experimentStore.getState().arms[0].config, path) ?? '';
      const value = valuesToCompare(field, current).find((other) => other !== current) ?? '';
      await setSetting(path, String(value));
      vi.runAllTimers();
      expect(received().slice(1)).toEqual([
        { type: 'tune', runId: runId(), arm: 0, settings: { [path]: value } },
      ]);
      expect(runStore.getState().tunings).toEqual([{ step: 12, what: `${field.label} ${String(value)}` }]);
      expect(pendingChanges(runStore.getState(), experimentStore.getState())).toEqual([]);
    },
  );

  it('are only settings before the first run', async () => {
    const { setSetting, experimentStore, worker } = quickPage();
    await setSetting('optimizer.lr', '0.003');
    vi.runAllTimers();
    expect(worker()).toBeUndefined();
    expect(experimentStore.getState().arms[0].config.optimizer.lr).toBe(0.003);
  });

  it('make reset a new run: the worker’s own would forget them', async () => {
    const { togglePlay, setSetting, anyway, reset, enter, received } = quickPage();
    togglePlay();
    enter('training', 12);
    await setSetting('optimizer.lr', '0.003');
    vi.runAllTimers();
    anyway(reset);
    expect(received().at(-1)).toMatchObject({
      type: 'start',
      arms: [{ config: { optimizer: { lr: 0.003 } } }],
    });
  });
});

describe('a run goes its own way', () => {
  it('when another experiment takes the form, until that is the run’s again', async () => {
    const { choosePreset, togglePlay, setSetting, runStore, experimentStore, told, enter } = quickPage();
    choosePreset('nnclr');
    togglePlay();
    enter('training', 12);
    const { arms } = runStore.getState();
    choosePreset('backbones');
    vi.runAllTimers();
    expect(told()).toEqual(['start']);
    expect(runStore.getState().arms).toBe(arms);
    expect(pendingChanges(runStore.getState(), experimentStore.getState())).toContain('optimizer.lr');
    choosePreset('nnclr');
    await setSetting('optimizer.lr', '0.003');
    vi.runAllTimers();
    expect(told()).toEqual(['start', 'tune', 'tune']);
    expect(pendingChanges(runStore.getState(), experimentStore.getState())).toEqual([]);
  });

  it('when its arms are no longer the form’s, though they are as many', async () => {
    const { choosePreset, togglePlay, removeArm, addArm, runStore, experimentStore, told, enter } =
      quickPage();
    choosePreset('contrast');
    togglePlay();
    enter('training', 12);
    removeArm(0);
    await addArm();
    expect(experimentStore.getState().arms).toHaveLength(3);
    vi.runAllTimers();
    expect(told()).toEqual(['start']);
    expect(runStore.getState().tunings).toEqual([]);
    expect(pendingChanges(runStore.getState(), experimentStore.getState())).toEqual(['bootstrap.policy']);
  });

  it('when it is done: what it was trained with stays what it says', async () => {
    const { togglePlay, setSetting, runStore, experimentStore, told, say, runId, enter } = quickPage();
    togglePlay();
    say({ type: 'shape', runId: runId(), arm: 0, shape });
    enter('finished', shape.totalSteps);
    await setSetting('bootstrap.policy', 'naive');
    vi.runAllTimers();
    expect(told()).toEqual(['start']);
    expect(runStore.getState().arms[0]?.config.bootstrap.policy).toBe('adaptive');
    expect(pendingChanges(runStore.getState(), experimentStore.getState())).toEqual(['bootstrap.policy']);
  });
});

describe('the experiment', () => {
  it('refuses what the schema refuses and stays as it was', async () => {
    const { setSetting, experimentStore } = quickPage();
    await setSetting('bootstrap.topK', '1000');
    expect(experimentStore.getState()).toMatchObject({
      arms: [{ config: configFromPreset('quick') }],
      refusal: { path: 'bootstrap.topK', message: expect.stringContaining('from 1 to 64') as string },
    });
    await setSetting('bootstrap.topK', '6');
    expect(experimentStore.getState().refusal).toBeNull();
  });

  it('becomes a preset whole', async () => {
    const { setSetting, choosePreset, experimentStore } = quickPage();
    await setSetting('bootstrap.topK', '6');
    choosePreset('emoji-vit');
    expect(experimentStore.getState()).toMatchObject({
      preset: 'emoji-vit',
      arms: [{ config: configFromPreset('emoji-vit') }],
    });
  });
});

describe('several arms', () => {
  const policies = (arms: readonly { config: ExperimentConfig }[]) =>
    arms.map(({ config }) => config.bootstrap.policy);

  const field = (path: string) => {
    const found = fields.find((one) => one.path === path);
    if (found === undefined) throw new Error(`no field ${path}`);
    return found;
  };

  it('start together under the names they go by', () => {
    const { choosePreset, togglePlay, received } = quickPage();
    choosePreset('contrast');
    togglePlay();
    const [start] = received();
    expect(start).toMatchObject({ arms: [{ label: 'none' }, { label: 'naive' }, { label: 'adaptive' }] });
  });

  it('take a live setting of all, and of one', async () => {
    const { choosePreset, togglePlay, setSetting, runStore, enter, received } = quickPage();
    choosePreset('contrast');
    togglePlay();
    enter('training', 12);
    await setSetting('optimizer.lr', '0.003');
    await setSetting('bootstrap.temperature', '0.5', 1);
    vi.runAllTimers();
    expect(received().slice(1)).toMatchObject([
      { type: 'tune', arm: 0, settings: { 'optimizer.lr': 0.003 } },
      { type: 'tune', arm: 1, settings: { 'optimizer.lr': 0.003, 'bootstrap.temperature': 0.5 } },
      { type: 'tune', arm: 2, settings: { 'optimizer.lr': 0.003 } },
    ]);
    expect(runStore.getState().tunings.map(({ what }) => what)).toEqual([
      'naive: sampling τ 0.5',
      'learning rate 0.003',
    ]);
  });

  it('wait for a reset when there is one more or one less', () => {
    const { choosePreset, togglePlay, removeArm, runStore, experimentStore, anyway, reset, enter } =
      quickPage();
    choosePreset('contrast');
    togglePlay();
    enter('training', 2);
    removeArm(0);
    expect(pendingChanges(runStore.getState(), experimentStore.getState())).toEqual(['arm']);
    expect(runStore.getState().arms).toHaveLength(3);
    anyway(reset);
    expect(policies(runStore.getState().arms)).toEqual(['naive', 'adaptive']);
  });

  it('take a new name while they run', () => {
    const { choosePreset, togglePlay, renameArm, runStore, experimentStore, enter } = quickPage();
    choosePreset('contrast');
    togglePlay();
    enter('training', 2);
    renameArm(1, ' the; nearest ');
    expect(runStore.getState().arms.map(({ label }) => label)).toEqual([
      undefined,
      'the  nearest',
      undefined,
    ]);
    renameArm(1, '');
    expect(runStore.getState().arms[1]?.label).toBeUndefined();
    expect(experimentStore.getState().arms[1]?.label).toBeUndefined();
  });

  describe('come of a run alone', () => {
    it('as all values of a choice, or two of a number', async () => {
      const { vary, unify, experimentStore } = quickPage();
      await vary(field('bootstrap.policy'));
      expect(policies(experimentStore.getState().arms)).toEqual(['none', 'naive', 'window', 'adaptive']);
      await unify('bootstrap.policy');
      expect(policies(experimentStore.getState().arms)).toEqual(['none']);
      await vary(field('bootstrap.window'));
      expect(experimentStore.getState().arms.map(({ config }) => config.bootstrap.window)).toEqual([3, 6]);
    });

    it('as two of a value that nothing lies beside', async () => {
      const { vary, setSetting, experimentStore } = quickPage();
      await setSetting('bootstrap.topK', '64');
      await vary(field('bootstrap.topK'));
      expect(experimentStore.getState().arms.map(({ config }) => config.bootstrap.topK)).toEqual([64, 64]);
      expect(variedPaths(experimentStore.getState())).toEqual(['bootstrap.topK']);
    });

    it('and one more has the next value, until there are four', async () => {
      const { vary, addArm, experimentStore } = quickPage();
      const windows = () => experimentStore.getState().arms.map(({ config }) => config.bootstrap.window);
      await vary(field('bootstrap.window'));
      await addArm();
      expect(windows()).toEqual([3, 6, 12]);
      await addArm();
      expect(windows()).toEqual([3, 6, 12, 2]);
      await addArm();
      expect(windows()).toEqual([3, 6, 12, 2]);
      expect(experimentStore.getState().refusal?.message).toContain('There are 5 arms');
    });

    it('and stay open to differ while two have the same value', async () => {
      const { vary, setSetting, experimentStore } = quickPage();
      await vary(field('bootstrap.window'));
      await setSetting('bootstrap.window', '3', 1);
      expect(variedPaths(experimentStore.getState())).toEqual(['bootstrap.window']);
    });
  });

  it('go on to differ, with a sentence, where one cannot have what the others are to have', async () => {
    const { vary, setSetting, unify, experimentStore } = quickPage();
    await vary(field('backbone.dim'));
    await setSetting('backbone.dim', '96', 1);
    await vary(field('backbone.heads'));
    await setSetting('backbone.heads', '6', 1);
    await unify('backbone.dim');
    expect(experimentStore.getState().refusal?.path).toBe('backbone.dim');
    expect(experimentStore.getState().arms.map(({ config }) => leafAt(config, 'backbone.dim'))).toEqual([
      64, 96,
    ]);
  });

  it('of another backbone are left out where a setting is unified, and copied where they lack what differs', async () => {
    const { vary, setSetting, unify, addArm, experimentStore } = quickPage();
    const patches = () =>
      experimentStore.getState().arms.map(({ config }) => leafAt(config, 'backbone.patchSize'));
    await vary(field('backbone.patchSize'));
    await vary(field('backbone.kind'));
    await setSetting('backbone.kind', 'resnet', 0);
    await unify('backbone.patchSize');
    expect(patches()).toEqual([undefined, 8, 8]);
    await setSetting('backbone.kind', 'vit', 0);
    await setSetting('backbone.kind', 'resnet', 2);
    await addArm();
    expect(experimentStore.getState().refusal).toBeNull();
    expect(patches()).toHaveLength(4);
  });

  it('of another backbone keep their own settings when the others’ change', async () => {
    const { vary, setSetting, experimentStore } = quickPage();
    await vary(field('backbone.kind'));
    await setSetting('backbone.depth', '3');
    const [vit, resnet] = experimentStore.getState().arms.map(({ config }) => config.backbone);
    expect(vit).toMatchObject({ kind: 'vit', depth: 3 });
    expect(resnet).toEqual(defaultBackbones.resnet);
  });
});

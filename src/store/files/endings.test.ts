import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { pausedPage, quickPage, type ScriptedPage } from '../testing.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const save = ({ say, runId }: ScriptedPage, step: number) =>
  say({
    type: 'exported',
    runId: runId(),
    arm: 0,
    kind: 'checkpoint',
    step,
    fileName: 'a',
    bytes: new ArrayBuffer(1),
  });

const finish = ({ enter }: ScriptedPage) => enter('finished', 5);

describe('steps that are in no checkpoint', () => {
  it.each<[string, (all: ScriptedPage) => void, string]>([
    ['a reset', ({ reset }) => reset(), 'Begin again?'],
    ['a new seed', ({ newSeed }) => newSeed(), 'Begin again with a new seed?'],
    [
      'Run again',
      (all) => {
        finish(all);
        all.togglePlay();
      },
      'Begin again?',
    ],
    ['a reload of ours', ({ page }) => page.parts.reload(), 'Reload the page?'],
  ])('are not given up by %s without asking', async (_, command, question) => {
    const reload = vi.fn();
    const all = pausedPage(5, { reload });
    const { seed } = all.experimentStore.getState().arms[0].config;
    command(all);
    expect(all.endingsStore.getState().asked?.question).toBe(question);
    expect(all.told()).toEqual(['start']);
    await all.decide('cancel');
    expect(all.told()).toEqual(['start']);
    expect(all.experimentStore.getState().arms[0].config.seed).toBe(seed);

    command(all);
    await all.decide('discard');
    expect(all.told().length + reload.mock.calls.length).toBeGreaterThan(1);
  });

  it('are all there is to ask about: not before the first step, and not once they are saved', () => {
    const all = pausedPage(0);
    all.reset();
    expect(all.told()).toEqual(['start', 'reset']);
    all.enter('paused', 5);
    save(all, 5);
    all.reset();
    expect(all.endingsStore.getState().asked).toBeNull();
    expect(all.told()).toEqual(['start', 'reset', 'reset']);
  });

  it('go with a run that has failed: there is nothing to be saved', () => {
    const all = pausedPage(5);
    all.say({ type: 'error', runId: all.runId(), message: 'NaN.', fatal: true });
    all.togglePlay();
    expect(all.told().at(-1)).toBe('start');
  });

  it('are saved first where that is wanted', async () => {
    const all = pausedPage(5);
    all.newSeed();
    const decided = all.decide('save');
    expect(all.told()).toEqual(['start', 'export']);
    save(all, 5);
    await decided;
    expect(all.told().slice(0, 2)).toEqual(['start', 'export']);
    expect(all.told()).toHaveLength(4);
  });
});

describe('the browser asks before the page is left', () => {
  it('exactly as long as there are such steps', () => {
    const held: boolean[] = [];
    const all = pausedPage(0, { holdLeaving: (hold) => held.push(hold) });
    expect(held).toEqual([]);
    all.enter('training', 3);
    all.enter('training', 4);
    expect(held).toEqual([true]);
    save(all, 4);
    expect(held).toEqual([true, false]);
    all.enter('training', 5);
    expect(held).toEqual([true, false, true]);
    all.say({ type: 'error', runId: all.runId(), message: 'NaN.', fatal: true });
    expect(held).toEqual([true, false, true, false]);
  });

  it('and not about a reload that it was already asked about', async () => {
    const calls: string[] = [];
    const all = pausedPage(5, {
      holdLeaving: (hold) => calls.push(hold ? 'hold' : 'let go'),
      reload: () => calls.push('reload'),
    });
    all.page.parts.reload();
    await all.decide('discard');
    expect(calls).toEqual(['hold', 'let go', 'reload']);
  });

  it('not where there is no run', () => {
    const reload = vi.fn();
    const all = quickPage({ reload });
    all.page.parts.reload();
    expect(reload).toHaveBeenCalledOnce();
  });
});

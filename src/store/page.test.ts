import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { memoryIn } from './memory.ts';
import { quickPage, scriptedMemory, scriptedPage, ScriptedHistory } from './testing.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('a page', () => {
  it('shares nothing with another', () => {
    const [one, other] = [quickPage(), quickPage()];
    one.choosePreset('gate');
    one.openDialog('help');
    one.togglePlay();
    expect(other.experimentStore.getState().preset).toBe('quick');
    expect(other.page.view.store.getState().dialog).toBeNull();
    expect(other.runStore.getState().phase).toBe('idle');
    expect(other.worker()).toBeUndefined();
  });

  it('opens with the experiment of its link, and the address follows from then on', async () => {
    const link = '?preset=quick&bootstrap.topK=7&backend=wasm';
    const address = new ScriptedHistory(link);
    const all = scriptedPage({ address });
    await all.page.open(link);
    expect(all.experimentStore.getState()).toMatchObject({
      preset: 'quick',
      backend: 'wasm',
      arms: [{ config: { bootstrap: { topK: 7 } } }],
    });
    vi.runAllTimers();
    expect(address.written).toEqual([]);
    all.choosePreset('quick');
    expect(address.written).toEqual(['?preset=quick&backend=wasm']);
  });

  it('says what a link has that cannot be used', async () => {
    const all = scriptedPage();
    await all.page.open('?preset=quick&bootstrap.topK=1000&backend=abacus');
    expect(all.experimentStore.getState()).toMatchObject({ preset: 'quick', backend: 'auto', refusal: null });
    expect(all.messages()).toEqual([
      'There is no backend called "abacus"; there are auto, webgpu, wasm, cpu.',
      'The settings of this link were not used: bootstrap.topK is 1000, but it must be a whole number from 1 to 64. This is Quick as it is.',
    ]);
  });

  it('makes a part once', () => {
    const { page } = scriptedPage();
    const create = vi.fn(() => ({}));
    expect(page.part(create)).toBe(page.part(create));
    expect(create).toHaveBeenCalledExactlyOnceWith(page);
    expect(scriptedPage().page.part(create)).not.toBe(page.part(create));
  });

  it('ends its run and hears of nothing more once it is disposed of', async () => {
    const address = new ScriptedHistory();
    const all = quickPage({ address });
    const stopped = vi.fn();
    all.page.untilEnd(stopped);
    await all.page.open('');
    all.togglePlay();
    all.enter('training', 3);
    all.inspectImage(5);
    all.page.dispose();
    expect(all.told()).toEqual(['start', 'inspect', 'dispose']);
    expect(stopped).toHaveBeenCalledOnce();
    await all.setSetting('optimizer.lr', '0.003');
    all.showArm(0);
    vi.runAllTimers();
    expect(all.told()).toEqual(['start', 'inspect', 'dispose']);
    expect(address.written).toEqual([]);
  });
});

describe('what the last visit chose', () => {
  it('is chosen again', () => {
    const memory = scriptedMemory();
    const first = scriptedPage({ memory });
    first.nextTheme();
    first.allowShortcuts(false);
    first.openDialog('help');
    expect(scriptedPage({ memory }).page.view.store.getState()).toMatchObject({
      theme: 'light',
      shortcuts: false,
      dialog: null,
    });
  });

  it.each(['', '{', 'null', '3', '{"theme": "pink", "shortcuts": "no"}'])('is not %j', (stored) => {
    const memory = { recall: () => stored, keep: () => undefined };
    expect(scriptedPage({ memory }).page.view.store.getState()).toMatchObject({
      theme: 'system',
      shortcuts: true,
    });
  });

  it('is forgotten where storage is forbidden, and nothing else', () => {
    const memory = memoryIn(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    const { nextTheme, page } = scriptedPage({ memory });
    nextTheme();
    expect(page.view.store.getState().theme).toBe('light');
    expect(memory.recall('adasim-view')).toBeNull();
  });
});

import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { decodeExperiment } from '../../config/url.ts';
import { preloadParser } from './edit.ts';
import { queryOf } from './address.ts';
import { ScriptedHistory, scriptedPage } from '../testing.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

async function opened(link: string) {
  const address = new ScriptedHistory(link);
  const all = scriptedPage({ address });
  await all.page.open(link);
  return { ...all, address, edited: () => queryOf(all.experimentStore.getState()) };
}

describe('the address', () => {
  it.each(['', '?preset=quick&bootstrap.topK=5', '?preset=quick&bootstrap.topK=1000&fbclid=x'])(
    'stays "%s" as it was opened until the first edit, wherever the visitor goes',
    async (link) => {
      const { address } = await opened(link);
      address.follow('#check');
      address.follow('');
      address.go(-2);
      vi.runAllTimers();
      expect(address.written).toEqual([]);
    },
  );

  it('keeps what others put into it, letter for letter and behind what is ours', async () => {
    const { address, messages, setSetting, experimentStore } = await opened(
      '?fbclid=x%2By&preset=quick&bootstrap.topK=9&utm_source=a+b&flag',
    );
    expect(messages()).toEqual([]);
    expect(experimentStore.getState().arms[0].config.bootstrap.topK).toBe(9);
    await setSetting('bootstrap.topK', '8');
    expect(address.shown.query).toBe('?preset=quick&bootstrap.topK=8&fbclid=x%2By&utm_source=a+b&flag');
  });

  it('loses of a link that was refused what was wrong, and not what others put into it', async () => {
    const { address, messages, choosePreset } = await opened('?preset=quick&bootstrap.topk=9&gclid=x');
    expect(messages()).toEqual([
      'The settings of this link were not used: There is no setting called bootstrap.topk. Did you mean bootstrap.topK? This is Quick as it is.',
    ]);
    choosePreset('gate');
    expect(address.shown.query).toBe('?preset=gate&gclid=x');
  });

  it('is left to others in the link that is shared', async () => {
    const { edited } = await opened('?preset=quick&bootstrap.topK=9&fbclid=x');
    expect(edited()).toBe('?preset=quick&bootstrap.topK=9');
  });

  it('keeps its hash when an edit and the way to the device check fall together', async () => {
    const { address, setSetting } = await opened('?preset=quick');
    await setSetting('bootstrap.topK', '8');
    await setSetting('bootstrap.topK', '9');
    address.follow('#check');
    vi.runAllTimers();
    expect(address.entries).toEqual([
      { query: '?preset=quick&bootstrap.topK=8', hash: '' },
      { query: '?preset=quick&bootstrap.topK=9', hash: '#check' },
    ]);
    address.go(-1);
    expect(address.shown).toEqual({ query: '?preset=quick&bootstrap.topK=9', hash: '' });
  });

  it('has the experiment of the form after the device check, back, an edit, and Back twice', async () => {
    const { address, setSetting } = await opened('?preset=quick');
    address.follow('#check');
    address.follow('');
    await setSetting('bootstrap.topK', '9');
    address.go(-1);
    expect(address.shown).toEqual({ query: '?preset=quick&bootstrap.topK=9', hash: '#check' });
    address.go(-1);
    expect(address.shown).toEqual({ query: '?preset=quick&bootstrap.topK=9', hash: '' });
  });

  it('is written seldom while a slider is dragged, and last with where it rests', async () => {
    const { address, setSetting } = await opened('?preset=quick');
    for (let batch = 1; batch <= 64; batch++) {
      await setSetting('bootstrap.topK', String(batch));
      vi.advanceTimersByTime(16);
    }
    vi.runAllTimers();
    expect(address.shown.query).toBe('?preset=quick&bootstrap.topK=64');
    expect(address.written.length).toBeLessThanOrEqual(4);
  });

  it('agrees with the form after anything that the visitor does', async () => {
    await preloadParser();
    const deed = fc.oneof(
      fc.record({
        edit: fc.constantFrom('bootstrap.topK', 'seed', 'data.name', 'backbone.kind'),
        to: fc.constantFrom('1', '9', '99', 'fashion-mnist', 'resnet', 'vit', 'many'),
      }),
      fc.record({ preset: fc.constantFrom('contrast' as const, 'quick' as const, 'gate' as const) }),
      fc.record({ backend: fc.constantFrom('auto' as const, 'wasm' as const) }),
      fc.record({ hash: fc.constantFrom('', '#check', '#results') }),
      fc.record({ go: fc.constantFrom(-2, -1, 1) }),
      fc.record({ wait: fc.constantFrom(10, 300, 500) }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('?preset=quick', '?preset=quick&seed=3&fbclid=x'),
        fc.array(deed, { maxLength: 20 }),
        async (link, deeds) => {
          const { address, page, ...all } = await opened(link);
          const hashes = [''];
          let at = 0;
          const expectAgreement = () => {
            const { arms, preset, backend } = all.experimentStore.getState();
            expect(decodeExperiment(address.query())).toEqual({ preset, arms });
            const query = new URLSearchParams(address.query());
            expect(query.get('backend') ?? 'auto').toBe(backend);
            expect(query.has('fbclid')).toBe(link.includes('fbclid'));
          };
          for (const one of deeds) {
            if ('edit' in one) await all.setSetting(one.edit, one.to);
            else if ('preset' in one) all.choosePreset(one.preset);
            else if ('backend' in one) all.chooseBackend(one.backend);
            else if ('wait' in one) vi.advanceTimersByTime(one.wait);
            else if ('hash' in one) {
              at += 1;
              hashes.splice(at, Infinity, one.hash);
              address.follow(one.hash);
              expectAgreement();
            } else if (hashes[at + one.go] !== undefined) {
              at += one.go;
              address.go(one.go);
              // At once on the way through the history, and within a moment of an edit.
              expectAgreement();
            }
            expect(address.shown.hash).toBe(hashes[at]);
          }
          vi.advanceTimersByTime(400);
          expectAgreement();
          expect(address.entries.map(({ hash }) => hash)).toEqual(hashes);
          page.dispose();
        },
      ),
      { numRuns: 50 },
    );
  });
});

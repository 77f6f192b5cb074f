import { describe, expect, it } from 'vitest';
import { stream } from './random.ts';
import { PositiveSelector, type EpochSelection, type SelectionSettings } from './selection.ts';
import { SelectionHistory } from './selectionHistory.ts';
import { NeighbourTable, NeighbourWindow } from './window.ts';

const SEED = 5;
const [images, topK, length] = [6, 3, 2];
const bytesOfAnEpoch = images * topK * 8;
const policies = ['none', 'naive', 'window', 'adaptive'] as const;

/** Every image with k neighbours, itself often the first. */
function randomTable(epoch: number): NeighbourTable {
  const random = stream(epoch, 'table');
  const table = new NeighbourTable(images, topK);
  for (let image = 0; image < images; image++) {
    const others = [...random.permutation(images)].filter((j) => j !== image);
    const near = random.uniform() < 0.7 ? [image, ...others] : others;
    const similarities = Float32Array.from({ length: topK }, (_, rank) => 1 - 0.1 * rank);
    table.record(Int32Array.of(image), Int32Array.from(near.slice(0, topK)), similarities);
  }
  return table;
}

/** Eight epochs under changing settings: what was chosen, and the history that was kept on the way. */
function train(mostBytes: number): { history: SelectionHistory; chosen: EpochSelection[] } {
  const window = new NeighbourWindow(images, topK, length);
  const selector = new PositiveSelector(window);
  const history = new SelectionHistory(SEED, mostBytes);
  const settings: SelectionSettings = { policy: 'none', temperature: 0.5, includeSelf: false };
  const chosen = Array.from({ length: 8 }, (_, epoch) => {
    settings.policy = policies[epoch % policies.length] ?? 'none';
    history.record(epoch, window, settings);
    const selection = selector.selectEpoch(settings, SEED, epoch);
    window.push(randomTable(epoch));
    return selection;
  });
  return { history, chosen };
}

describe('SelectionHistory', () => {
  it('makes every choice of every epoch again', () => {
    const { history, chosen } = train(Infinity);
    expect(history.known).toEqual({ first: 0, newest: 7, dropped: false });
    chosen.forEach(({ positives, gateOpen }, epoch) => {
      for (let image = 0; image < images; image++) {
        const again = history.explain(image, epoch);
        expect(again.positive).toBe(positives[image]);
        expect(again.gateOpen).toBe(gateOpen[image] === 1);
      }
    });
    // What is drawn is drawn: the example has something to get wrong.
    expect(chosen[6]?.positives).not.toEqual(chosen[0]?.positives);
  });

  it('gives up the oldest epochs for memory, but never the newest', () => {
    const { history } = train(3.9 * bytesOfAnEpoch);
    expect(history.known).toEqual({ first: 5, newest: 7, dropped: true });
    expect(history.basis(5).settings.policy).toBe('naive');
    expect(() => history.basis(4)).toThrow(RangeError);
    expect(train(0).history.known).toEqual({ first: 7, newest: 7, dropped: true });
  });

  it('knows nothing after it is cleared, and then what comes', () => {
    const { history } = train(bytesOfAnEpoch);
    history.clear();
    expect(history.known).toBeUndefined();
    const settings: SelectionSettings = { policy: 'adaptive', temperature: 0.5, includeSelf: false };
    history.record(3, new NeighbourWindow(images, topK, length), settings);
    expect(history.known).toEqual({ first: 3, newest: 3, dropped: false });
    expect(history.explain(2, 3)).toMatchObject({ positive: 2, reason: 'window-filling' });
  });
});

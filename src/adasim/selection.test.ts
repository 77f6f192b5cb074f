import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stream } from './random.ts';
import { drawStream, PositiveSelector, type Policy, type SelectionSettings } from './selection.ts';
import { NeighbourTable, NeighbourWindow } from './window.ts';

/** Epochs as lists of `[image, neighbours, similarities]`; images not listed were not visited. */
type Visit = [image: number, neighbours: number[], similarities: number[]];

function windowOf(images: number, topK: number, length: number, epochs: Visit[][]): NeighbourWindow {
  const window = new NeighbourWindow(images, topK, length);
  for (const visits of epochs) window.push(tableOf(images, topK, visits));
  return window;
}

function tableOf(images: number, topK: number, visits: Visit[]): NeighbourTable {
  const table = new NeighbourTable(images, topK);
  for (const [image, neighbours, similarities] of visits)
    table.record(Int32Array.of(image), Int32Array.from(neighbours), Float32Array.from(similarities));
  return table;
}

const settings = (policy: Policy, changes: Partial<SelectionSettings> = {}): SelectionSettings => ({
  policy,
  temperature: 0.1,
  includeSelf: false,
  ...changes,
});

const select = (window: NeighbourWindow, image: number, how: SelectionSettings, draw = 0) =>
  new PositiveSelector(window).select(image, how, stream(draw, 'test'));

/** S_i and T_i as METHOD section 3 defines them, over all N images. */
function naiveVotes(images: number, topK: number, image: number, epochs: NeighbourTable[]) {
  const votes = new Map<number, number>();
  for (const { neighbours, similarities } of epochs)
    for (let rank = 0; rank < topK; rank++) {
      const j = neighbours[image * topK + rank] ?? -1;
      if (j >= 0 && j < images) votes.set(j, (votes.get(j) ?? 0) + (similarities[image * topK + rank] ?? 0));
    }
  return [...votes].sort(([a, scoreA], [b, scoreB]) => scoreB - scoreA || a - b).slice(0, topK);
}

/** Random epochs: for each image none or k distinct neighbours, similarities coarse enough for ties. */
const epochsArbitrary = fc
  .record({
    images: fc.integer({ min: 2, max: 12 }),
    topK: fc.integer({ min: 1, max: 5 }),
    length: fc.integer({ min: 1, max: 4 }),
    epochs: fc.integer({ min: 0, max: 7 }),
    seed: fc.integer(),
  })
  .map(({ images, topK, length, epochs, seed }) => {
    const random = stream(seed, 'epochs');
    const tables = Array.from({ length: epochs }, () => {
      const table = new NeighbourTable(images, topK);
      for (let image = 0; image < images; image++) {
        if (random.uniform() < 0.2) continue;
        const order = random.permutation(images);
        for (let rank = 0; rank < Math.min(topK, images); rank++) {
          table.neighbours[image * topK + rank] = order[rank] ?? -1;
          table.similarities[image * topK + rank] = (random.integer(9) - 2) / 8;
        }
      }
      return table;
    });
    return { images, topK, length, tables };
  });

describe('votes', () => {
  it('are those of the definition, for any history', () => {
    fc.assert(
      fc.property(epochsArbitrary, ({ images, topK, length, tables }) => {
        const window = new NeighbourWindow(images, topK, length);
        for (const table of tables) window.push(table);
        const selector = new PositiveSelector(window);
        const last = tables.slice(-length);
        for (let image = 0; image < images; image++) {
          const { candidates, scores, gateOpen } = selector.select(image, settings('adaptive'), stream(0));
          const expected = tables.length < length ? [] : naiveVotes(images, topK, image, last);
          expect([...candidates].filter((j) => j >= 0)).toEqual(expected.map(([j]) => j));
          expect([...scores].slice(0, expected.length)).toEqual(expected.map(([, score]) => score));
          expect(gateOpen).toBe(expected[0]?.[0] === image);
        }
      }),
    );
  });

  it('survive the way through a checkpoint', () => {
    fc.assert(
      fc.property(epochsArbitrary, ({ images, topK, length, tables }) => {
        const window = new NeighbourWindow(images, topK, length);
        for (const table of tables) window.push(table);
        const restored = new NeighbourWindow(images, topK, length);
        restored.importState(structuredClone(window.exportState()));
        expect(restored.exportState()).toEqual(window.exportState());
        expect(restored.isFull).toBe(window.isFull);
        const next = new NeighbourTable(images, topK);
        window.push(next);
        restored.push(next);
        expect(restored.exportState()).toEqual(window.exportState());
      }),
    );
  });

  it('prefer candidates with negative votes to images that were never near', () => {
    const window = windowOf(5, 3, 1, [[[0, [0, 3, -1], [-0.1, -0.2, 0]]]]);
    expect([...select(window, 0, settings('adaptive')).candidates]).toEqual([0, 3, -1]);
  });
});

describe('policy none', () => {
  it('trains every image on itself', () => {
    const window = windowOf(3, 1, 1, [[[0, [1], [0.9]]]]);
    expect(select(window, 0, settings('none'))).toMatchObject({ positive: 0, reason: 'baseline' });
  });
});

describe('policy naive', () => {
  const epoch: Visit[] = [
    [0, [0, 2], [0.9, 0.8]],
    [1, [2, 1], [0.9, 0.8]],
  ];

  it('takes the nearest other image of the last completed epoch, from epoch 1 on', () => {
    expect(select(windowOf(3, 2, 5, []), 0, settings('naive'))).toMatchObject({
      positive: 0,
      reason: 'window-filling',
    });
    const window = windowOf(3, 2, 5, [[[0, [1, 0], [0.9, 0.8]]], epoch]);
    expect(select(window, 0, settings('naive'))).toMatchObject({ positive: 2, reason: 'nearest' });
    expect(select(window, 1, settings('naive')).positive).toBe(2);
  });

  it('may choose the image itself with includeSelf', () => {
    const window = windowOf(3, 2, 5, [epoch]);
    expect(select(window, 0, settings('naive', { includeSelf: true }))).toMatchObject({
      positive: 0,
      reason: 'nearest',
    });
  });

  it('falls back on the image where the last epoch has no other neighbour for it', () => {
    const window = windowOf(3, 1, 5, [[[0, [0], [1]]]]);
    expect(select(window, 0, settings('naive'))).toMatchObject({ positive: 0, reason: 'no-neighbour' });
    expect(select(window, 2, settings('naive'))).toMatchObject({ positive: 2, reason: 'no-neighbour' });
  });
});

describe('policies window and adaptive', () => {
  const first: Visit[] = [
    [0, [0, 1], [0.9, 0.8]],
    [1, [2, 1], [0.9, 0.8]],
  ];
  const second: Visit[] = [
    [0, [0, 2], [0.9, 0.7]],
    [1, [2, 1], [0.9, 0.8]],
  ];

  it('wait until W epochs are recorded', () => {
    const window = windowOf(3, 2, 2, [first]);
    for (const policy of ['window', 'adaptive'] as const)
      expect(select(window, 0, settings(policy))).toMatchObject({
        positive: 0,
        reason: 'window-filling',
        gateOpen: false,
        candidates: Int32Array.of(-1, -1),
      });
  });

  it('differ in the gate only', () => {
    const window = windowOf(3, 2, 2, [first, second]);
    const closed = select(window, 1, settings('adaptive'));
    expect(closed).toMatchObject({ positive: 1, reason: 'gate-closed', gateOpen: false });
    expect([...closed.probabilities]).toEqual([0, 0]);
    expect(select(window, 1, settings('window', { temperature: 1e-4 }))).toMatchObject({
      positive: 2,
      reason: 'drawn',
      gateOpen: false,
    });
    expect(select(window, 0, settings('adaptive'))).toEqual(select(window, 0, settings('window')));
  });

  it('give softmax(S / (W·τ)) over the candidates, self included', () => {
    const { candidates, probabilities } = select(windowOf(3, 2, 2, [first, second]), 0, settings('adaptive'));
    expect([...candidates]).toEqual([0, 1]);
    const odds = Math.exp((1.8 - 0.8) / (2 * 0.1));
    expect(probabilities[0]).toBeCloseTo(odds / (1 + odds), 6);
    expect(probabilities[1]).toBeCloseTo(1 / (1 + odds), 6);
  });

  it('draw as often as the probabilities say', () => {
    const window = windowOf(3, 3, 1, [[[0, [0, 1, 2], [0.9, 0.8, 0.7]]]]);
    const selector = new PositiveSelector(window);
    const counts = new Int32Array(3);
    let probabilities = new Float32Array();
    for (let draw = 0; draw < 20_000; draw++) {
      const selection = selector.select(0, settings('adaptive'), stream(draw, 'test'));
      counts[selection.positive] = (counts[selection.positive] ?? 0) + 1;
      probabilities = Float32Array.from(selection.probabilities);
    }
    counts.forEach((count, j) =>
      expect(Math.abs(count / 20_000 - (probabilities[j] ?? 0))).toBeLessThan(0.015),
    );
  });

  it('survive temperatures at which all but the best underflow', () => {
    const { probabilities, positive } = select(
      windowOf(3, 2, 2, [first, second]),
      0,
      settings('adaptive', { temperature: 1e-4 }),
    );
    expect([...probabilities]).toEqual([1, 0]);
    expect(positive).toBe(0);
  });

  it('fall back on an image that was not visited in the whole window', () => {
    const window = windowOf(3, 2, 2, [first, second]);
    expect(select(window, 2, settings('adaptive'))).toMatchObject({ positive: 2, reason: 'no-neighbour' });
  });
});

describe('selectEpoch', () => {
  it('agrees with select, image by image', () => {
    fc.assert(
      fc.property(
        epochsArbitrary,
        fc.constantFrom<Policy>('none', 'naive', 'window', 'adaptive'),
        fc.nat(),
        ({ images, topK, length, tables }, policy, seed) => {
          const window = new NeighbourWindow(images, topK, length);
          for (const table of tables) window.push(table);
          const selector = new PositiveSelector(window);
          const epoch = selector.selectEpoch(settings(policy), seed, 4);
          for (let image = 0; image < images; image++) {
            const one = selector.select(image, settings(policy), drawStream(seed, 4, image));
            expect(epoch.positives[image]).toBe(one.positive);
            expect(epoch.gateOpen[image]).toBe(Number(one.gateOpen));
          }
        },
      ),
    );
  });
});

describe('NeighbourTable and NeighbourWindow', () => {
  it('refuse what does not fit', () => {
    const table = new NeighbourTable(3, 2);
    expect(() => table.record(Int32Array.of(0), Int32Array.of(1), Float32Array.of(1))).toThrow(RangeError);
    expect(() => table.record(Int32Array.of(3), new Int32Array(2), new Float32Array(2))).toThrow(RangeError);
    const window = new NeighbourWindow(3, 2, 1);
    expect(() => window.push(new NeighbourTable(4, 2))).toThrow(RangeError);
    const state = { epochs: 1, neighbours: new Int32Array(6).fill(3), similarities: new Float32Array(6) };
    expect(() => window.importState(state)).toThrow(RangeError);
    expect(() => window.importState({ ...state, epochs: 2 })).toThrow(RangeError);
  });

  it('a snapshot stays as it was when more is pushed', () => {
    const [first, second] = [0.5, 0.25].map((similarity) => tableOf(2, 1, [[0, [1], [similarity]]]));
    const window = new NeighbourWindow(2, 1, 1);
    if (first !== undefined) window.push(first);
    const before = window.snapshot();
    if (second !== undefined) window.push(second);
    expect(before.history).toEqual([first]);
    expect(window.history).toEqual([second]);
  });
});

import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { afterEach, expect, test } from 'vitest';
import type { MapFrame } from '../protocol/map.ts';
import { gateMark } from '../protocol/mapMarks.ts';
import { readOrigin } from '../training/checkpoint/checkpoint.ts';
import { tinyConfig } from '../training/testing.ts';
import { begun, endTrainers, expectSameRun, seldomEvaluated, twoPolicies, type Trainer } from './testing.ts';

const STEPS_PER_EPOCH = 4;
const STEPS = 14;

afterEach(endTrainers);

/** What an arm's checkpoint holds. */
async function stateOf(trainer: Trainer) {
  const origin = readOrigin(new Uint8Array((await trainer.save(0)).bytes), seldomEvaluated);
  if (origin.kind !== 'checkpoint') throw new Error('It is no checkpoint.');
  return origin.state;
}

const framesOf = (trainer: Trainer, arm = 0): MapFrame[] =>
  trainer.all('map').flatMap((event) => (event.arm === arm ? event.frame : []));

test('a run whose map is watched is the run whose is not, to the last bit and byte', async () => {
  const watched = await begun(twoPolicies);
  watched.client.watchMap(true, true);
  for (let step = 0; step < STEPS; step += 1) {
    await watched.stepTo(step + 1, step);
    watched.client.searchMap(0, 3);
    await watched.event('mapGraph');
  }
  const left = await begun(twoPolicies);
  await left.stepTo(STEPS);
  for (const arm of [0, 1]) {
    expect(framesOf(watched, arm).map(({ step, epoch }) => [step, epoch])).toEqual([
      [4, 1],
      [8, 2],
      [12, 3],
    ]);
  }
  await expectSameRun(watched, left);
  expect(framesOf(left)).toEqual([]);
});

test('positions are a PCA of the bank in double precision, up to sign; gates and neighbours those of the run', async () => {
  const trainer = await begun(twoPolicies);
  trainer.client.watchMap(true, false);
  const told = trainer.event('map', ({ arm, frame }) => arm === 0 && frame.step === 3 * STEPS_PER_EPOCH);
  await trainer.stepTo(3 * STEPS_PER_EPOCH);
  const { frame } = await told;
  const state = await stateOf(trainer);
  const { features, written } = state.bank;
  const images = [...written.keys()].filter((image) => written[image] === 1);
  expect([...frame.images]).toEqual(images);
  expect(images).toHaveLength(tinyConfig.data.trainImages);

  const dim = features.length / written.length;
  const rows = images.map((image) => [...features.subarray(image * dim, (image + 1) * dim)]);
  const centred = new Matrix(rows).center('column');
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(
    centred.transpose().mmul(centred),
    {
      assumeSymmetric: true,
    },
  );
  const order = realEigenvalues
    .map((_, place) => place)
    .sort((a, b) => (realEigenvalues[b] ?? 0) - (realEigenvalues[a] ?? 0));
  const total = realEigenvalues.reduce((sum, value) => sum + value, 0);
  for (const axis of [0, 1] as const) {
    const place = order[axis] ?? 0;
    expect(frame.explained[axis]).toBeCloseTo((realEigenvalues[place] ?? NaN) / total, 6);
    const expected = centred.mmul(eigenvectorMatrix.getColumnVector(place)).to1DArray();
    const mine = expected.map((_, row) => frame.positions[2 * row + axis] ?? NaN);
    const sign = Math.sign(mine.reduce((sum, value, row) => sum + value * (expected[row] ?? 0), 0));
    const largest = Math.max(...expected.map(Math.abs));
    expect(largest).toBeGreaterThan(1e-3);
    mine.forEach((value, row) => {
      expect(Math.abs(sign * value - (expected[row] ?? NaN))).toBeLessThan(1e-4 * largest);
    });
  }

  expect([...frame.gates]).toEqual(
    images.map((image) => (state.selection.gateOpen[image] === 1 ? gateMark.open : gateMark.shut)),
  );
  expect(new Set(frame.gates).size).toBe(2);
  const { epochs, neighbours } = state.window;
  const { nearest } = frame;
  expect(nearest).toBe(tinyConfig.bootstrap.topK);
  const latest = images.flatMap((image) => {
    const from = (image * epochs + epochs - 1) * nearest;
    return [...neighbours.subarray(from, from + nearest)];
  });
  expect([...frame.neighbours]).toEqual(latest);
});

test('who begins to watch is told at once where the run stands, with its images, and no more once that ends', async () => {
  const trainer = await begun(twoPolicies);
  await trainer.stepTo(6);
  expect(framesOf(trainer)).toEqual([]);
  const frames = [0, 1].map((of) => trainer.event('map', ({ arm }) => arm === of));
  const atlas = trainer.event('mapAtlas');
  trainer.client.watchMap(true, true);
  for (const { frame } of await Promise.all(frames))
    expect(frame).toMatchObject({ step: 6, epoch: 1, atEpochEnd: false });
  const { images, names, labels, pictures, size, trainImages } = (await atlas).atlas;
  expect([...images]).toEqual(Array.from({ length: tinyConfig.data.trainImages }, (_, image) => image));
  expect(trainImages).toBe(images.length);
  expect([names.length, labels.length, pictures.length]).toEqual([
    images.length,
    images.length,
    images.length * size * size * 4,
  ]);
  expect(framesOf(trainer)[0]?.gates).toEqual(new Uint8Array(images.length).fill(gateMark.waiting));

  trainer.client.watchMap(false, false);
  await trainer.stepTo(12, 6);
  await trainer.save(0);
  expect(framesOf(trainer)).toHaveLength(1);
});

test('a search finds who is nearest in the bank, without itself; a reset begins with an empty one', async () => {
  const trainer = await begun(twoPolicies);
  await trainer.stepTo(8);
  const answer = trainer.event('mapGraph');
  trainer.client.searchMap(0, 5);
  const { graph } = await answer;
  const state = await stateOf(trainer);
  const { features, written } = state.bank;
  const dim = features.length / written.length;
  const cosine = (one: number, other: number) => {
    let sum = 0;
    for (let i = 0; i < dim; i += 1) sum += (features[one * dim + i] ?? 0) * (features[other * dim + i] ?? 0);
    return sum;
  };
  expect(graph).toMatchObject({ step: 8, epoch: 2, nearest: 5 });
  graph?.images.forEach((image, place) => {
    const others = [...graph.images].filter((other) => other !== image);
    const best = others.map((other) => cosine(image, other)).sort((a, b) => b - a);
    for (let rank = 0; rank < 5; rank += 1) {
      const found = graph.images[graph.neighbours[5 * place + rank] ?? -1] ?? image;
      expect(found).not.toBe(image);
      expect(cosine(image, found)).toBeCloseTo(best[rank] ?? NaN, 5);
      expect(graph.similarities[5 * place + rank]).toBeCloseTo(best[rank] ?? NaN, 5);
    }
  });

  const again = trainer.event('shape', ({ arm }) => arm === 1);
  trainer.client.reset(true);
  await again;
  const nothing = trainer.event('mapGraph');
  trainer.client.searchMap(0, 5);
  expect((await nothing).graph).toBeNull();
});

import { expect, test } from 'vitest';
import { tallyOf } from './tally.ts';

const ballot = (epoch: number, ...neighbours: [number, number][]) => ({
  epoch,
  neighbours: neighbours.map(([image, similarity]) => ({ image, similarity })),
});
const candidate = (image: number, score: number) => ({ image, score, probability: 0 });

test('the candidates in their order, with a vote in each epoch that has them', () => {
  const { epochs, rows } = tallyOf({
    image: 5,
    windowLength: 2,
    ballots: [ballot(3, [5, 0.9], [6, 0.8]), ballot(4, [5, 0.7], [7, 0.6])],
    candidates: [candidate(5, 1.6), candidate(6, 0.8), candidate(7, 0.6)],
  });
  expect(epochs).toEqual([3, 4]);
  expect(rows).toEqual([
    { image: 5, isSelf: true, score: 1.6, cast: [0.9, 0.7] },
    { image: 6, isSelf: false, score: 0.8, cast: [0.8, null] },
    { image: 7, isSelf: false, score: 0.6, cast: [null, 0.6] },
  ]);
});

test('while the window fills, the votes so far, and places for the epochs to come', () => {
  const { epochs, rows } = tallyOf({
    image: 5,
    windowLength: 3,
    ballots: [ballot(0, [6, 0.5], [5, 0.4]), ballot(1, [5, 0.3])],
    candidates: [],
  });
  expect(epochs).toEqual([0, 1, null]);
  expect(rows.map(({ image, cast }) => [image, cast])).toEqual([
    [5, [0.4, 0.3, null]],
    [6, [0.5, null, null]],
  ]);
});

test('the picture itself has a row wherever it has votes', () => {
  const candidates = [1, 2, 3, 4, 5].map((image) => candidate(image, 10 - image));
  const { rows } = tallyOf({ image: 5, windowLength: 1, ballots: [ballot(0)], candidates });
  expect(rows.map(({ image }) => image)).toEqual([1, 2, 3, 5]);
});

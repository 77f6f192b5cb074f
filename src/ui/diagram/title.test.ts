import { expect, test } from 'vitest';
import { nameParts, plainTitle, titleOf, type TitleGrounds } from './title.ts';

const grounds = (changes: Partial<TitleGrounds>): TitleGrounds => ({
  image: 1,
  positive: 1,
  reason: 'drawn',
  settings: { policy: 'adaptive', temperature: 0.1, includeSelf: false },
  candidates: [{ image: 1, score: 2, probability: 1 }],
  ballots: [],
  windowLength: 3,
  bootstrapsEmbeddings: false,
  images: new Map([
    [1, { name: 'cactus (Twemoji)' }],
    [2, { name: 'four leaf clover (Noto)' }],
    [3, { name: 'cactus (OpenMoji)' }],
  ]),
  ...changes,
});
const settings = (policy: TitleGrounds['settings']['policy']) => ({
  settings: { policy, temperature: 0.1, includeSelf: false },
});

test.each<[string, Partial<TitleGrounds>]>([
  ['“Cactus” learns from itself; nobody asks what looks like it.', { reason: 'baseline' }],
  [
    '“Cactus” keeps its own two views; a stored look-alike stands in for what the network made of one.',
    { reason: 'baseline', bootstrapsEmbeddings: true },
  ],
  ['“Cactus” learns from itself: the gate waits for 3 epochs of votes.', { reason: 'window-filling' }],
  [
    '“Cactus” learns from itself: the draw waits for an epoch of votes.',
    { reason: 'window-filling', windowLength: 1, ...settings('window') },
  ],
  [
    '“Cactus” learns from itself: no epoch has recorded who is near yet.',
    { reason: 'window-filling', ...settings('naive') },
  ],
  ['“Cactus” learns from itself: nothing is recorded of it yet.', { reason: 'no-neighbour' }],
  [
    '“Cactus” has to learn from the nearest picture, “four leaf clover”.',
    { reason: 'nearest', positive: 2, ...settings('naive') },
  ],
  ['“Cactus” is its own nearest, so it learns from itself.', { reason: 'nearest', ...settings('naive') }],
  [
    '“Cactus” is taken for “four leaf clover”, so the gate is shut: it learns from itself.',
    { reason: 'gate-closed', candidates: [{ image: 2, score: 2, probability: 0 }] },
  ],
  [
    '“Cactus” is taken for another “cactus”, so the gate is shut: it learns from itself.',
    { reason: 'gate-closed', candidates: [{ image: 3, score: 2, probability: 0 }] },
  ],
  [
    '“Cactus” is recognised, so the gate is open: it learns from “four leaf clover”.',
    { reason: 'drawn', positive: 2 },
  ],
  ['“Cactus” is recognised, so the gate is open; this time it drew itself.', { reason: 'drawn' }],
  [
    '“Cactus” draws among its look-alikes: this time another “cactus”.',
    { reason: 'drawn', positive: 3, ...settings('window') },
  ],
])('%s', (sentence, changes) => {
  expect(plainTitle(titleOf(grounds(changes)))).toBe(sentence);
});

test('the gate alone is in the colour of the arm', () => {
  const shut = titleOf(grounds({ reason: 'gate-closed', candidates: [] }));
  expect(shut.filter((piece) => typeof piece !== 'string')).toEqual([
    { bold: 'taken for' },
    { gate: 'shut' },
  ]);
});

test('a name is what a picture shows, and the style that it is drawn in', () => {
  expect(nameParts('flag (Iraq) (Twemoji)')).toEqual({ thing: 'flag (Iraq)', style: 'Twemoji' });
  expect(nameParts('Sandal')).toEqual({ thing: 'Sandal', style: undefined });
});

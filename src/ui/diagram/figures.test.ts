import { expect, test } from 'vitest';
import type { PairOutputs } from '../../protocol/pairOutputs.ts';
import { angleOf, contrastBars, mirroredBars, outputsText } from './figures.ts';

const likeliest = [
  { prototype: 3, guess: 0.5, answer: 0.1 },
  { prototype: 8, guess: 0.25, answer: 0.4 },
];

test('bars are shares of the tallest, be it of the guess or of the answer', () => {
  expect(mirroredBars({ likeliest })).toEqual([
    { prototype: 3, up: 1, down: 0.2 },
    { prototype: 8, up: 0.5, down: 0.8 },
  ]);
});

test('an angle is a half turn at most, whatever rounding makes of the cosine', () => {
  expect(angleOf(1.0000001)).toBe(0);
  expect(angleOf(0)).toBeCloseTo(Math.PI / 2, 12);
  expect(angleOf(-1.0000001)).toBeCloseTo(Math.PI, 12);
});

test('its own bar first, then the others by nearness', () => {
  expect(contrastBars({ similarities: [0.4, -0.2, 0.8] })).toEqual([0.5, 1, -0.25]);
});

test.each<[PairOutputs, string]>([
  [
    { kind: 'prototypes', after: 3, prototypes: 9, likeliest, loss: 1.5 },
    'The student gives most to prototype 4 with 50\u202f% and prototype 9 with 25\u202f%; the teacher to prototype 9 with 40\u202f% and prototype 4 with 10\u202f%. Loss of this pair 1.50.',
  ],
  [
    { kind: 'angle', after: 3, cosine: 0.5, loss: 1 },
    'Guess and answer point 60 degrees apart, cosine 0.50. Loss of this pair 1.00.',
  ],
  [
    { kind: 'batch', after: 3, similarities: [0.4, -0.2, 0.8], loss: 2 },
    'The answer to its partner has cosine 0.40 with the guess; 1 of 2 others are nearer. Loss of this pair 2.00.',
  ],
])('%# tells what is drawn', (outputs, text) => {
  expect(outputsText(outputs)).toBe(text);
});

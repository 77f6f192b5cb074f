import { expect, it } from 'vitest';
import { presets } from '../../config/presets.ts';
import { stretchesOf } from './forms.ts';

/** The forms that are explained, each by its word or its metric. */
const found = (sentence: string) =>
  stretchesOf(sentence).flatMap(({ text, of }) =>
    of === undefined ? [] : [`${text}: ${typeof of === 'string' ? of : of.label}`],
  );

it('finds words as sentences have them, the longest first', () => {
  expect(found('Two ViTs under the stopped gradient: k-NN accuracy .4, ln\u00a0K 5.5.')).toEqual([
    'ViTs: ViT',
    'stopped gradient: stop-gradient',
    'k-NN accuracy: k-NN accuracy',
    'ln\u00a0K: ln K',
  ]);
  expect(found('k-NN .4, untrained .3, raw pixels .5')).toEqual([
    'k-NN: k-NN accuracy',
    'untrained: untrained',
    'raw pixels: raw pixels',
  ]);
});

it('explains a word once in a sentence, and no part of another word', () => {
  expect(found('A teacher is a teacher. Reviews, a navigated charm, the view-finder.')).toEqual([
    'teacher: teacher',
  ]);
});

it('changes nothing of what is read', () => {
  for (const { story } of Object.values(presets))
    expect(
      stretchesOf(story)
        .map(({ text }) => text)
        .join(''),
    ).toBe(story);
});

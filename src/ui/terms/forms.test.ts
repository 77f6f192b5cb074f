import { expect, it } from 'vitest';
import { presetNames, presets } from '../../config/presets.ts';
import { metricOf } from '../../metrics/metric.ts';
import { questions } from '../../metrics/questions.ts';
import { declarations, metricIds } from '../../metrics/table.ts';
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

/** What a preset's page shows large, by its declaration: of each question its own choice, or the first. */
function shownLarge({ shows = {} }: (typeof presets)[keyof typeof presets]) {
  return questions.map(({ id, metrics: [first] }) => shows[id] ?? first.id);
}

it.each(presetNames)(
  'the metrics that the story of %s names are those that its charts show large',
  (name) => {
    const named = stretchesOf(presets[name].story).flatMap(({ of }) =>
      metricIds.filter((id) => declarations[id] === of),
    );
    expect(shownLarge(presets[name])).toEqual(expect.arrayContaining(named));
    for (const id of named) {
      const { when = () => true } = metricOf(id);
      expect(presets[name].arms.some(({ config }) => when(config))).toBe(true);
    }
  },
);

it('stories do name metrics', () => {
  const naming = presetNames.filter((name) =>
    found(presets[name].story).some((one) => /RankMe|k-NN|entropy/.test(one)),
  );
  expect(naming).toEqual(expect.arrayContaining(['contrast', 'quick', 'nnclr', 'collapse', 'gate']));
});

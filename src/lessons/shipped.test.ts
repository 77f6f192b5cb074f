/** @file What the shipped lessons name is there: the build rests on it, and who changes a text sees here what is wrong. */
import { describe, expect, it, test } from 'vitest';
import { groundlessIn } from './grounds.ts';
import { parseLesson } from './parse.ts';
import { shippedLessons, shippedTexts } from './shipped.ts';

test('there are lessons, each in a file called after it, and in an order', () => {
  expect(shippedLessons.map(({ id }) => id)).toEqual([
    'learning-without-labels',
    'collapse',
    'neighbours',
    'the-gate',
    'did-it-learn',
    'your-own-experiment',
  ]);
  for (const [file, text] of shippedTexts) expect(`${parseLesson(text).id}.md`).toBe(file);
});

describe.each([...shippedTexts])('%s', (_, text) => {
  const lesson = parseLesson(text);

  it('names arms, values and metrics that its presets have', () => {
    expect(groundlessIn(lesson).map(({ message }) => message)).toEqual([]);
  });

  it('shows two charts where it chooses, as a projector has room for', () => {
    for (const { charts } of lesson.cards) expect([0, 2]).toContain(charts.length);
  });

  it('has something to do, and a question, on most of its cards', () => {
    const of = (what: 'task' | 'question') => lesson.cards.filter((card) => card[what] !== null).length;
    expect(of('task')).toBeGreaterThan(lesson.cards.length / 2);
    expect(of('question')).toBeGreaterThan(lesson.cards.length / 2);
  });
});

describe('what is not there is found', () => {
  const card = (...lines: string[]) =>
    groundlessIn(
      parseLesson(
        ['---', 'id: a', 'title: b', 'about: c', 'preset: nnclr', '---', '## D', '', ...lines].join('\n'),
      ),
    ).map(({ message }) => message);

  it.each<[string[], string]>([
    [
      ['{live:adaptive.loss}'],
      'line 7: in the card that begins here, the preset nnclr has no arm called “adaptive”.',
    ],
    [
      ['{live:retrieval}'],
      'line 7: in the card that begins here, the preset nnclr does not measure “retrieval”.',
    ],
    [['e', '::: try arm:adaptive', 'f', ':::'], 'line 10: the preset nnclr has no arm called “adaptive”.'],
    [['e', '::: try set:bootstrap.topK=0', ':::'], 'line 10: bootstrap.topK is 0, but it must be a whole'],
    [
      ['e', '::: ask', 'f', '- [x] {floor:retrieval.chance}', '- [ ] h', 'i', ':::'],
      'line 7: in the card that begins here, the preset nnclr does not measure “retrieval”.',
    ],
  ])('%j', (lines, fault) => {
    expect(card(...lines)).toEqual([expect.stringContaining(fault)]);
  });

  it('and what is there is left alone', () => {
    expect(card('{live:naive.knnAccuracy}', '', '::: try set:bootstrap.topK=4', ':::')).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { parseLesson } from './parse.ts';

const front = ['---', 'id: own', 'title: My own', 'about: One sentence.', 'preset: contrast', '---', ''];

/** A lesson with these lines for its only card; they begin in line 8. */
const withCard = (...lines: string[]) => parseLesson([...front, ...lines].join('\n'));

const fullCard = [
  '## The gate',
  'point: gate',
  'charts: gateOpenShare, knnAccuracy',
  'needs: recorded',
  '',
  'A picture may learn **only if',
  'it finds itself**: {live:adaptive.gateOpenShare} do.',
  '',
  'Second paragraph.',
  '',
  '::: try arm:naive "Show naive"',
  'Take the gate away.',
  ':::',
  '',
  '::: ask',
  'For how many?',
  '',
  '- [ ] all',
  '- [x] {setting:epochs}',
  '',
  'So many.',
  ':::',
];

describe('a lesson', () => {
  it('is what its lines say', () => {
    const lesson = withCard(...fullCard);
    expect(lesson).toMatchObject({ id: 'own', title: 'My own', language: 'en', order: Infinity });
    expect(lesson.cards).toEqual([
      {
        line: 8,
        title: 'The gate',
        preset: 'contrast',
        needs: 'recorded',
        point: { is: 'element', name: 'gate' },
        charts: ['gateOpenShare', 'knnAccuracy'],
        text: [
          [
            { strong: false, text: 'A picture may learn ' },
            { strong: true, text: 'only if it finds itself' },
            { strong: false, text: ': ' },
            { strong: false, number: { of: 'live', arm: 'adaptive', metric: 'gateOpenShare' } },
            { strong: false, text: ' do.' },
          ],
          [{ strong: false, text: 'Second paragraph.' }],
        ],
        task: {
          line: 18,
          action: { does: 'arm', label: 'naive' },
          label: 'Show naive',
          text: [[{ strong: false, text: 'Take the gate away.' }]],
        },
        question: {
          text: [[{ strong: false, text: 'For how many?' }]],
          options: [
            { right: false, text: [{ strong: false, text: 'all' }] },
            { right: true, text: [{ strong: false, number: { of: 'setting', path: 'epochs' } }] },
          ],
          answer: [[{ strong: false, text: 'So many.' }]],
        },
      },
    ]);
  });

  it('may have any ends of lines, and a byte-order mark', () => {
    const text = [...front, ...fullCard].join('\r\n');
    expect(parseLesson(`\ufeff${text}`)).toEqual(withCard(...fullCard));
  });

  it('may have a blank line, or none, between its title and what is said of it', () => {
    const [close] = withCard('## A', 'point: gate', '', 'b').cards;
    expect(withCard('## A', '', 'point: gate', '', 'b').cards).toEqual([close]);
    expect(withCard('## A', 'b').cards[0].text).toEqual([[{ strong: false, text: 'b' }]]);
  });
});

describe('a fault is told with its line', () => {
  it.each<[string[], string]>([
    [['## '], 'line 8: this card has no title behind its “## ”.'],
    [['## A'], 'line 8: this card has no text.'],
    [['words', '## A', '', 'b'], 'line 8: before the first card, which “## ” begins, nothing can stand.'],
    [['## A', 'point: gat', '', 'b'], 'line 9: there is no element called “gat”; there are arms, diagram, '],
    [['## A', 'point: chart.accuracy', '', 'b'], 'line 9: there is no metric called “accuracy”'],
    [['## A', 'point: chart.knnRight', '', 'b'], 'line 9: no chart shows “knnRight”.'],
    [['## A', 'point: question.learn', '', 'b'], 'line 9: there is no question called “learn”.'],
    [['## A', 'point: setting.topK', '', 'b'], 'line 9: there is no setting called “topK”'],
    [
      ['## A', 'charts: rankMe, loss, featureStd', '', 'b'],
      'line 9: the chart “featureStd” stands in the card',
    ],
    [
      ['## A', 'needs: luck', '', 'b'],
      'line 9: there is no need called “luck”; there are live and recorded.',
    ],
    [['## A', 'preset: mine', '', 'b'], 'line 9: there is no preset called “mine”; there are contrast, '],
    [['## A', 'pointing: gate', '', 'b'], 'line 9: here stand lines such as “point: …”'],
    [['## A', '', 'point: gate', 'no blank line', '', 'b'], 'line 11: here stand lines such as “point: …”'],
    [['## A', 'point: gate', 'point: votes', '', 'b'], 'line 10: “point” stands here twice.'],
    [['## A', 'point:', '', 'b'], 'line 9: “point” has no value.'],
    [['## A', '', 'b <b>c</b>'], 'line 10: there is no HTML in a lesson'],
    [['## A', '', 'see [this](https://example.org)'], 'line 10: there are no links'],
    [['## A', '', '# B'], 'line 10: a card begins with “## ”'],
    [['## A', '', '- b'], 'line 10: lists are for the options'],
    [['## A', '', 'a **b', 'c'], 'line 10: this ** has no second **'],
    [['## A', '', 'a {b'], 'line 10: this { has no }'],
    [['## A', '', '{b}'], 'line 10: “{b}” is no number; write {live:ARM.METRIC}'],
    [['## A', '', 'c', '{live:naive.knn}'], 'line 11: there is no metric called “knn”'],
    [['## A', '', '{live:covarianceSpectrum}'], 'line 10: “covarianceSpectrum” is more than one number.'],
    [['## A', '', '{floor:loss.untrained}'], 'line 10: “loss” has no floor “untrained”.'],
    [['## A', '', '{floor:rankMe.low}'], 'line 10: there is no floor called “low”; there are untrained, raw'],
    [['## A', '', 'b', '::: try'], 'line 11: this “try” has no line of ::: that ends it.'],
    [['## A', '', 'b', '::: try', ':::'], 'line 11: a “try” names its action'],
    [['## A', '', 'b', '::: try pley', ':::'], 'line 11: there is no action called “pley”; there are play, '],
    [['## A', '', 'b', '::: try set:topK=3', ':::'], 'line 11: there is no setting called “topK”'],
    [['## A', '', 'b', '::: try set:epochs', ':::'], 'line 11: set: wants a setting and a value'],
    [['## A', '', 'b', '::: try train:0', ':::'], 'line 11: “0” is no number of epochs'],
    [['## A', '', 'b', '::: try scrub:', ':::'], 'line 11: scrub: wants something behind its colon.'],
    [['## A', '', 'b', '::: try preset:mine', ':::'], 'line 11: there is no preset called “mine”'],
    [['## A', '', 'b', '::: try open:door', ':::'], 'line 11: there is no part to open called “door”'],
    [['## A', '', 'b', '::: tip', ':::'], 'line 11: a line of ::: begins “::: try ACTION” or “::: ask”'],
    [['## A', '', 'b', ':::'], 'line 11: a line of ::: begins'],
    [['## A', '', 'b', '::: try play', '::: ask'], 'line 12: the “try” of line 11 has not ended'],
    [['## A', '', 'b', '::: try play', ':::', '::: try step', ':::'], 'line 13: a card has one “try”'],
    [['## A', '', 'b', '::: ask', 'c?', ':::'], 'line 11: an “ask” has 2 to 5 options'],
    [['## A', '', 'b', '::: ask', 'c?', '- [ ] d', '- [ ] e', 'f', ':::'], 'line 11: one option of an “ask”'],
    [['## A', '', 'b', '::: ask', 'c?', '- [x] d', '- [x] e', 'f', ':::'], 'line 11: one option of an “ask”'],
    [['## A', '', 'b', '::: ask', '- [x] d', '- [ ] e', 'f', ':::'], 'line 11: this “ask” has no question'],
    [['## A', '', 'b', '::: ask', 'c?', '- [x] d', '- [ ] e', ':::'], 'line 11: this “ask” has no answer'],
    [['## A', '', 'b', '::: ask', 'c?', '- [x] d', 'x', '- [ ] e', 'f', ':::'], 'line 14: options stand in'],
  ])('%j', (lines, fault) => {
    expect(() => withCard(...lines)).toThrow(fault);
  });

  it.each<[string, string]>([
    ['', 'line 1: a lesson begins with a line of ---'],
    ['# Title', 'line 1: a lesson begins with a line of ---'],
    ['---\nid: a', 'line 1: there is no second line of ---'],
    ['---\n---', 'line 1: “preset: …” is missing.'],
    ['---\npreset: mine\n---', 'line 2: there is no preset called “mine”'],
    ['---\npreset: quick\n---', 'line 1: “id: …” is missing.'],
    ['---\npreset: quick\nid: A b\n---', 'line 3: the id “A b” must be small letters'],
    [
      '---\npreset: quick\nid: a\ntitle: T\nabout: B\nlanguage: Deutsch!\n---',
      'line 6: “Deutsch!” is no language',
    ],
    ['---\npreset: quick\nid: a\ntitle: T\nabout: B\norder: -1\n---', 'line 6: the order “-1” must be'],
    ['---\npreset: quick\nid: a\ntitle: T\nabout: B\n---', 'line 7: there is no card'],
    ['---\npreset: quick\nauthor: me\n---', 'line 3: here stand lines such as “id: …”'],
  ])('%j', (text, fault) => {
    expect(() => parseLesson(text)).toThrow(fault);
  });

  it('of a lesson with more cards than anyone reads', () => {
    const cards = Array.from({ length: 41 }, () => ['## A', '', 'b', ''].join('\n'));
    expect(() => withCard(...cards)).toThrow('there are 41 cards');
  });
});

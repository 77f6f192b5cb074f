import { expect, it } from 'vitest';
import type { Results } from '../../store/results/results.ts';
import { asCsv, asMarkdown } from './words.ts';

const results: Results = {
  step: 2220,
  columns: [
    { id: 'knnAccuracy', title: 'k-NN', of: 'Emoji-32', error: 0.0158 },
    { id: 'transferKnn', title: 'transfer k-NN', of: 'Fashion-MNIST', error: 0.0221 },
    { id: 'rankMe', title: 'RankMe', of: 'dimensions', error: null },
  ],
  arms: [
    {
      label: 'τ 0.02, k 8',
      stopped: false,
      cells: [
        { value: 0.55612, best: true, unbeaten: [] },
        { value: 0.4, best: false, unbeaten: ['untrained', 'raw pixels'] },
        { value: 12.345, best: false, unbeaten: [] },
      ],
    },
    {
      label: 'a|b',
      stopped: true,
      cells: [
        { value: 0.4, best: false, unbeaten: [] },
        { value: null, best: false, unbeaten: [] },
        { value: 9, best: false, unbeaten: [] },
      ],
    },
  ],
  floors: [
    { name: 'untrained', of: ['a|b'], values: [0.3, 0.5, 30] },
    { name: 'chance', of: [], values: [0.1, 0.1, null] },
  ],
};

it('as Markdown they stand as on the page', () => {
  expect(asMarkdown(results).split('\n')).toEqual([
    '|  | k-NN (Emoji-32) | transfer k-NN (Fashion-MNIST) | RankMe (dimensions) |',
    '| --- | ---: | ---: | ---: |',
    '| τ 0.02, k 8 | **0.556** | 0.400 (≤ untrained, raw pixels) | 12.3 |',
    '| a\\|b | 0.400 | – | 9.0 |',
    '| untrained (a\\|b) | 0.300 | 0.500 | 30.0 |',
    '| chance | 0.100 | 0.100 | – |',
    '| one standard error | ± 0.016 | ± 0.022 |  |',
    '',
  ]);
});

it('as CSV they are not rounded', () => {
  expect(asCsv(results).split('\n')).toEqual([
    ',k-NN (Emoji-32),transfer k-NN (Fashion-MNIST),RankMe (dimensions)',
    '"τ 0.02, k 8",0.55612,0.4,12.345',
    'a|b,0.4,,9',
    'untrained (a|b),0.3,0.5,30',
    'chance,0.1,0.1,',
    'one standard error,0.0158,0.0221,',
    '',
  ]);
});

it('as CSV a label is no formula', () => {
  const arms = results.arms.map((arm) => ({ ...arm, label: '=1+1' }));
  expect(asCsv({ ...results, arms }).split('\n')[1]).toBe("'=1+1,0.55612,0.4,12.345");
});

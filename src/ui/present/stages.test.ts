import { expect, it } from 'vitest';
import { shippedLessons } from '../../lessons/shipped.ts';
import { stagesOf } from './stages.ts';

it('shows of every card what it has, its idea first and the answer behind the question', () => {
  const cards = shippedLessons.flatMap((lesson) => lesson.cards);
  for (const card of cards) {
    const stages = stagesOf(card);
    expect(stages[0]).toBe('text');
    expect(stages.includes('task')).toBe(card.task !== null);
    expect(stages.indexOf('answer')).toBe(card.question === null ? -1 : stages.indexOf('question') + 1);
  }
  expect(new Set(cards.map((card) => stagesOf(card).length))).toEqual(new Set([2, 3, 4]));
});

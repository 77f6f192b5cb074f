/** @file A card on a projector, one thing at a time: its idea, what to do, the question, the answer. Pure. */
import type { Card } from '../../lessons/lesson.ts';

export type Stage = 'text' | 'task' | 'question' | 'answer';

export const stagesOf = ({ task, question }: Card): readonly Stage[] => [
  'text',
  ...(task === null ? [] : (['task'] as const)),
  ...(question === null ? [] : (['question', 'answer'] as const)),
];

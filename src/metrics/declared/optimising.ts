/** @file What does it optimise? The loss, and the schedules it is minimised under. */
import type { ExperimentConfig } from '../../config/schema.ts';
import type { Declarations, Words } from '../declaration.ts';
import { fixed, short } from '../format.ts';
import { uniform } from '../references.ts';

const loss = (help: string): Words => ({ label: 'loss', line: 'what training makes small', help });

/** One for each method: the same object for the same words. */
const lossOf = {
  dino: loss('The cross-entropy between teacher and student: stuck at ln\u00a0K, the teacher says nothing.'),
  byol: loss(
    'The distance of a prediction from the teacher’s projection of the other view: 0 where they point the same way.',
  ),
  simsiam: loss(
    'The negative cosine of a prediction and the projection of the other view: −1 where they point the same way.',
  ),
  infonce: loss('The cross-entropy of finding an image’s other view among those of the rest of the batch.'),
} satisfies Record<ExperimentConfig['method'], Words>;

const schedule = { from: 'steps', holds: 'number', scheduled: true } as const;

export const optimising = {
  /**
   * the loss that was minimised, before the update ([section 4](#4-methods))
   *
   * @collapse `dino` ln K or 0, `byol` 0, `simsiam` −1, `infonce` ln B
   */
  loss: {
    ...lossOf.dino,
    from: 'steps',
    holds: 'number',
    format: short,
    logarithm: true,
    references: uniform,
    wordsFor: ({ method }: ExperimentConfig) => lossOf[method],
  },
  /**
   * lr of the schedule, live changes included
   *
   * @collapse does not see it
   */
  lr: {
    ...schedule,
    label: 'learning rate',
    line: 'warm-up, then cosine',
    help: 'Rises during the warm-up, then falls by a cosine.',
    format: short,
    include: [0],
  },
  /**
   * τ_t of the schedule
   *
   * @collapse does not see it
   */
  teacherTemperature: {
    ...schedule,
    label: 'teacher τ',
    line: 'sharpness of the teacher',
    help: 'Low sharpens the teacher’s choice.',
    format: short,
  },
  /**
   * m of the schedule
   *
   * @collapse does not see it
   */
  teacherMomentum: {
    ...schedule,
    label: 'teacher EMA',
    line: 'how slowly the teacher follows',
    help: 'At 1 the teacher no longer follows the student.',
    format: (value: number) => fixed(value, 4),
    include: [1],
  },
  /**
   * wd of the schedule
   *
   * @collapse does not see it
   */
  weightDecay: {
    ...schedule,
    label: 'weight decay',
    line: 'how much the weights shrink',
    help: 'Rises by a cosine.',
    format: short,
    uncharted: true,
  },
} satisfies Declarations;

/** @file What does it optimise? The loss, and the schedules it is minimised under. */
import { fixed, short } from '../format.ts';
import type { ExperimentConfig } from '../../config/schema.ts';
import { none, uniform, type Metric, type Question } from '../metric.ts';

const whatIsMinimised: Record<ExperimentConfig['method'], string> = {
  dino: 'The cross-entropy between teacher and student: stuck at ln\u00a0K, the teacher says nothing.',
  byol: 'The distance of a prediction from the teacher’s projection of the other view: 0 where they point the same way.',
  simsiam:
    'The negative cosine of a prediction and the projection of the other view: −1 where they point the same way.',
  infonce: 'The cross-entropy of finding an image’s other view among those of the rest of the batch.',
};

const loss: Metric = {
  id: 'loss',
  label: 'loss',
  line: 'what training makes small',
  help: whatIsMinimised.dino,
  from: 'steps',
  value: (record) => record.loss,
  format: short,
  references: uniform,
};

/** One for each method: the same object for the same words. */
const lossOf = {
  dino: loss,
  byol: { ...loss, help: whatIsMinimised.byol },
  simsiam: { ...loss, help: whatIsMinimised.simsiam },
  infonce: { ...loss, help: whatIsMinimised.infonce },
} satisfies Record<ExperimentConfig['method'], Metric>;

export const optimising: Question = {
  id: 'optimising',
  title: 'What does it optimise?',
  metrics: [
    { ...loss, namedFor: ({ method }) => lossOf[method] },
    {
      id: 'lr',
      label: 'learning rate',
      line: 'warm-up, then cosine',
      help: 'Rises during the warm-up, then falls by a cosine.',
      from: 'steps',
      value: (record) => record.lr,
      format: short,
      references: none,
      include: 0,
    },
    {
      id: 'teacherTemperature',
      label: 'teacher τ',
      line: 'sharpness of the teacher',
      help: 'Low sharpens the teacher’s choice.',
      from: 'steps',
      value: (record) => record.teacherTemperature,
      format: short,
      references: none,
    },
    {
      id: 'teacherMomentum',
      label: 'teacher EMA',
      line: 'how slowly the teacher follows',
      help: 'At 1 the teacher no longer follows the student.',
      from: 'steps',
      value: (record) => record.teacherMomentum,
      format: (value) => fixed(value, 4),
      references: none,
      include: 1,
    },
  ],
};

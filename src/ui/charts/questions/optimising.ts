/** @file What does it optimise? The loss, and the schedules it is minimised under. */
import { fixed, short } from '../../format.ts';
import { none, uniform, type Question } from '../metric.ts';

export const optimising: Question = {
  id: 'optimising',
  title: 'What does it optimise?',
  metrics: [
    {
      id: 'loss',
      label: 'loss',
      line: 'what training makes small',
      help: 'In DINO the cross-entropy between teacher and student: stuck at ln K, the teacher says nothing.',
      from: 'steps',
      value: (record) => record.loss,
      format: short,
      references: uniform,
    },
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

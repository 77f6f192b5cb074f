/** @file The form's settings of how it is judged. */
import { number, type Field } from './field.ts';

export const evaluationFields: readonly Field[] = [
  number({
    path: 'evaluation.everyEpochs',
    label: 'evaluate every',
    help: 'Epochs between evaluations, which measure what the features are worth on held-out images: the charts of learning and of collapse.',
    group: 'evaluation',
    min: 1,
    max: 20,
    unit: 'epochs',
  }),
  number({
    path: 'evaluation.neighbours',
    label: 'k-NN neighbours',
    help: 'Nearest training images that vote on the label of a held-out image.',
    group: 'evaluation',
    min: 1,
    max: 100,
    advanced: true,
    release: 20,
  }),
];

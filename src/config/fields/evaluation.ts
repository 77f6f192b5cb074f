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
  {
    control: 'choice',
    path: 'evaluation.transfer',
    label: 'transfer to',
    help: 'Other images on which the features are tried too, never trained on: k-NN and a linear probe learn 1 000 of their labels and are asked for 500. The images it learns from count as none.',
    group: 'evaluation',
    advanced: false,
    options: [
      { value: 'none', label: 'None' },
      { value: 'shapes', label: 'Shapes' },
      { value: 'emoji-32', label: 'Emoji' },
      { value: 'digits', label: 'Digits' },
      { value: 'fashion-mnist', label: 'Fashion' },
    ],
  },
];

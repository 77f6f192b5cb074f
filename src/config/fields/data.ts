/** @file The form's settings of the images it learns from. */
import { extentOf } from '../datasets.ts';
import { number, type Field } from './field.ts';

export const dataFields: readonly Field[] = [
  {
    control: 'choice',
    path: 'data.name',
    label: 'images',
    help: 'What it learns from. Labels are only used to judge, never to train.',
    group: 'data',
    advanced: false,
    options: [
      {
        value: 'shapes',
        label: 'Shapes',
        help: 'drawn shapes with independent colour, texture and background',
      },
      { value: 'emoji-32', label: 'Emoji', help: 'every emoji in five drawing styles' },
      { value: 'digits', label: 'Digits', help: 'MNIST: handwritten digits' },
      { value: 'fashion-mnist', label: 'Fashion', help: 'Fashion-MNIST: greyscale photographs of clothes' },
    ],
  },
  number({
    path: 'data.trainImages',
    label: 'training images',
    help: 'How many images the bank holds. More images take longer per epoch and give better neighbours.',
    group: 'data',
    min: 128,
    max: 8192,
    most: ({ data }) => extentOf(data).trainImages,
    scale: 'doubling',
  }),
  number({
    path: 'data.testImages',
    label: 'held-out images',
    help: 'Never trained on; every evaluation classifies them by their nearest training images.',
    group: 'data',
    min: 64,
    max: 4096,
    most: ({ data }) => extentOf(data).testImages,
    scale: 'doubling',
    advanced: true,
  }),
  number({
    path: 'seed',
    label: 'seed',
    help: 'Decides the initial weights, the split, the order, the augmentations and the draws. Same seed, same run.',
    group: 'data',
    min: 0,
    max: 99,
    advanced: true,
  }),
];

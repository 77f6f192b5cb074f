/** @file The datasets that ship with the app: what the chooser and the credits show. Loads nothing. */
import { datasetExtents, type DatasetName } from '../config/datasets.ts';

/** A work that a dataset is made from, with the credit its licence asks for. */
export interface Credit {
  work: string;
  author: string;
  /** SPDX identifier. */
  licence: string;
  url: string;
}

export interface DatasetCard {
  name: DatasetName;
  title: string;
  /** One or two sentences for the chooser. */
  description: string;
  /** What counts as the same thing in another picture. */
  identity: string;
  /** Whether there is such another picture, so that it can be looked for. */
  repeats: boolean;
  /** Side of an image, pixels. */
  size: number;
  channels: 1 | 3;
  classes: number;
  /** The most training images that a run can ask for. */
  maxTrainImages: number;
  /** The most held-out images that a run can ask for. */
  maxTestImages: number;
  credits: readonly Credit[];
}

const emojiCredits: readonly Credit[] = [
  {
    work: 'Noto Emoji',
    author: 'Google Inc.',
    licence: 'Apache-2.0',
    url: 'https://github.com/googlefonts/noto-emoji',
  },
  {
    work: 'Twemoji',
    author: 'Twitter, Inc. and other contributors',
    licence: 'CC-BY-4.0',
    url: 'https://github.com/jdecked/twemoji',
  },
  {
    work: 'Fluent Emoji (flat)',
    author: 'Microsoft Corporation',
    licence: 'MIT',
    url: 'https://github.com/microsoft/fluentui-emoji',
  },
  {
    work: 'OpenMoji',
    author: 'OpenMoji',
    licence: 'CC-BY-SA-4.0',
    url: 'https://openmoji.org',
  },
  {
    work: 'EmojiTwo (Emoji One 2)',
    author: 'Emoji One and the EmojiTwo community',
    licence: 'CC-BY-4.0',
    url: 'https://github.com/EmojiTwo/emojitwo',
  },
  {
    work: 'Names and groups: unicode-emoji-json',
    author: 'Mu-An Chiou',
    licence: 'MIT',
    url: 'https://github.com/muan/unicode-emoji-json',
  },
];

export const catalogue: Readonly<Record<DatasetName, DatasetCard>> = {
  'emoji-32': {
    name: 'emoji-32',
    title: 'Emoji-32',
    description:
      'Every base emoji in up to five drawing styles, 32×32 colour. The labels are Unicode’s nine groups; test emoji are never seen in training, in any style.',
    identity: 'the emoji; its other pictures are other drawing styles',
    repeats: true,
    size: datasetExtents['emoji-32'].side,
    channels: 3,
    classes: 9,
    maxTrainImages: datasetExtents['emoji-32'].trainImages,
    maxTestImages: datasetExtents['emoji-32'].testImages,
    credits: emojiCredits,
  },
  'fashion-mnist': {
    name: 'fashion-mnist',
    title: 'Fashion-MNIST',
    description:
      'Clothes and shoes in ten classes, 28×28 grey: the classic that takes real shape to tell apart.',
    identity: 'the picture itself',
    repeats: false,
    size: datasetExtents['fashion-mnist'].side,
    channels: 1,
    classes: 10,
    maxTrainImages: datasetExtents['fashion-mnist'].trainImages,
    maxTestImages: datasetExtents['fashion-mnist'].testImages,
    credits: [
      {
        work: 'Fashion-MNIST',
        author: 'Zalando SE (Han Xiao, Kashif Rasul, Roland Vollgraf)',
        licence: 'MIT',
        url: 'https://github.com/zalandoresearch/fashion-mnist',
      },
    ],
  },
  shapes: {
    name: 'shapes',
    title: 'Shapes',
    description:
      'Drawn on the fly, 32×32 colour, with independent shape, colour, texture and background. The label is the shape alone, so whatever else the network latches on to shows. The quickest to learn.',
    identity: 'the combination of the four factors',
    repeats: true,
    size: datasetExtents.shapes.side,
    channels: 3,
    classes: 8,
    maxTrainImages: datasetExtents.shapes.trainImages,
    maxTestImages: datasetExtents.shapes.testImages,
    credits: [],
  },
};

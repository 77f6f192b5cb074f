/** @file What the chooser and the credits show of the datasets that ship with the app. Loads nothing. */
import { extentOf, type ImageChoice, type ShippedName } from '../config/datasets.ts';

/** A work that a dataset is made from, with the credit its licence asks for. */
export interface Credit {
  work: string;
  author: string;
  /** SPDX identifier. */
  licence: string;
  url: string;
}

export interface DatasetCard {
  name: ShippedName;
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
  /** What a label stands for: a class, or what the dataset calls it. */
  commonClass: string;
  /** The relation of two images of one identity, in words; empty where there are no two. */
  pictured: string;
  credits: readonly Credit[];
}

const extent = (name: ShippedName) => {
  const { side, trainImages, testImages } = extentOf({ name });
  return { size: side, maxTrainImages: trainImages, maxTestImages: testImages };
};

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

/** Those that ship with the app. */
export const catalogue: Readonly<Record<ShippedName, DatasetCard>> = {
  'emoji-32': {
    name: 'emoji-32',
    title: 'Emoji-32',
    description:
      'Every base emoji in up to five drawing styles, 32×32 colour. The labels are Unicode’s nine groups; test emoji are never seen in training, in any style.',
    identity: 'the emoji; its other pictures are other drawing styles',
    repeats: true,
    ...extent('emoji-32'),
    channels: 3,
    classes: 9,
    commonClass: 'group',
    pictured: 'same emoji, another style',
    credits: emojiCredits,
  },
  'fashion-mnist': {
    name: 'fashion-mnist',
    title: 'Fashion-MNIST',
    description:
      'Clothes and shoes in ten classes, 28×28 grey: the classic that takes real shape to tell apart.',
    identity: 'the picture itself',
    repeats: false,
    ...extent('fashion-mnist'),
    channels: 1,
    classes: 10,
    commonClass: 'class',
    pictured: '',
    credits: [
      {
        work: 'Fashion-MNIST',
        author: 'Zalando SE (Han Xiao, Kashif Rasul, Roland Vollgraf)',
        licence: 'MIT',
        url: 'https://github.com/zalandoresearch/fashion-mnist',
      },
    ],
  },
  digits: {
    name: 'digits',
    title: 'Digits',
    description:
      'MNIST: handwritten digits, 28×28 grey. Small networks learn to tell them apart within minutes.',
    identity: 'the picture itself',
    repeats: false,
    ...extent('digits'),
    channels: 1,
    classes: 10,
    commonClass: 'class',
    pictured: '',
    credits: [
      {
        work: 'MNIST',
        author: 'Yann LeCun, Corinna Cortes, Christopher J. C. Burges',
        licence: 'CC-BY-SA-3.0',
        url: 'https://yann.lecun.com/exdb/mnist/',
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
    ...extent('shapes'),
    channels: 3,
    classes: 8,
    commonClass: 'class',
    pictured: 'same figure, drawn again',
    credits: [],
  },
};

/** The card of an experiment's images. */
export const cardOf = ({ name }: ImageChoice): DatasetCard => catalogue[name];

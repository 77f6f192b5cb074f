/** @file Is it bootstrapping? Whom the neighbours are trusted by, and how often they are right. */
import type { Declarations } from '../declaration.ts';
import { percent } from '../format.ts';
import { chance } from '../references.ts';

const share = { from: 'epochs', holds: 'number', format: percent, percent: true, include: 0 } as const;

export const bootstrapping = {
  gateOpenShare: {
    ...share,
    label: 'gate open',
    line: 'images whose neighbours are trusted',
    help: 'Share of images that the window finds nearest to themselves: only there does AdaSim trust the neighbours.',
    definition: 'share of the images i trained on with argmax S_i = i',
    underCollapse: 'says nothing by itself',
    epochLine: 'gate open',
  },
  nnSelfAccuracyTop1: {
    ...share,
    label: 'finds itself',
    line: 'images nearest to their own last visit',
    help: 'Share of images whose nearest bank entry is their own of the last visit.',
    definition: 'share of images whose 1st bank neighbour is the image itself',
    underCollapse: 'falls to 1/N: all are as near',
  },
  nnAccuracyTop2: {
    ...share,
    label: 'purity',
    line: 'second neighbour of the same label',
    help: 'Share of images whose second bank neighbour has their label. Labels are only used to draw this curve.',
    definition: 'share of images whose 2nd bank neighbour has their label',
    underCollapse: 'falls to chance',
    references: chance,
  },
  bootstrappedShare: {
    ...share,
    label: 'bootstrapped',
    line: 'images that trained on another image',
    help: 'Share of images whose second view was taken from another image.',
    definition: '1 − nnRatioSelf',
    underCollapse: 'says nothing by itself',
    epochLine: 'bootstrapped',
  },
  bootstrappedPurity: {
    ...share,
    holds: 'number?',
    label: 'their purity',
    line: 'of those, the same label',
    help: 'Share of the bootstrapped positives that have the label of their image.',
    definition: 'share of the positives j ≠ i with the label of i; null where there is none',
    underCollapse: 'falls to chance',
    references: chance,
  },
  nnAccuracyTop1: {
    ...share,
    label: 'first neighbour’s purity',
    line: 'nearest neighbour of the same label',
    help: 'Share of images whose nearest bank entry has their label; mostly it is the image itself.',
    definition: 'share of images whose 1st bank neighbour has their label',
    underCollapse: 'falls to chance',
    uncharted: true,
  },
  nnSelfAccuracyTop2: {
    ...share,
    label: 'finds itself second',
    line: 'images second to another',
    help: 'Share of images whose second bank entry is their own of the last visit.',
    definition: 'share of images whose 2nd bank neighbour is the image itself',
    underCollapse: 'falls to 1/N',
    uncharted: true,
  },
  nnRatioSelf: {
    ...share,
    label: 'own positive',
    line: 'images that trained on themselves',
    help: 'Share of images whose second view was their own.',
    definition: 'share of the pairs with j = i',
    underCollapse: 'says nothing by itself',
    uncharted: true,
  },
} satisfies Declarations;

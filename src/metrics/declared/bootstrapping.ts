/** @file Is it bootstrapping? Whom the neighbours are trusted by, and how often they are right. */
import type { ExperimentConfig } from '../../config/schema.ts';
import type { Declarations } from '../declaration.ts';
import { percent } from '../format.ts';
import { chance } from '../references.ts';

/** A share that begins at nothing: an axis up to a few in a thousand would make much of a handful of images. */
const fromNothing = { include: [0, 0.1] } as const;

const share = { from: 'epochs', holds: 'number', format: percent, percent: true, include: [0] } as const;

/** Neighbours stand in among the embeddings of InfoNCE, whose images all are their own positives: 0 % says nothing of it. */
const fromImages = ({ method }: ExperimentConfig): boolean => method !== 'infonce';

export const bootstrapping = {
  /**
   * share of its pairs whose image had an open gate when the epoch began, whatever the policy
   *
   * @collapse → 0
   */
  gateOpenShare: {
    ...share,
    ...fromNothing,
    label: 'gate open',
    line: 'images whose neighbours are trusted',
    help: 'Share of images that the window finds nearest to themselves: only there does AdaSim trust the neighbours.',
    epochLine: 'gate open',
  },
  /**
   * share of visited images whose first neighbour is the image itself
   *
   * @collapse → 0
   */
  nnSelfAccuracyTop1: {
    ...share,
    label: 'finds itself',
    line: 'images nearest to their own last visit',
    help: 'Share of images whose nearest bank entry is their own of the last visit.',
  },
  /**
   * the same of the second neighbour; one that is not there matches nothing
   *
   * @collapse → chance
   */
  nnAccuracyTop2: {
    ...share,
    label: 'purity',
    line: 'second neighbour of the same label',
    help: 'Share of images whose second bank neighbour has their label. Labels are only used to draw this curve.',
    references: chance,
  },
  /**
   * 1 − `nnRatioSelf`
   *
   * @collapse `adaptive` → 0
   */
  bootstrappedShare: {
    ...share,
    ...fromNothing,
    label: 'bootstrapped',
    line: 'images that trained on another image',
    help: 'Share of images whose second view was taken from another image.',
    when: fromImages,
    epochLine: 'bootstrapped',
  },
  /**
   * share of the pairs with j ≠ i whose labels agree; null where there are none
   *
   * @collapse → chance
   */
  bootstrappedPurity: {
    ...share,
    holds: 'number?',
    label: 'their purity',
    line: 'of those, the same label',
    help: 'Share of the bootstrapped positives that have the label of their image.',
    references: chance,
    when: fromImages,
  },
  /**
   * share of visited images whose first neighbour has their label, itself included
   *
   * @collapse → chance
   */
  nnAccuracyTop1: {
    ...share,
    label: 'first neighbour’s purity',
    line: 'nearest neighbour of the same label',
    help: 'Share of images whose nearest bank entry has their label; mostly it is the image itself.',
    uncharted: true,
  },
  /**
   * the same of the second neighbour
   *
   * @collapse → 0
   */
  nnSelfAccuracyTop2: {
    ...share,
    label: 'finds itself second',
    line: 'images second to another',
    help: 'Share of images whose second bank entry is their own of the last visit.',
    uncharted: true,
  },
  /**
   * share of its pairs in which j = i
   *
   * @collapse `adaptive` → 1, as the gates close
   */
  nnRatioSelf: {
    ...share,
    label: 'own positive',
    line: 'images that trained on themselves',
    help: 'Share of images whose second view was their own.',
    uncharted: true,
  },
} satisfies Declarations;

/** @file In which forms sentences have the words that are explained. The meanings come late; these are short. */
import type { Word } from '../../glossary/meanings.ts';
import { declarations, type MetricId } from '../../metrics/table.ts';
import type { Explained } from './shownTerm.ts';

/** As sentences have them, besides a plural with an s. */
const words: readonly Word[] = [
  '1/√d',
  '[CLS]',
  'arm',
  'attention',
  'attention head',
  'backbone',
  'bank',
  'centring',
  'chance',
  'collapse',
  'EMA',
  'embedding',
  'gate',
  'head',
  'held-out image',
  'KL',
  'left out',
  'ln K',
  'McNemar’s test',
  'neighbour',
  'patch',
  'policy',
  'positive',
  'predictor',
  'prototype',
  'queue',
  'raw pixels',
  'ResNet',
  'self-distillation',
  'sharpening',
  'standard error',
  'stop-gradient',
  'student',
  'teacher',
  'temperature',
  'untrained',
  'view',
  'ViT',
  'vote',
  'window',
];

const otherForms: Readonly<Record<string, Word>> = {
  patches: 'patch',
  'stopped gradient': 'stop-gradient',
};

/** Metrics by what sentences call them. */
const metrics: Readonly<Record<string, MetricId>> = {
  RankMe: 'rankMe',
  LiDAR: 'lidar',
  'α-ReQ': 'alphaReq',
  'k-NN accuracy': 'knnAccuracy',
  'k-NN accuracies': 'knnAccuracy',
  'k-NN': 'knnAccuracy',
  'linear probe': 'linearProbe',
  retrieval: 'retrieval',
  'transfer k-NN': 'transferKnn',
  'transfer probe': 'transferProbe',
  'feature std': 'featureStd',
  'teacher entropy': 'teacherEntropy',
  'marginal entropy': 'marginalEntropy',
  'mutual information': 'mutualInformation',
  'bootstrapped share': 'bootstrappedShare',
};

/** By each form, in lower case. */
const explained: ReadonlyMap<string, Explained> = new Map([
  ...words.flatMap((word): [string, Explained][] => [
    [word.toLowerCase(), word],
    [`${word.toLowerCase()}s`, word],
  ]),
  ...Object.entries(otherForms),
  ...Object.entries(metrics).map(([form, id]): [string, Explained] => [form.toLowerCase(), declarations[id]]),
]);

/** Whole words, the longest form that fits; in figures spaces do not break. */
const anyForm = new RegExp(
  `(?<![\\p{L}\\d-])(${[...explained.keys()]
    .sort((one, other) => other.length - one.length)
    .map((form) => form.replace(/[[\]]/g, '\\$&').replaceAll(' ', '[ \\u00a0]'))
    .join('|')})(?![\\p{L}\\d-])`,
  'giu',
);

/** A stretch of a sentence, and what explains it, if it is to be. */
export interface Stretch {
  text: string;
  of?: Explained;
}

/** A sentence cut at the words that are explained: each the first time only. */
export function stretchesOf(sentence: string): Stretch[] {
  const seen = new Set<Explained>();
  // Every second part is a form.
  return sentence.split(anyForm).flatMap((text, place): Stretch[] => {
    const of = place % 2 === 1 ? explained.get(text.toLowerCase().replaceAll('\u00a0', ' ')) : undefined;
    if (of === undefined || seen.has(of)) return text === '' ? [] : [{ text }];
    seen.add(of);
    return [{ text, of }];
  });
}

/** @file The four questions and their metrics: what each chart shows, against what, and how to read it. */
import type { EpochRecord, EvaluationRecord, StepRecord } from '../../worker/protocol.ts';
import { fixed, percent, short } from '../format.ts';
import type { RunFacts } from './facts.ts';

/** A line that a curve is read against. */
export interface Reference {
  label: string;
  /** For the small charts, where few characters fit. */
  brief: string;
  value: number;
  /** Drawn only where the axis reaches it anyway; elsewhere just named, so that it does not flatten the curve. */
  distant?: boolean;
}

interface MetricBase {
  id: string;
  label: string;
  /** Beside the label: what it is, in a few words. */
  line: string;
  /** One or two sentences: how to read it, and what collapse does to it. */
  help: string;
  format: (value: number) => string;
  /** Ticks as percentages of 1. */
  percent?: boolean;
  references: (facts: RunFacts) => Reference[];
  /** A value the axis always includes. */
  include?: number;
}

/** A metric says from which records it comes; the chart needs to know nothing more. */
export type Metric = MetricBase &
  (
    | { from: 'steps'; value: (record: StepRecord) => number | null }
    | { from: 'epochs'; value: (record: EpochRecord) => number | null }
    | { from: 'evaluations'; value: (record: EvaluationRecord) => number | null }
  );

export interface Question {
  id: string;
  title: string;
  /** The first is the large chart until another is chosen. */
  metrics: readonly [Metric, ...Metric[]];
}

const none = (): Reference[] => [];
const zero = (label: string) => (): Reference[] => [{ label, brief: '0', value: 0 }];
const chance = ({ chance: value }: RunFacts): Reference[] => [{ label: 'chance', brief: 'chance', value }];
/** The entropy of a uniform teacher, where there are prototypes to be uniform over. */
const uniform = ({ prototypes }: RunFacts): Reference[] =>
  prototypes === null ? [] : [{ label: 'ln\u00a0K', brief: 'ln\u00a0K', value: Math.log(prototypes) }];

export const questions: readonly Question[] = [
  {
    id: 'learning',
    title: 'Is it learning?',
    metrics: [
      {
        id: 'knnAccuracy',
        label: 'k-NN accuracy',
        line: 'on held-out images',
        help: 'Share of held-out images whose nearest training images carry their label. It must beat the untrained network, and then raw pixels.',
        from: 'evaluations',
        value: (record) => record.knnAccuracy,
        format: short,
        references: ({ floors, chance: value }) => [
          ...(floors === null
            ? []
            : [
                { label: 'raw pixels', brief: 'pixels', value: floors.knnRawPixels },
                { label: 'untrained', brief: 'start', value: floors.knnUntrained },
              ]),
          { label: 'chance', brief: 'chance', value, distant: true },
        ],
      },
      {
        id: 'alignment',
        label: 'alignment',
        line: 'distance of two views of an image',
        help: 'Mean squared distance between two views of an image. Small is good, but 0 also means collapse.',
        from: 'evaluations',
        value: (record) => record.alignment,
        format: short,
        references: zero('views equal'),
      },
      {
        id: 'uniformity',
        label: 'uniformity',
        line: 'spread over the sphere',
        help: 'How evenly the images spread over the sphere. More negative is more even; 0 means all in one point.',
        from: 'evaluations',
        value: (record) => record.uniformity,
        format: short,
        references: zero('one point'),
      },
    ],
  },
  {
    id: 'collapsing',
    title: 'Is it collapsing?',
    metrics: [
      {
        id: 'rankMe',
        label: 'RankMe',
        line: 'how many feature dimensions are in use',
        help: 'How many of the feature dimensions are in use. It falls to 1 in a collapse.',
        from: 'evaluations',
        value: (record) => record.rankMe,
        format: short,
        references: () => [{ label: 'collapsed', brief: '1', value: 1 }],
      },
      {
        id: 'featureStd',
        label: 'feature std',
        line: 'spread of the normalised features',
        help: 'Spread of the normalised features. Healthy is near 1/√d; 0 means that every image looks the same.',
        from: 'evaluations',
        value: (record) => record.featureStd,
        format: short,
        references: ({ featureDim }) => [
          { label: '1/√d', brief: '1/√d', value: 1 / Math.sqrt(featureDim) },
          { label: 'constant', brief: '0', value: 0 },
        ],
      },
      {
        id: 'teacherEntropy',
        label: 'teacher entropy',
        line: 'how undecided the teacher is',
        help: 'How undecided the teacher is between its prototypes. Collapse drives it to ln K (uniform) or to 0 (one-hot).',
        from: 'steps',
        value: (record) => record.teacherEntropy,
        format: short,
        references: (facts) => [...uniform(facts), { label: 'one-hot', brief: '0', value: 0 }],
      },
      {
        id: 'teacherStudentKL',
        label: 'teacher–student KL',
        line: 'how far the student is from the teacher',
        help: 'How far the student is from the teacher. At 0 there is nothing left to learn from.',
        from: 'steps',
        value: (record) => record.teacherStudentKL,
        format: short,
        references: zero('no signal'),
      },
    ],
  },
  {
    id: 'bootstrapping',
    title: 'Is it bootstrapping?',
    metrics: [
      {
        id: 'gateOpenShare',
        label: 'gate open',
        line: 'images whose neighbours are trusted',
        help: 'Share of images that the window finds nearest to themselves: only there does AdaSim trust the neighbours.',
        from: 'epochs',
        value: (record) => record.gateOpenShare,
        format: percent,
        percent: true,
        references: none,
        include: 0,
      },
      {
        id: 'nnSelfAccuracyTop1',
        label: 'finds itself',
        line: 'images nearest to their own last visit',
        help: 'Share of images whose nearest bank entry is their own of the last visit.',
        from: 'epochs',
        value: (record) => record.nnSelfAccuracyTop1,
        format: percent,
        percent: true,
        references: none,
        include: 0,
      },
      {
        id: 'nnAccuracyTop2',
        label: 'purity',
        line: 'second neighbour of the same label',
        help: 'Share of images whose second bank neighbour has their label. Labels are only used to draw this curve.',
        from: 'epochs',
        value: (record) => record.nnAccuracyTop2,
        format: percent,
        percent: true,
        references: chance,
        include: 0,
      },
      {
        id: 'bootstrappedShare',
        label: 'bootstrapped',
        line: 'images that trained on another image',
        help: 'Share of images whose second view was taken from another image.',
        from: 'epochs',
        value: (record) => record.bootstrappedShare,
        format: percent,
        percent: true,
        references: none,
        include: 0,
      },
      {
        id: 'bootstrappedPurity',
        label: 'their purity',
        line: 'of those, the same label',
        help: 'Share of the bootstrapped positives that have the label of their image.',
        from: 'epochs',
        value: (record) => record.bootstrappedPurity,
        format: percent,
        percent: true,
        references: chance,
        include: 0,
      },
    ],
  },
  {
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
  },
];

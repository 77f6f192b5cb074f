/** @file A diagnosis in words: what it is, the figures it rests on, and what usually helps. */
import type { Condition, Diagnosis, Evidence, EvidenceFigure } from '../../adasim/diagnosis.ts';
import type { Guard } from '../../adasim/guards.ts';
import type { AccuracyName, Standing } from '../../adasim/learningSigns.ts';
import type { ExperimentConfig } from '../../config/schema.ts';
import { count, short } from '../../metrics/format.ts';

export type Tone = 'good' | 'quiet' | 'warning' | 'danger';

const titles: Record<Condition, string> = {
  early: 'Too early to say',
  uniform: 'Uniform collapse',
  'one-hot': 'One-hot collapse',
  constant: 'Constant features',
  dimensional: 'Dimensional collapse',
  behind: 'Falling behind',
  unlearnt: 'Nothing learnt yet',
  learning: 'Learning',
  healthy: 'Healthy',
};

export const verdictTone: Record<Condition, Tone> = {
  early: 'quiet',
  uniform: 'danger',
  'one-hot': 'danger',
  constant: 'danger',
  dimensional: 'danger',
  behind: 'warning',
  unlearnt: 'warning',
  learning: 'good',
  healthy: 'good',
};

/** What the verdict is called; of a run that learns also how far it has come. */
export function verdictTitle({ verdict, evidence }: Diagnosis): string {
  const [first] = evidence;
  if (verdict !== 'learning' || first === undefined || !isStanding(first) || first.pixels === null)
    return titles[verdict];
  return first.value < first.pixels ? 'Learning, still below raw pixels' : 'Learning, level with raw pixels';
}

/** What was taken away, as the line under an arm's name says it. */
const missing: Record<Guard, string> = {
  sharpening: 'no sharpening',
  centring: 'no centring',
  'stop-gradient': 'no stop-gradient',
  teacher: 'no slow teacher',
  gate: 'no gate',
};

const isStanding = (one: Evidence): one is Standing => 'untrained' in one;

/** "no stop-gradient; RankMe 4.2, untrained 17". */
export const figures = ({ cause, evidence }: Diagnosis): string =>
  [...(cause === null ? [] : [missing[cause]]), ...evidence.map(figure)].join('; ');

function figure(one: Evidence): string {
  if (isStanding(one)) return againstFloors(one);
  if (one.measure === 'behind')
    return `k-NN ${short(one.value)}, without neighbours ${short(one.baseline)} (± ${short(one.error)})`;
  return figureText[one.measure](one);
}

const figureText: Record<EvidenceFigure['measure'], (figure: EvidenceFigure) => string> = {
  epoch: ({ against }) => `unless it collapses, judged from epoch ${count(against)} on`,
  marginalEntropy: ({ value, against }) =>
    `marginal entropy ${short(value)} of ${short(against)}: about ${count(Math.exp(value))} of the prototypes in use`,
  teacherEntropy: ({ value, against }) => `teacher entropy ${short(value)}, ln\u00a0K ${short(against)}`,
  mutualInformation: ({ value }) => `mutual information ${short(value)}`,
  rankMe: ({ value, against }) => `RankMe ${short(value)}, untrained ${short(against)}`,
  featureStd: ({ value, against }) => `feature std ${short(value)}, healthy near ${short(against)}`,
};

const accuracyWords: Record<AccuracyName, string> = {
  knnAccuracy: 'k-NN',
  linearProbe: 'linear probe',
  retrieval: 'retrieval',
};

/** The accuracy, and the floors that it is next to. */
function againstFloors({ measure, value, level, untrained, pixels, chance }: Standing): string {
  const floors = [
    ...(untrained === null ? [] : [`untrained ${short(untrained)}`]),
    // By chance alone: a network that knows nothing may be below it.
    ...(chance === null || level !== 'unlearnt' ? [] : [`chance ${short(chance)}`]),
    ...(pixels === null || level === 'unlearnt' ? [] : [`raw pixels ${short(pixels)}`]),
  ];
  return [`${accuracyWords[measure]} ${short(value)}`, ...floors].join(', ');
}

type Setting = Pick<ExperimentConfig, 'method' | 'loss' | 'bootstrap'>;

/** What it means, and what helps: first of all the guard that was taken away. */
export function advice({ verdict, cause }: Diagnosis, setting: Setting): string {
  const means = meanings[verdict];
  const helps = cause === null ? remedies[verdict](setting) : restore[cause](setting);
  return helps === '' ? means : `${means} ${helps}`;
}

const meanings: Record<Condition, string> = {
  early: 'While the learning rate rises, a network still looks much like its random weights.',
  uniform: 'The teacher finds every prototype equally likely, so it teaches nothing.',
  'one-hot': 'The teacher answers with hardly more than one prototype, whatever the image.',
  constant: 'Every image has the same features.',
  dimensional: 'The features lie in a few dimensions.',
  behind:
    'Three evaluations in a row it was worse than the arm without neighbours, on the same images, by more than twice the error of the difference.',
  unlearnt: 'The features vary, but say no more about the images than random weights or chance do.',
  learning:
    'The features tell the images apart better than random weights do, and no known collapse shows. A classifier on the pixels themselves is not yet beaten.',
  healthy: 'The features tell the images apart better than raw pixels do, and no known collapse shows.',
};

/** How each guard is put back. */
const restore: Record<Guard, (setting: Setting) => string> = {
  sharpening: ({ loss }) =>
    `No sharpening: the teacher’s temperature, ${short(loss.teacherTemperature.end)}, is not below the student’s, ${short(loss.studentTemperature)}. Lower it, to 0.04 for instance.`,
  centring: () =>
    'No centring: with a centre momentum of 1 the centre never moves, and one prototype takes all. Lower it to 0.9.',
  'stop-gradient': () =>
    'No stop-gradient: prediction and target are both trained to meet, and meet soonest where all images are alike. Turn it on.',
  teacher: () =>
    'No slow teacher: with so low a momentum it copies the student at every step. Raise it, to 0.98 for instance.',
  gate: () =>
    'No gate: every image is pulled to its nearest neighbour, right or wrong. Choose the policy adaptive, or none.',
};

const remedies: Record<Condition, (setting: Setting) => string> = {
  early: () => '',
  uniform: () => 'A lower teacher temperature, or a longer warm-up of it, sharpens it.',
  'one-hot': () =>
    'Centring guards against that: a lower centre momentum, or a higher teacher temperature, usually helps.',
  constant: ({ method }) =>
    method === 'infonce'
      ? 'Lower the learning rate, or take larger batches: they are what pushes images apart.'
      : 'A slower teacher, a lower learning rate or batch norm in the head usually prevent it.',
  dimensional: () => 'Larger crops, less colour jitter and a lower weight decay usually help.',
  behind: ({ bootstrap }) =>
    `Its neighbours mislead it: a longer window than ${count(bootstrap.window)} or a lower sampling temperature trusts fewer of them.`,
  unlearnt: () => 'More steps or a higher learning rate usually help.',
  learning: () => '',
  healthy: () => '',
};

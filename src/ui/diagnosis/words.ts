/** @file A diagnosis in words: what it is, the figures it rests on, and what usually helps. */
import type { Diagnosis, Evidence, Condition } from '../../adasim/diagnosis.ts';
import type { ExperimentConfig } from '../../config/schema.ts';
import { count, short } from '../../metrics/format.ts';

export type Tone = 'good' | 'quiet' | 'warning' | 'danger';

export const verdictTitle: Record<Condition, string> = {
  early: 'Too early to say',
  uniform: 'Uniform collapse',
  'one-hot': 'One-hot collapse',
  constant: 'Constant features',
  dimensional: 'Dimensional collapse',
  unlearnt: 'Nothing learnt yet',
  healthy: 'Healthy',
};

export const verdictTone: Record<Condition, Tone> = {
  early: 'quiet',
  uniform: 'danger',
  'one-hot': 'danger',
  constant: 'danger',
  dimensional: 'danger',
  unlearnt: 'warning',
  healthy: 'good',
};

/** "RankMe 4.2, untrained 17". */
export const figures = ({ verdict, evidence }: Diagnosis): string =>
  evidence.map((one) => figure(one, verdict)).join('; ');

function figure({ measure, value, against }: Evidence, verdict: Condition): string {
  switch (measure) {
    case 'epoch':
      return `judged from epoch ${count(against)} on`;
    case 'teacherEntropy':
      return `teacher entropy ${short(value)}${against > 0 ? `, ln\u00a0K ${short(against)}` : ''}`;
    case 'mutualInformation':
      return `mutual information ${short(value)}`;
    case 'rankMe':
      return `RankMe ${short(value)}${verdict === 'dimensional' ? `, untrained ${short(against)}` : ` of ${count(against)}`}`;
    case 'featureStd':
      return `feature std ${short(value)}, healthy near ${short(against)}`;
    case 'knnAccuracy':
      return `k-NN ${short(value)}, untrained ${short(against)}`;
  }
}

type Setting = Pick<ExperimentConfig, 'method' | 'bootstrap'>;

/** What it means, and what usually helps. */
export function advice(verdict: Condition, { method, bootstrap }: Setting): string {
  switch (verdict) {
    case 'early':
      return 'While the learning rate rises, a network still looks much like its random weights.';
    case 'uniform':
      return 'The teacher finds every prototype equally likely, so it teaches nothing. Sharpen it: a lower teacher temperature, or a longer warm-up of it.';
    case 'one-hot':
      return 'The teacher gives every image the same prototype. Centring guards against that: a lower centre momentum, or a higher teacher temperature.';
    case 'constant':
      return method === 'infonce'
        ? 'Every image has the same features. Lower the learning rate, or take larger batches: they are what pushes images apart.'
        : 'Every image has the same features. A slower teacher, a lower learning rate or batch norm in the head usually prevent it.';
    case 'dimensional':
      return `The features lie in a few dimensions. ${gentler(bootstrap)}Larger crops, less colour jitter and a lower weight decay usually help.`;
    case 'unlearnt':
      return `The features vary, but say no more about the images than random weights do. ${gentler(bootstrap)}More steps or a higher learning rate usually help.`;
    case 'healthy':
      return 'The features tell the images apart better than random weights do, and none of the known collapses shows.';
  }
}

/** Neighbours that are wrong pull different images together. */
const gentler = ({ policy }: Setting['bootstrap']): string =>
  policy === 'naive' || policy === 'window'
    ? 'Neighbours that cannot be trusted yet pull different images together: try adaptive. '
    : '';

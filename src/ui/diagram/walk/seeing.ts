/** @file The parts of a step that look at the pair: its views, their features, guess and answer. */
import { count, fixed, percent, short } from '../../../metrics/format.ts';
import type { PairOutputs } from '../../../protocol/pairOutputs.ts';
import { degrees } from '../figures.ts';
import { capital, quoted } from '../title.ts';
import type { Telling, ToldOf } from './telling.ts';

/** Numbers of a feature that there is room for. */
const SHOWN = 32;

export const seeing = {
  views: ({ step: { inspection, record, pairs } }: ToldOf): Telling => {
    const { image, positive } = inspection;
    const it = capital(quoted(inspection, image));
    const partner = positive === image ? 'once more itself' : quoted(inspection, positive);
    return {
      name: 'Two views',
      sentence: `${it} is cropped and recoloured by chance, and so is its partner, ${partner}: step ${count(record.step + 1)} trains on this pair and ${count(pairs - 1)} others.`,
      figures: [
        { id: 'step', label: 'step', value: record.step + 1, shown: count(record.step + 1) },
        { id: 'pairs', label: 'pairs in the batch', value: pairs, shown: count(pairs) },
      ],
    };
  },

  features: ({ step: { features }, config }: ToldOf): Telling => {
    const { first, second } = features;
    const [one, other] = hasTeacher(config) ? ['the student', 'the teacher'] : ['the network', 'it'];
    const cosine = dot(first, second) / (size(first) * size(second));
    const still = hasBatchNorm(config)
      ? ' Here by its running statistics; the step normalises by the batch.'
      : '';
    return {
      name: 'Features',
      sentence: `Of the first view ${one} makes ${count(first.length)} numbers, of the second ${other} makes as many: their cosine is ${fixed(cosine, 2)}.${still}`,
      figures: [
        number('featureCosine', 'cosine', cosine),
        number('firstLength', 'length, view 1', size(first)),
        number('secondLength', 'length, view 2', size(second)),
      ],
      strips: [
        { label: `view 1: ${hasTeacher(config) ? 'student' : 'network'}`, values: first.slice(0, SHOWN) },
        { label: `view 2: ${hasTeacher(config) ? 'teacher' : 'network'}`, values: second.slice(0, SHOWN) },
      ],
    };
  },

  answers: ({ step: { inspection }, config }: ToldOf): Telling => {
    const { outputs } = inspection;
    if (outputs === null)
      return { name: 'Guess and answer', sentence: 'Of this pair no guess is known.', figures: [] };
    return answersOf(outputs, config.method === 'infonce' && config.bootstrap.policy === 'naive');
  },
};

function answersOf(outputs: PairOutputs, fromQueue: boolean): Telling {
  switch (outputs.kind) {
    case 'prototypes': {
      const [guess, answer] = (['guess', 'answer'] as const).map(
        (which) => outputs.likeliest.toSorted((a, b) => b[which] - a[which])[0],
      );
      const [mine, its] = [guess?.guess ?? 0, answer?.answer ?? 0];
      const agree = guess?.prototype === answer?.prototype;
      return {
        name: 'Guess and answer',
        sentence: `Of ${count(outputs.prototypes)} prototypes the student gives most to number ${count((guess?.prototype ?? 0) + 1)}, ${percent(mine)}; the teacher to ${agree ? 'the same' : `number ${count((answer?.prototype ?? 0) + 1)}`}, ${percent(its)}.`,
        figures: [
          { id: 'guess', label: 'student’s most', value: mine, shown: percent(mine) },
          { id: 'answer', label: 'teacher’s most', value: its, shown: percent(its) },
        ],
      };
    }
    case 'angle':
      return {
        name: 'Prediction and target',
        sentence: `The predictor guesses from the first view where the second points: it is ${fixed(degrees(outputs.cosine), 0)} degrees off, cosine ${fixed(outputs.cosine, 2)}.`,
        figures: [number('cosine', 'cosine', outputs.cosine)],
      };
    case 'batch': {
      const [own = 0, ...others] = outputs.similarities;
      const nearer = others.filter((cosine) => cosine > own).length;
      const who = fromQueue ? 'What stands in for the first view, from the queue,' : 'The first view';
      return {
        name: 'Its own among the batch',
        sentence: `${who} has cosine ${fixed(own, 2)} with the partner’s; of the ${count(others.length)} others in the batch, ${nearer === 0 ? 'none is' : `${count(nearer)} ${nearer === 1 ? 'is' : 'are'}`} nearer.`,
        figures: [
          number('cosine', 'cosine', own),
          { id: 'nearer', label: 'others that are nearer', value: nearer, shown: count(nearer) },
        ],
      };
    }
  }
}

export const hasTeacher = ({ method }: Pick<ToldOf['config'], 'method'>): boolean =>
  method === 'dino' || method === 'byol';

const hasBatchNorm = ({ backbone }: Pick<ToldOf['config'], 'backbone'>): boolean =>
  backbone.kind === 'resnet';

export const number = (id: string, label: string, value: number) => ({
  id,
  label,
  value,
  shown: short(value),
});

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

const size = (values: readonly number[]): number =>
  Math.max(Math.sqrt(dot(values, values)), Number.MIN_VALUE);

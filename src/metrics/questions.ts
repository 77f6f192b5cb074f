/** @file The four questions that the charts answer. */
import { bootstrapping } from './declared/bootstrapping.ts';
import { collapsing } from './declared/collapsing.ts';
import { learning } from './declared/learning.ts';
import { optimising } from './declared/optimising.ts';
import { metricOf, type Metric } from './metric.ts';
import { declarations, metricIds } from './table.ts';

export interface Question {
  id: string;
  title: string;
  /** The first is the large chart until another is chosen. */
  metrics: readonly [Metric, ...Metric[]];
}

function question(id: string, title: string, declared: object): Question {
  const [first, ...others] = metricIds
    .filter((name) => Object.hasOwn(declared, name) && declarations[name].uncharted !== true)
    .map(metricOf);
  if (first === undefined) throw new Error(`No chart answers "${title}".`);
  return { id, title, metrics: [first, ...others] };
}

export const questions: readonly Question[] = [
  question('learning', 'Is it learning?', learning),
  question('collapsing', 'Is it collapsing?', collapsing),
  question('bootstrapping', 'Is it bootstrapping?', bootstrapping),
  question('optimising', 'What does it optimise?', optimising),
];

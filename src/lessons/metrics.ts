/** @file The metrics that a lesson may name, and the question whose chart shows each. */
import { questions } from '../metrics/questions.ts';
import { metricIds, type MetricId } from '../metrics/table.ts';
import { NameError, oneOf } from './fault.ts';

/** @throws NameError */
export const metricNamed = (name: string): MetricId => oneOf('metric', name, metricIds);

/** The question whose card has a chart of a metric; undefined where none has. */
export const questionOf = (metric: MetricId): string | undefined =>
  questions.find(({ metrics }) => metrics.some(({ id }) => id === metric))?.id;

/** A metric that has a chart. @throws NameError */
export function chartedMetric(name: string): MetricId {
  const metric = metricNamed(name);
  if (questionOf(metric) === undefined) throw new NameError(`no chart shows “${name}”.`);
  return metric;
}

/** @file A number in the text of a lesson that the run on the page fills in: which it is. */
import { floorKeysOf, floorNames, type FloorName } from '../metrics/floors.ts';
import { isOneNumber } from '../metrics/declaration.ts';
import { declarations, type MetricId } from '../metrics/table.ts';
import { NameError, oneOf } from './fault.ts';
import { metricNamed } from './metrics.ts';
import { settingOf } from './settings.ts';

export type NumberName =
  /** The newest value of a metric, of the arm of that label or policy; of the first arm where none is named. */
  | { of: 'live'; arm: string | null; metric: MetricId }
  /** What a metric is without training. */
  | { of: 'floor'; metric: MetricId; floor: FloorName }
  /** A setting of the run, or of the form before there is one. */
  | { of: 'setting'; path: string };

/** How a text writes each. */
export const numberForms = '{live:ARM.METRIC}, {live:METRIC}, {floor:METRIC.FLOOR} or {setting:PATH}';

/**
 * The number of a name such as `live:adaptive.knnAccuracy`, `floor:knnAccuracy.raw pixels` or `setting:epochs`.
 * @throws NameError
 */
export function numberNamed(text: string): NumberName {
  const [, kind, name = ''] = /^([a-z]+):(.+)$/.exec(text) ?? [];
  const [before, last] = lastPart(name);
  if (kind === 'live') {
    const metric = metricNamed(last);
    if (!isOneNumber(declarations[metric].holds)) throw new NameError(`“${metric}” is more than one number.`);
    return { of: 'live', arm: before, metric };
  }
  if (kind === 'floor') {
    const metric = metricNamed(before ?? '');
    const floor = oneOf('floor', last, floorNames);
    if (floorKeysOf(metric)[floor] === undefined) throw new NameError(`“${metric}” has no floor “${floor}”.`);
    return { of: 'floor', metric, floor };
  }
  if (kind === 'setting') return { of: 'setting', path: settingOf(name) };
  throw new NameError(`“{${text}}” is no number; write ${numberForms}.`);
}

/** Labels of arms may have a point in them, metrics have none. */
function lastPart(name: string): [before: string | null, last: string] {
  const at = name.lastIndexOf('.');
  return at < 0 ? [null, name] : [name.slice(0, at), name.slice(at + 1)];
}

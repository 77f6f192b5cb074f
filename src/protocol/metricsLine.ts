/** @file One thing that a run measured as a line of JSON, its kind first: the same for the page and the terminal. */

export type MetricsKind =
  'device' | 'shape' | 'floors' | 'step' | 'epoch' | 'evaluation' | 'tuning' | 'stopped';

/**
 * `{"kind":"step","step":0,"loss":5.2}` and the end of the line.
 * @param arm whose it is, where there are several
 */
export const metricsLine = (kind: MetricsKind, record: object, arm?: string): string =>
  `${JSON.stringify({ kind, arm, ...record })}\n`;

/** @file One thing that a run measured as a line of JSON, its kind first: the same for the page and the terminal. */
import type { Device } from './device.ts';
import type { EpochRecord, EvaluationRecord, Floors, RunShape, StepRecord } from './records.ts';

/** What stands in a line of each kind. */
interface MetricsLines {
  device: Device;
  shape: RunShape;
  floors: Floors;
  step: StepRecord;
  epoch: EpochRecord;
  evaluation: EvaluationRecord;
  /** A change while it ran, before the step that follows `step`. */
  tuning: { step: number };
  /** Why an arm ended before the others. */
  stopped: { message: string };
}

export type MetricsKind = keyof MetricsLines;

/**
 * `{"kind":"step","step":0,"loss":5.2}` and the end of the line.
 * @param arm whose it is, where there are several
 */
export const metricsLine = <Kind extends MetricsKind>(
  kind: Kind,
  record: MetricsLines[Kind],
  arm?: string,
): string => `${JSON.stringify({ kind, arm, ...record })}\n`;

/** @file The recorded runs of one arm, over all the seeds there are. */
import type { CurvePoint } from './measured.ts';
import type { PlannedArm } from './plan.ts';
import type { RecordedReference, RunResult } from './result.ts';
import type { Recorded } from './resultsFile.ts';
import { estimateOf, type Estimate } from './statistics.ts';

export interface ArmResults {
  arm: PlannedArm;
  /** In the order of their seeds. */
  finished: readonly RunResult[];
  failed: readonly RunResult[];
}

/** Every recorded seed counts, whether this command asks for it or not: none is left out. */
export function armResults(arms: readonly PlannedArm[], recorded: readonly Recorded[]): ArmResults[] {
  return arms.map((arm) => {
    const results = recorded
      .filter((one) => one.arm === arm.key)
      .map(({ result }) => result)
      .sort((a, b) => a.seed - b.seed);
    return {
      arm,
      finished: results.filter(({ outcome }) => outcome === 'finished'),
      failed: results.filter(({ outcome }) => outcome === 'failed'),
    };
  });
}

/** What a run ended with under this name: a metric, or a floor. */
export const valueOf = ({ metrics, floors }: RunResult, name: string): number | undefined =>
  metrics[name] ?? floors[name];

export const finalEstimate = ({ finished }: ArmResults, name: string): Estimate | undefined =>
  estimateOf(finished.flatMap((result) => valueOf(result, name) ?? []));

export interface EstimatedPoint extends Estimate {
  epoch: number;
}

/** The mean curve over the finished seeds: at each epoch, over those that have a value there. */
export function meanCurve({ finished }: ArmResults, name: string): EstimatedPoint[] {
  const byEpoch = new Map<number, number[]>();
  for (const { curves } of finished)
    for (const [epoch, value] of curves[name] ?? ([] satisfies CurvePoint[]))
      byEpoch.set(epoch, [...(byEpoch.get(epoch) ?? []), value]);
  return [...byEpoch]
    .sort(([a], [b]) => a - b)
    .flatMap(([epoch, values]) => {
      const estimate = estimateOf(values);
      return estimate === undefined ? [] : [{ epoch, ...estimate }];
    });
}

/** What `name` is read against, on average over all runs. */
export function meanReferences(arms: readonly ArmResults[], name: string): RecordedReference[] {
  const byLabel = new Map<string, RecordedReference[]>();
  for (const { references } of arms.flatMap(({ finished }) => finished))
    for (const reference of references[name] ?? [])
      byLabel.set(reference.label, [...(byLabel.get(reference.label) ?? []), reference]);
  return [...byLabel.values()].flatMap((alike) => {
    const mean = estimateOf(alike.map(({ value }) => value))?.mean;
    const [first] = alike;
    return mean === undefined || first === undefined ? [] : [{ ...first, value: mean }];
  });
}

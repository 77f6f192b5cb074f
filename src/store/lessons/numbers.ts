/** @file The numbers of a lesson's text as the page has them now, and which run they are of. Pure. */
import type { NumberName } from '../../lessons/number.ts';
import { leafAt } from '../../config/paths.ts';
import { factsOf } from '../../metrics/facts.ts';
import { floorsOf } from '../../metrics/floors.ts';
import { typed } from '../../metrics/format.ts';
import { at } from '../../metrics/log.ts';
import { metricOf } from '../../metrics/metric.ts';
import { declarations, type MetricId } from '../../metrics/table.ts';
import type { ExperimentState } from '../experiment/experimentState.ts';
import { hasRun, type ArmState, type RunState } from '../run/runState.ts';
import { armNamed } from './arms.ts';

type Told = Pick<RunState, 'arms' | 'phase' | 'epoch' | 'step'>;
type Edited = Pick<ExperimentState, 'arms'>;

/** As it is read; undefined where it is not known yet. */
export function numberText(name: NumberName, run: Told, { arms }: Edited): string | undefined {
  const first = run.arms[0];
  switch (name.of) {
    case 'live': {
      const place = name.arm === null ? 0 : armNamed(run.arms, name.arm);
      const arm = place === undefined ? undefined : run.arms[place];
      const value = arm === undefined ? null : newest(name.metric, arm);
      return value === null ? undefined : declarations[name.metric].format(value);
    }
    case 'floor': {
      const known = floorsOf(name.metric, first?.floors)[name.floor];
      const value = known ?? (name.floor === 'chance' ? factsOf(first ?? arms[0]).chance : null);
      return value === null ? undefined : declarations[name.metric].format(value);
    }
    case 'setting': {
      const value = leafAt((first ?? arms[0]).config, name.path);
      if (value === undefined) return undefined;
      return typeof value === 'number' ? typed(value) : String(value);
    }
  }
}

function newest(metric: MetricId, arm: ArmState): number | null {
  const log = arm[declarations[metric].from];
  const record = at<object>(log, -1);
  return record === undefined ? null : metricOf(metric).value(record);
}

/** "of the recorded run after epoch 60", for the line beneath a text that has numbers of a run. */
export function sourceText(run: Told): string {
  if (run.arms.length === 0) return 'Numbers appear here when a run has measured them.';
  const stepsPerEpoch = run.arms[0]?.shape?.stepsPerEpoch ?? 0;
  const epoch = stepsPerEpoch === 0 ? 0 : Math.floor(run.step / stepsPerEpoch);
  const whose = hasRun(run) ? 'your own run' : 'the recorded run';
  return `Numbers of ${whose} on this page, after epoch ${epoch}.`;
}

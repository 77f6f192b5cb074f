import { expect, it } from 'vitest';
import { armsFromPreset } from '../config/presets.ts';
import { append, emptyLog } from '../metrics/log.ts';
import { metricOf } from '../metrics/metric.ts';
import { evaluationRecord } from '../protocol/sampleRecords.ts';
import { chartArms, type ChartArm } from './arms.ts';
import { latestOf } from './curves.ts';

/** An arm with a rank at each of these steps. */
const told = (arm: ChartArm | undefined, ranks: Readonly<Record<number, number>>): ChartArm[] =>
  arm === undefined
    ? []
    : [
        {
          ...arm,
          evaluations: append(
            emptyLog(),
            Object.entries(ranks).map(([step, rankMe]) => ({
              ...evaluationRecord(Number(step), 0.3),
              rankMe,
            })),
          ),
        },
      ];
const [none, naive, adaptive] = chartArms(armsFromPreset('contrast'));
const latest = (...arms: ChartArm[][]) => latestOf(arms.flat(), metricOf('rankMe'));

it('compares arms at the last moment of which all have told', () => {
  const ahead = told(none, { 0: 24.9, 74: 17.9 });
  expect(latest(ahead, told(naive, { 0: 24.8 }), told(adaptive, { 0: 24.7 }))).toEqual([24.9, 24.8, 24.7]);
  expect(latest(ahead, told(naive, { 0: 24.8, 74: 16 }), told(adaptive, { 0: 24.7, 74: 17 }))).toEqual([
    17.9, 16, 17,
  ]);
});

it('is held back neither by an arm that has told nothing nor by one that has stopped', () => {
  const ahead = told(none, { 0: 24.9, 74: 17.9 });
  const stopped = told(naive, { 0: 24.8 }).map((arm) => ({ ...arm, stopped: true }));
  expect(latest(ahead, told(naive, {}))).toEqual([17.9, null]);
  expect(latest(ahead, stopped)).toEqual([17.9, 24.8]);
  expect(latest(told(none, {}), told(naive, {}))).toEqual([null, null]);
});

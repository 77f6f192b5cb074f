import { describe, expect, it } from 'vitest';
import { evaluationRecord } from '../protocol/sampleRecords.ts';
import { append, emptyLog } from '../metrics/log.ts';
import type { EvaluationRecord } from '../protocol/records.ts';
import type { ChartArm } from './arms.ts';
import { linesOf } from './curves.ts';
import type { RunFacts } from '../metrics/facts.ts';
import { metricOf, type Metric } from '../metrics/metric.ts';
import { pictureOf } from './picture.ts';

const facts: RunFacts = {
  floors: null,
  chance: 0.1,
  featureDim: 4,
  prototypes: 8,
  stepsPerEpoch: 10,
  totalSteps: 40,
};

const evaluation = (step: number, covarianceSpectrum: number[]): EvaluationRecord => ({
  ...evaluationRecord(step, step / 100),
  covarianceSpectrum,
});

const arm = (id: string, ...evaluations: EvaluationRecord[]): ChartArm => ({
  id,
  label: id,
  style: { colour: 'red', dash: undefined },
  facts,
  steps: emptyLog(),
  epochs: emptyLog(),
  evaluations: append(emptyLog(), evaluations),
  stopped: false,
});

const overTime: Metric = {
  ...metricOf('knnAccuracy'),
  references: () => [{ label: 'floor', brief: 'floor', value: 0.5 }],
};

const profile = metricOf('covarianceSpectrum');

const start = [0.1, 0.1, 0.1, 0.1];

describe('a metric over time', () => {
  it('has a point per record, over epochs, and an axis that reaches its references', () => {
    const picture = pictureOf(
      overTime,
      [arm('a', evaluation(0, start), evaluation(10, start))],
      facts,
      10,
      true,
    );
    expect(picture.rows).toEqual([
      { x: 0, values: [0] },
      { x: 1, values: [0.1] },
    ]);
    expect(picture.y.high).toBeGreaterThanOrEqual(0.5);
    expect(picture.over.many).toBe('epochs');
    expect(picture.lines.map(({ id, reference }) => [id, reference])).toEqual([['a', false]]);
  });
});

describe('a profile', () => {
  const collapsed = arm('a', evaluation(0, start), evaluation(10, [0.1, 0.01, 1e-9, 0]));

  it('is the newest record over its index, in powers of ten, behind it the first', () => {
    const picture = pictureOf(profile, [collapsed], facts, 10, true);
    expect(picture.rows.map(({ x }) => x)).toEqual([1, 2, 3, 4]);
    expect(picture.lines.map(({ label, reference }) => [label, reference])).toEqual([
      ['a', false],
      ['at the start', true],
    ]);
    const exponents = picture.rows.map(({ values }) => values.map((value) => Math.round(value ?? NaN)));
    // What is less than a millionth of the largest is nothing.
    expect(exponents).toEqual([
      [-1, -1],
      [-2, -1],
      [-7, -1],
      [-7, -1],
    ]);
    expect([picture.x.low, picture.x.high, picture.y.low, picture.y.high]).toEqual([1, 4, -7, -1]);
    expect(picture.names).toEqual([{ label: 'at the start', brief: 'start', value: -1 }]);
  });

  it('of arms that began alike has one beginning, of others one each', () => {
    const other = arm('b', evaluation(0, start), evaluation(10, [0.2, 0.2, 0.1, 0.1]));
    const third = arm('c', evaluation(0, [0.3, 0.2, 0.1, 0.1]));
    expect(linesOf([collapsed, other], profile, 10).map(({ id }) => id)).toEqual(['a', 'b', 'a start']);
    expect(linesOf([collapsed, other, third], profile, 10)).toHaveLength(5);
  });

  it('can be drawn where all is nothing, and is empty before there is a record', () => {
    const constant = arm('a', evaluation(0, [0, 0, 0, 0]));
    const { rows, y } = pictureOf(profile, [constant], facts, 0, false);
    expect(rows.every(({ values }) => values.every((value) => Number.isFinite(value)))).toBe(true);
    expect(y.high).toBeGreaterThan(y.low);
    expect(pictureOf(profile, [arm('a')], facts, 0, false).rows).toEqual([]);
  });
});

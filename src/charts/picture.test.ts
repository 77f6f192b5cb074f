import { describe, expect, it } from 'vitest';
import { epochRecord, evaluationRecord, stepRecord } from '../protocol/sampleRecords.ts';
import { append, emptyLog } from '../metrics/log.ts';
import type { EpochRecord, EvaluationRecord, StepRecord } from '../protocol/records.ts';
import type { ChartArm } from './arms.ts';
import { linesOf } from './curves.ts';
import type { RunFacts } from '../metrics/facts.ts';
import { metricOf, type Metric } from '../metrics/metric.ts';
import { pictureOf, plainView } from './picture.ts';

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
  steps: append(emptyLog<StepRecord>(), [stepRecord(0)]),
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

describe('an axis', () => {
  const told = (values: readonly number[]) =>
    arm('a', ...values.map((knnAccuracy, at) => ({ ...evaluationRecord(10 * at, 0), knnAccuracy })));
  const bare: Metric = { ...metricOf('knnAccuracy'), references: () => [] };

  it('of an accuracy is not filled by what a few images make of it', () => {
    const { y } = pictureOf(bare, [told([0.113, 0.119, 0.123])], facts, 20, true);
    expect(y.high - y.low).toBeGreaterThanOrEqual(0.1);
    expect([y.low <= 0.113, y.high >= 0.123]).toEqual([true, true]);
    expect(pictureOf(bare, [told([0.004, 0.008])], facts, 10, true).y.low).toBe(0);
    // What is apart is not pushed together.
    expect(pictureOf(bare, [told([0.2, 0.5])], facts, 10, true).y).toMatchObject({ low: 0.2, high: 0.5 });
  });

  it('of the gate does not end at a handful of images', () => {
    const gated = {
      ...arm('a'),
      epochs: append(emptyLog<EpochRecord>(), [{ ...epochRecord(0, 10), gateOpenShare: 0.0015 }]),
    };
    const { y } = pictureOf(metricOf('gateOpenShare'), [gated], facts, 10, true);
    expect([y.low, y.high]).toEqual([0, 0.1]);
  });

  it('over epochs is the same in every chart, be it of steps, of epochs or of evaluations', () => {
    const trained = {
      ...told([0.2, 0.3]),
      steps: append(
        emptyLog<StepRecord>(),
        Array.from({ length: 37 }, (_, step) => stepRecord(step)),
      ),
      epochs: append(emptyLog<EpochRecord>(), [epochRecord(0, 10)]),
    };
    const axes = (['loss', 'gateOpenShare', 'knnAccuracy', 'rankMe', 'alphaReq'] as const).map(
      (id) => pictureOf(metricOf(id), [trained], { ...facts, totalSteps: 400 }, 37, true).x,
    );
    for (const axis of axes) expect(axis).toEqual({ ...axes[0], low: 0, high: 4 });
  });
});

describe('a run that goes on from a file', () => {
  const evaluations = [evaluation(0, start), evaluation(20, start), evaluation(30, start)];
  const xs = (resumed: ChartArm) =>
    pictureOf(overTime, [resumed], facts, 30, true).rows.map(({ x, values }) => [x, values[0] !== null]);

  it('has no line over the epochs that it does not know', () => {
    const steps = append(emptyLog<StepRecord>(), [stepRecord(20), stepRecord(21)]);
    expect(xs({ ...arm('a', ...evaluations), steps })).toEqual([
      [2, true],
      [3, true],
    ]);
    // Before it has taken a step.
    expect(xs({ ...arm('a', ...evaluations.slice(0, 2)), steps: emptyLog() })).toEqual([[2, true]]);
  });

  it('leaves the arms beside it as they are', () => {
    const resumed = { ...arm('a', ...evaluations), steps: append(emptyLog<StepRecord>(), [stepRecord(20)]) };
    const { rows } = pictureOf(overTime, [resumed, arm('b', ...evaluations)], facts, 30, true);
    expect(rows.map(({ x, values }) => [x, ...values.map((value) => value !== null)])).toEqual([
      [0, false, true],
      [2, true, true],
      [3, true, true],
    ]);
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

describe('a metric as it is read', () => {
  const record = (step: number, loss: number) => ({ ...stepRecord(step), loss });
  const trained: ChartArm = {
    ...arm('a'),
    steps: append(
      emptyLog<StepRecord>(),
      Array.from({ length: 21 }, (_, step) => record(step, step % 2 === 0 ? 2 : 4)),
    ),
  };
  const loss: Metric = {
    ...metricOf('loss'),
    references: () => [{ label: 'ln K', brief: 'ln K', value: 10 }],
  };
  const pictured = (view: Partial<typeof plainView>) =>
    pictureOf(loss, [trained], facts, 20, true, { ...plainView, ...view });

  it('shows the epochs of a range alone, and its axis ends where they do', () => {
    const { rows, x, y } = pictured({ range: { from: 0.55, to: 1 } });
    expect([x.low, x.high]).toEqual([0.55, 1]);
    expect(x.ticks.every((tick) => tick >= 0.55 && tick <= 1)).toBe(true);
    expect(rows.map((row) => row.x)).toEqual([0.55, 0.6, 0.7, 0.8, 0.9, 1]);
    expect(rows[0]?.values[0]).toBeCloseTo(3, 12);
    expect(y.low).toBeLessThanOrEqual(2);
  });

  it('lays what was measured beneath the mean of an epoch', () => {
    const { rows, lines } = pictured({ smooth: true });
    expect(lines.map(({ id, beneath }) => [id, beneath])).toEqual([
      ['a', undefined],
      ['a raw', true],
    ]);
    expect(rows.at(-1)).toEqual({ x: 2, values: [3, 2] });
    expect(
      pictureOf(overTime, [arm('a', evaluation(0, start))], facts, 0, true, { ...plainView, smooth: true })
        .lines,
    ).toHaveLength(1);
  });

  it('draws logarithms where all values have one, and what they are read against with them', () => {
    const { rows, y, ticks, references } = pictured({ logarithmic: true });
    expect(ticks).toBe('log');
    expect(rows[1]?.values[0]).toBeCloseTo(Math.log10(4), 12);
    expect(y.low).toBeCloseTo(Math.log10(2), 6);
    expect(references.map(({ value }) => value)).toEqual([1]);
    const negative = { ...trained, steps: append(emptyLog<StepRecord>(), [record(0, -1)]) };
    expect(pictureOf(loss, [negative], facts, 0, true, { ...plainView, logarithmic: true }).ticks).toBe(
      'plain',
    );
  });
});

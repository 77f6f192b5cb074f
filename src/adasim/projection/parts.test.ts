import { describe, expect, it } from 'vitest';
import { featureMatrix } from '../metrics/features.ts';
import { stream } from '../random.ts';
import { rotationOnto } from './alignColours.ts';
import { partAxes, partColours, partScores, rotatedAxes, sampledRows } from './partColours.ts';
import { cosinesWith } from './placeSimilarity.ts';

/** Spread most along (1, 1, 0, 0), then (0, 0, 1, 0), (1, −1, 0, 0), (0, 0, 0, 1), around (5, 0, 0, 0). */
const random = stream(7, 'test');
const cloud = (rows: number, spread = [9, 4, 2, 1]) => {
  const points = Array.from({ length: rows }, () => {
    const [a = 0, b = 0, c = 0, d = 0] = spread.map((size) => size * random.normal());
    return [5 + (a + c) / Math.SQRT2, (a - c) / Math.SQRT2, b, d];
  });
  return featureMatrix(Float64Array.from(points.flat()), 4);
};
const columns = ({ data, dim }: ReturnType<typeof featureMatrix>) =>
  Array.from({ length: dim }, (_, column) => [...data].filter((__, i) => i % dim === column));
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The turn about the third axis by a right angle, and the second mirrored. */
const turn = [
  [0, 1, 0],
  [1, 0, 0],
  [0, 0, -1],
];

describe('partAxes', () => {
  it('finds the directions of most spread, and gives each the same share of a channel', () => {
    const vectors = cloud(4000);
    const fitted = partAxes(vectors);
    const along = (component: number) => {
      const axis = [...fitted.axes.subarray(4 * component, 4 * component + 4)];
      const length = Math.hypot(...axis);
      return axis.map((value) => value / length);
    };
    for (const [component, expected] of [
      [Math.SQRT1_2, Math.SQRT1_2, 0, 0],
      [0, 0, 1, 0],
    ].entries())
      for (const [i, value] of along(component).entries()) expect(value).toBeCloseTo(expected[i] ?? NaN, 1);
    for (const column of columns(partScores(fitted, vectors))) {
      expect(mean(column)).toBeCloseTo(0, 8);
      expect(mean(column.map((score) => score ** 2))).toBeCloseTo(1, 2);
    }
  });

  it('gives no colour to rounding: where nothing varies, everything is grey', () => {
    const alike = featureMatrix(
      Float32Array.from({ length: 400 }, (_, i) => 1 + 1e-7 * (i % 3)),
      4,
    );
    const colours = partColours(partScores(partAxes(alike), alike));
    expect(new Set(colours)).toEqual(new Set([128, 255]));
    const line = cloud(200, [9, 0, 0, 0]);
    const scores = columns(partScores(partAxes(line), line));
    expect(
      scores
        .slice(1)
        .flat()
        .every((score) => score === 0),
    ).toBe(true);
  });

  it('is fitted on a sample of many rows that leaves out no column of a grid', () => {
    const dim = 256;
    const rows = 64 * 64;
    const data = Float32Array.from({ length: rows * dim }, (_, i) => Math.floor(i / dim));
    const sample = sampledRows(featureMatrix(data, dim));
    expect(sample.rows).toBeLessThan(600);
    const taken = Array.from({ length: sample.rows }, (_, row) => sample.data[row * dim] ?? NaN);
    expect(new Set(taken.map((row) => row % 8)).size).toBe(8);
    const few = featureMatrix(data.subarray(0, 8 * dim), dim);
    expect(sampledRows(few).rows).toBe(8);
  });
});

describe('rotationOnto', () => {
  it('turns scores back onto those that they were turned from, mirrors included', () => {
    const vectors = cloud(300);
    const fitted = partAxes(vectors);
    const before = partScores(fitted, vectors);
    const turned = rotatedAxes(fitted, turn);
    const [x, y, z] = columns(before);
    const [a, b, c] = columns(partScores(turned, vectors));
    // [from][to]: red becomes green.
    expect(
      [b, a, c?.map((value) => -value)].map((column) => column?.map((value) => value.toFixed(6))),
    ).toEqual([x, y, z].map((column) => column?.map((value) => value.toFixed(6))));
    const back = rotatedAxes(turned, rotationOnto(partScores(turned, vectors), before));
    const again = partScores(back, vectors);
    for (const [i, value] of again.data.entries()) expect(value).toBeCloseTo(before.data[i] ?? NaN, 8);
  });

  it('is orthogonal, whatever it is asked for', () => {
    const zero = featureMatrix(new Float64Array(30), 3);
    const line = partScores(partAxes(cloud(10, [9, 0, 0, 0])), cloud(10, [9, 0, 0, 0]));
    const full = partScores(partAxes(cloud(10)), cloud(10));
    for (const [scores, reference] of [
      [zero, full],
      [line, full],
      [full, line],
      [full, full],
    ] as const) {
      const rotation = rotationOnto(scores, reference);
      for (const [i, a] of rotation.entries())
        for (const [j, b] of rotation.entries())
          expect(a.reduce((sum, value, k) => sum + value * (b[k] ?? NaN), 0)).toBeCloseTo(i === j ? 1 : 0, 8);
    }
  });
});

it('colours the mean grey, and two standard deviations fully', () => {
  const scores = featureMatrix(Float64Array.of(0, 0, 0, 2, -2, 1, 5, -5, 0), 3);
  expect([...partColours(scores)]).toEqual([128, 128, 128, 255, 255, 0, 191, 255, 255, 0, 128, 255]);
});

it('compares a place with all places, itself among them', () => {
  const places = Float32Array.of(1, 0, 0, 1, 0.6, 0.8);
  expect([...cosinesWith(places, 2, 0)].map((cosine) => cosine.toFixed(4))).toEqual([
    '1.0000',
    '0.0000',
    '0.6000',
  ]);
});

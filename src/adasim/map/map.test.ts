import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { featureMatrix } from '../metrics/features.ts';
import { stream } from '../random.ts';
import { inOneGo } from '../slices.ts';
import { principalAxes } from './principalAxes.ts';
import { procrustes2d, turned } from './procrustes.ts';

/** Features that spread differently along each of `dim` directions, off the origin. */
function spread(rows: number, dim: number, seed = 1) {
  const random = stream(seed, 'map test');
  const mixing = Float64Array.from({ length: dim * dim }, () => random.normal());
  const data = new Float32Array(rows * dim);
  for (let row = 0; row < rows; row += 1) {
    const own = Float64Array.from({ length: dim }, (_, i) => random.normal() / (1 + i));
    for (let i = 0; i < dim; i += 1)
      data[row * dim + i] = own.reduce((sum, value, j) => sum + value * (mixing[j * dim + i] ?? 0), 3);
  }
  return featureMatrix(data, dim);
}

/** Centred features times their first two right singular vectors. */
function bySingularVectors({ data, rows, dim }: ReturnType<typeof featureMatrix>) {
  const centred = Matrix.from1DArray(rows, dim, data).center('column');
  const { diagonal, rightSingularVectors } = new SingularValueDecomposition(centred, { autoTranspose: true });
  const order = diagonal.map((_, place) => place).sort((a, b) => (diagonal[b] ?? 0) - (diagonal[a] ?? 0));
  const total = diagonal.reduce((sum, value) => sum + value ** 2, 0);
  const leading = order.slice(0, 2);
  return {
    explained: leading.map((place) => (diagonal[place] ?? 0) ** 2 / total),
    axes: leading.map((place) => centred.mmul(rightSingularVectors.getColumnVector(place)).to1DArray()),
  };
}

describe('principalAxes', () => {
  it.each([
    [300, 12],
    [64, 64],
    [20, 48],
  ])('puts %i features of %i dimensions where singular vectors put them, up to sign', (rows, dim) => {
    const features = spread(rows, dim);
    const { positions, explained } = inOneGo(principalAxes(features));
    const expected = bySingularVectors(features);
    for (const axis of [0, 1] as const) {
      expect(explained[axis]).toBeCloseTo(expected.explained[axis] ?? NaN, 8);
      const mine = Array.from({ length: rows }, (_, row) => positions[2 * row + axis] ?? NaN);
      const theirs = expected.axes[axis] ?? [];
      const sign = Math.sign(mine.reduce((sum, value, row) => sum + value * (theirs[row] ?? 0), 0));
      const largest = Math.max(...theirs.map(Math.abs));
      mine.forEach((value, row) => {
        expect(Math.abs(sign * value - (theirs[row] ?? NaN))).toBeLessThan(1e-4 * largest);
      });
    }
  });

  it('puts all in one place where there is no spread, and refuses what is no number', () => {
    const same = featureMatrix(new Float32Array(12).fill(0.5), 3);
    const { positions, explained } = inOneGo(principalAxes(same));
    expect(explained).toEqual([0, 0]);
    expect([...positions]).toEqual(Array(8).fill(0));
    const broken = featureMatrix(Float32Array.of(1, NaN, 2, 3), 2);
    expect(() => inOneGo(principalAxes(broken))).toThrow('not a finite number');
  });

  it('pauses between slices of a long computation', () => {
    const work = principalAxes(spread(4000, 64));
    expect(work.next().done).toBe(false);
    expect(work.next().done).toBe(false);
  });
});

describe('procrustes2d', () => {
  const random = stream(2, 'points');
  const points = Float32Array.from({ length: 80 }, () => random.normal());

  /** Σ ‖Rx − y‖² */
  const distance = (a: Float32Array, b: Float32Array) =>
    a.reduce((sum, value, at) => sum + (value - (b[at] ?? 0)) ** 2, 0);

  it.each([
    ['a rotation', [Math.cos(2), Math.sin(2), -Math.sin(2), Math.cos(2)]],
    ['a mirrored rotation', [Math.cos(1), Math.sin(1), Math.sin(1), -Math.cos(1)]],
    ['a mirroring', [1, 0, 0, -1]],
  ] as const)('takes back %s', (_, [a, b, c, d]) => {
    const other = turned(points, [a, b, c, d]);
    const back = turned(other, procrustes2d(other, points));
    back.forEach((value, at) => expect(value).toBeCloseTo(points[at] ?? NaN, 5));
  });

  it('is U Vᵀ of the singular value decomposition, and no turn comes nearer', () => {
    const noisy = turned(points, [0.6, 0.8, -0.8, 0.6]).map((value) => value + 0.3 * random.normal());
    const turn = procrustes2d(points, noisy);
    const rows = points.length / 2;
    const product = Matrix.from1DArray(rows, 2, points)
      .transpose()
      .mmul(Matrix.from1DArray(rows, 2, noisy));
    const { leftSingularVectors, rightSingularVectors } = new SingularValueDecomposition(product);
    const expected = leftSingularVectors.mmul(rightSingularVectors.transpose()).to1DArray();
    turn.forEach((value, at) => expect(value).toBeCloseTo(expected[at] ?? NaN, 10));
    const least = distance(turned(points, turn), noisy);
    for (let angle = 0; angle < 2 * Math.PI; angle += 0.1) {
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      for (const mirror of [1, -1])
        expect(
          distance(turned(points, [cos, sin, -mirror * sin, mirror * cos]), noisy),
        ).toBeGreaterThanOrEqual(least - 1e-4);
    }
  });

  it('leaves points alone where all turns are as good, and refuses other points', () => {
    expect(procrustes2d(new Float32Array(4), points.slice(0, 4))).toEqual([1, 0, 0, 1]);
    expect(() => procrustes2d(points, points.slice(0, 2))).toThrow(RangeError);
  });
});

import { describe, expect, it } from 'vitest';
import { linearProbe, linearProbeInSlices, type LabelledFeatures } from './linearProbe.ts';
import { lbfgs, type Effort } from './lbfgs.ts';
import { featureMatrix } from './metrics/features.ts';
import { stream } from './random.ts';
import { SoftmaxRegression } from './softmaxRegression.ts';

/** Gaussian clouds around one centre a class, `distance` from the origin; dimension i is scaled by `scale(i)`. */
function clouds(
  seed: number,
  rows: number,
  dim: number,
  classes: number,
  distance: number,
  scale: (i: number) => number = () => 1,
): LabelledFeatures {
  const centres = stream(1, 'centres');
  const centre = Float64Array.from(
    { length: classes * dim },
    () => (distance * centres.normal()) / Math.sqrt(dim),
  );
  const random = stream(seed, 'clouds');
  const labels = Int32Array.from({ length: rows }, () => random.integer(classes));
  const data = Float32Array.from({ length: rows * dim }, (_, at) => {
    const label = labels[Math.floor(at / dim)] ?? 0;
    return ((centre[label * dim + (at % dim)] ?? 0) + random.normal()) * scale(at % dim);
  });
  return { features: featureMatrix(data, dim), labels };
}

/** Each dimension is the sum of those before: as correlated as a network's features. */
function correlated({ features: { data, dim }, labels }: LabelledFeatures): LabelledFeatures {
  let sum = 0;
  const sums = Float64Array.from(data, (value, at) => (sum = value + (at % dim === 0 ? 0 : sum)));
  return { features: featureMatrix(sums, dim), labels };
}

describe('linearProbe', () => {
  it('separates what is separable, and is at chance where there is nothing', () => {
    const probe = (distance: number) =>
      linearProbe(clouds(2, 900, 16, 5, distance), clouds(3, 600, 16, 5, distance), 5).accuracy;
    expect(probe(20)).toBeGreaterThan(0.99);
    expect(probe(0)).toBeLessThan(0.3);
  });

  it('does not depend on the scale of a dimension, nor on one that never varies', () => {
    const scale = (i: number) => (i === 3 ? 0 : 10 ** (i - 4));
    const accuracy = (of: typeof scale) =>
      linearProbe(clouds(2, 500, 8, 3, 3, of), clouds(3, 500, 8, 3, 3, of), 3).accuracy;
    expect(accuracy(scale)).toBeCloseTo(
      accuracy((i) => (i === 3 ? 0 : 1)),
      10,
    );
  });

  it('is the same in slices, however much happens between them', () => {
    const [train, test] = [clouds(2, 300, 8, 3, 3), clouds(3, 200, 8, 3, 3)];
    const work = linearProbeInSlices(train, test, 3);
    const another = linearProbeInSlices(test, train, 3);
    let slices = 0;
    let slice = work.next();
    for (; slice.done !== true; slice = work.next()) {
      slices++;
      another.next();
    }
    expect(slice.value).toEqual(linearProbe(train, test, 3));
    expect(slices).toBeGreaterThan(5);
  });
});

describe('SoftmaxRegression', () => {
  const problemOf = ({ features, labels }: LabelledFeatures) =>
    new SoftmaxRegression(features, labels, 4, 1e-2);

  /** The minimum, and how often the function was asked for. */
  function minimise(problem: SoftmaxRegression, effort: Effort, preconditioned = true) {
    const solver = lbfgs(
      problem.size,
      effort,
      preconditioned ? (gradient) => problem.precondition(gradient) : undefined,
    );
    let evaluations = 0;
    let asked = solver.next();
    for (; asked.done !== true; evaluations++) asked = solver.next(problem.evaluate(asked.value));
    return { ...asked.value, evaluations };
  }

  it('has the gradient that finite differences have, also when rows do not fill a tile', () => {
    const problem = problemOf(clouds(2, 41, 5, 4, 2));
    const random = stream(4, 'weights');
    const weights = Float64Array.from({ length: problem.size }, () => random.normal());
    const { gradient } = problem.evaluate(weights);
    const at = (i: number, change: number) =>
      problem.evaluate(weights.map((weight, k) => (k === i ? weight + change : weight))).value;
    for (let i = 0; i < weights.length; i++)
      expect((at(i, 1e-5) - at(i, -1e-5)) / 2e-5).toBeCloseTo(gradient[i] ?? NaN, 8);
  });

  it.each([true, false])('is minimised (with its preconditioner: %s)', (preconditioned) => {
    const problem = problemOf(clouds(2, 200, 5, 4, 2));
    const { point, value } = minimise(problem, { iterations: 2000, tolerance: 1e-9 }, preconditioned);
    const { gradient } = problem.evaluate(point);
    expect(Math.max(...gradient.map(Math.abs))).toBeLessThan(1e-9);
    const random = stream(5, 'others');
    for (let trial = 0; trial < 20; trial++)
      expect(problem.evaluate(point.map((weight) => weight + 0.1 * random.normal())).value).toBeGreaterThan(
        value,
      );
  });

  it('is near its minimum after the default effort of the probe, which the preconditioner makes small', () => {
    const problem = problemOf(correlated(clouds(2, 500, 16, 4, 4)));
    const exact = minimise(problem, { iterations: 5000, tolerance: 1e-9 });
    const effort = { iterations: 300, tolerance: 1e-4 };
    const quick = minimise(problem, effort);
    expect(quick.value - exact.value).toBeLessThan(1e-4);
    expect(quick.evaluations).toBeLessThan(minimise(problem, effort, false).evaluations / 2);
  });
});

describe('lbfgs', () => {
  it('stops where rounding leaves nothing to gain, at the lowest point it saw', () => {
    // A parabola in single precision, which has no gradient as small as is asked for.
    const solver = lbfgs(2, { iterations: 1000, tolerance: 0 });
    const at = (point: Float64Array) => ({
      value: Math.fround(1 + (point[0] ?? 0) ** 2 + 3 * ((point[1] ?? 0) - 1) ** 2),
      gradient: Float64Array.of(2 * (point[0] ?? 0) + 1e-3, 6 * ((point[1] ?? 0) - 1)),
    });
    let lowest = Infinity;
    let asked = solver.next();
    while (asked.done !== true) {
      const slope = at(asked.value);
      lowest = Math.min(lowest, slope.value);
      asked = solver.next(slope);
    }
    expect(asked.value.value).toBe(lowest);
    expect(asked.value.iterations).toBeLessThan(100);
  });
});

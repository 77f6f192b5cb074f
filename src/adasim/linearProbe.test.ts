import { describe, expect, it } from 'vitest';
import { linearProbe } from './linearProbe.ts';
import { featureMatrix, type FeatureMatrix } from './metrics/features.ts';
import { stream } from './random.ts';
import { minimise, SoftmaxRegression } from './softmaxRegression.ts';

/** Gaussian clouds around one centre a class, `distance` from the origin; dimension i is scaled by `scale(i)`. */
function clouds(
  seed: number,
  rows: number,
  dim: number,
  classes: number,
  distance: number,
  scale: (i: number) => number = () => 1,
) {
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

describe('linearProbe', () => {
  it('separates what is separable, and is at chance where there is nothing', () => {
    const probe = (distance: number) => {
      const train = clouds(2, 900, 16, 5, distance);
      const test = clouds(3, 600, 16, 5, distance);
      return linearProbe(train.features, train.labels, test.features, test.labels, 5).accuracy;
    };
    expect(probe(20)).toBeGreaterThan(0.99);
    expect(probe(0)).toBeLessThan(0.3);
  });

  it('does not depend on the scale of a dimension, nor on one that never varies', () => {
    const scale = (i: number) => (i === 3 ? 0 : 10 ** (i - 4));
    const accuracy = (of: typeof scale) => {
      const train = clouds(2, 500, 8, 3, 3, of);
      const test = clouds(3, 500, 8, 3, 3, of);
      return linearProbe(train.features, train.labels, test.features, test.labels, 3).accuracy;
    };
    expect(accuracy(scale)).toBeCloseTo(
      accuracy((i) => (i === 3 ? 0 : 1)),
      10,
    );
  });

  it('is deterministic', () => {
    const { features, labels } = clouds(2, 300, 8, 3, 3);
    const run = () => linearProbe(features, labels, features, labels, 3);
    expect(run()).toEqual(run());
  });
});

describe('SoftmaxRegression', () => {
  const problemOf = ({ features, labels }: { features: FeatureMatrix; labels: Int32Array }) =>
    new SoftmaxRegression(features, labels, 4, 1e-2);

  it('has the gradient that finite differences have, also when rows do not fill a tile', () => {
    const problem = problemOf(clouds(2, 41, 5, 4, 2));
    const random = stream(4, 'weights');
    const weights = Float64Array.from({ length: problem.size }, () => random.normal());
    const gradient = new Float64Array(problem.size);
    problem.evaluate(weights, gradient);
    const scratch = new Float64Array(problem.size);
    const at = (i: number, change: number) =>
      problem.evaluate(
        weights.map((weight, k) => (k === i ? weight + change : weight)),
        scratch,
      );
    for (let i = 0; i < weights.length; i++)
      expect((at(i, 1e-5) - at(i, -1e-5)) / 2e-5).toBeCloseTo(gradient[i] ?? NaN, 8);
  });

  it('is minimised: no gradient is left, and other weights are worse', () => {
    const problem = problemOf(clouds(2, 200, 5, 4, 2));
    const { weights, objective } = minimise(problem, 2000, 1e-10);
    const gradient = new Float64Array(problem.size);
    problem.evaluate(weights, gradient);
    expect(Math.max(...gradient.map(Math.abs))).toBeLessThan(1e-9);
    const random = stream(5, 'others');
    for (let trial = 0; trial < 20; trial++)
      expect(
        problem.evaluate(
          weights.map((weight) => weight + 0.1 * random.normal()),
          gradient,
        ),
      ).toBeGreaterThan(objective);
  });

  it('is near its minimum after the default effort of the probe', () => {
    const problem = problemOf(clouds(2, 500, 16, 4, 4));
    const exact = minimise(problem, 5000, 1e-10).objective;
    expect(minimise(problem, 100, 1e-3).objective - exact).toBeLessThan(1e-3);
  });
});

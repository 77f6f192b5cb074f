/**
 * @file The linear probe: softmax regression on frozen features, scored on held-out ones. The convex problem
 * is solved to near its optimum, so that the result depends on the features and on nothing to tune.
 */
import { featureMatrix, type FeatureMatrix } from './metrics/features.ts';
import { innerProducts, tileRows } from './metrics/innerProducts.ts';
import { minimise, SoftmaxRegression } from './softmaxRegression.ts';

export interface LinearProbeOptions {
  /** λ of the penalty ½ λ ‖W‖² on standardised features, per image. */
  l2?: number;
  /** Most iterations. */
  iterations?: number;
  /** Stops when no entry of the preconditioned step is larger. */
  tolerance?: number;
}

export interface LinearProbeResult {
  /** Share of held-out images whose most probable class is their label. */
  accuracy: number;
  trainAccuracy: number;
  /** Mean cross-entropy plus penalty at the end. */
  objective: number;
  iterations: number;
}

/**
 * Trains on `train` and scores on `test`.
 * @param labels integers in [0, classes), `[train.rows]`
 * @param testLabels `[test.rows]`
 */
export function linearProbe(
  train: FeatureMatrix,
  labels: ArrayLike<number>,
  test: FeatureMatrix,
  testLabels: ArrayLike<number>,
  classes: number,
  { l2 = 1e-3, iterations = 100, tolerance = 1e-3 }: LinearProbeOptions = {},
): LinearProbeResult {
  const standardise = standardiser(train);
  const inputs = standardise(train);
  const problem = new SoftmaxRegression(inputs, labels, classes, l2);
  const solution = minimise(problem, iterations, tolerance);
  const weights = featureMatrix(solution.weights, inputs.dim);
  return {
    accuracy: accuracyOf(weights, standardise(test), testLabels),
    trainAccuracy: accuracyOf(weights, inputs, labels),
    objective: solution.objective,
    iterations: solution.iterations,
  };
}

/** Maps features to zero mean and unit variance *of the training set*, with a column of ones for the bias. */
function standardiser({ data, rows, dim }: FeatureMatrix): (features: FeatureMatrix) => FeatureMatrix {
  const mean = new Float64Array(dim);
  const variance = new Float64Array(dim);
  for (let at = 0; at < data.length; at++) mean[at % dim] = (mean[at % dim] ?? 0) + (data[at] ?? 0) / rows;
  for (let at = 0; at < data.length; at++)
    variance[at % dim] = (variance[at % dim] ?? 0) + ((data[at] ?? 0) - (mean[at % dim] ?? 0)) ** 2 / rows;
  return (features) => {
    const standard = new Float64Array(features.rows * (dim + 1));
    for (let row = 0; row < features.rows; row++) {
      const target = row * (dim + 1);
      for (let i = 0; i < dim; i++) {
        const scale = Math.sqrt(variance[i] ?? 0);
        // A dimension that never varies says nothing.
        if (scale > 1e-12)
          standard[target + i] = ((features.data[row * dim + i] ?? 0) - (mean[i] ?? 0)) / scale;
      }
      standard[target + dim] = 1;
    }
    return featureMatrix(standard, dim + 1);
  };
}

/** Share of rows whose largest logit is their label's, the lower class on a tie. */
function accuracyOf(weights: FeatureMatrix, inputs: FeatureMatrix, labels: ArrayLike<number>): number {
  const logits = new Float64Array(tileRows * weights.rows);
  let correct = 0;
  for (let row = 0; row < inputs.rows; row++) {
    const from = (row % tileRows) * weights.rows;
    if (from === 0) innerProducts(inputs, row, weights, 0, logits);
    const own = logits.subarray(from, from + weights.rows);
    const best = own.reduce((leader, logit, c) => (logit > (own[leader] ?? 0) ? c : leader), 0);
    if (best === labels[row]) correct++;
  }
  return correct / inputs.rows;
}

/**
 * @file The linear probe: softmax regression on frozen features, scored on held-out ones. The convex problem
 * is solved to near its optimum, so that the result depends on the features and on nothing to tune.
 */
import { lbfgs, type Effort } from './lbfgs.ts';
import { featureMatrix, type FeatureMatrix } from './metrics/features.ts';
import { innerProducts, tileRows } from './metrics/innerProducts.ts';
import { inOneGo, type Slices } from './slices.ts';
import { SoftmaxRegression } from './softmaxRegression.ts';
import { Standardiser } from './standardiser.ts';

/** Features with their labels, integers in [0, classes), `[features.rows]`. */
export interface LabelledFeatures {
  features: FeatureMatrix;
  labels: ArrayLike<number>;
}

export interface LinearProbeOptions extends Partial<Effort> {
  /** λ of the penalty ½ λ ‖W‖² on standardised features, per image. */
  l2?: number;
}

export interface LinearProbeResult {
  /** Share of held-out images whose most probable class is their label. */
  accuracy: number;
  trainAccuracy: number;
  /** Mean cross-entropy plus penalty at the end. */
  objective: number;
  iterations: number;
}

/** λ of every probe: on features, on pixels, of any network. */
export const PROBE_L2 = 1e-3;

/** Trains on `train` and scores on `test`. */
export function linearProbe(
  train: LabelledFeatures,
  test: LabelledFeatures,
  classes: number,
  options: LinearProbeOptions = {},
): LinearProbeResult {
  return inOneGo(linearProbeInSlices(train, test, classes, options));
}

/** The same; a slice is one evaluation of the objective. */
export function* linearProbeInSlices(
  train: LabelledFeatures,
  test: LabelledFeatures,
  classes: number,
  { l2 = PROBE_L2, iterations = 300, tolerance = 1e-4 }: LinearProbeOptions = {},
): Slices<LinearProbeResult> {
  const standardiser = yield* Standardiser.of(train.features);
  const inputs = standardiser.rows(train.features);
  const regression = new SoftmaxRegression(inputs, train.labels, classes, l2);
  yield;
  const solver = lbfgs(regression.size, { iterations, tolerance }, (gradient) =>
    regression.precondition(gradient),
  );
  let asked = solver.next();
  while (asked.done !== true) {
    asked = solver.next(regression.evaluate(asked.value));
    yield;
  }
  const weights = featureMatrix(asked.value.point, inputs.dim);
  return {
    accuracy: accuracyOf(weights, standardiser.rows(test.features), test.labels),
    trainAccuracy: accuracyOf(weights, inputs, train.labels),
    objective: asked.value.value,
    iterations: asked.value.iterations,
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

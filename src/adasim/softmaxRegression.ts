/** @file The objective of multinomial logistic regression, its gradient, and a bound on its curvature. */
import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import type { Slope } from './lbfgs.ts';
import { featureMatrix, type FeatureMatrix } from './metrics/features.ts';
import { innerProducts, tileRows } from './metrics/innerProducts.ts';
import { gram } from './metrics/spectrum.ts';

/** Mean cross-entropy of softmax(X Wᵀ) plus ½ λ ‖W‖²; W is `[classes, dim]`. */
export class SoftmaxRegression {
  /** Entries of W. */
  readonly size: number;
  private readonly bound: CholeskyDecomposition;
  /** Logits, then errors p − y, of a tile of rows. */
  private readonly tile: Float64Array;

  /**
   * @param inputs X, `[n, dim]`
   * @param labels integers in [0, classes), `[n]`
   */
  constructor(
    private readonly inputs: FeatureMatrix,
    private readonly labels: ArrayLike<number>,
    private readonly classes: number,
    private readonly l2: number,
  ) {
    const { rows, dim } = inputs;
    this.size = classes * dim;
    this.tile = new Float64Array(tileRows * classes);
    // The Hessian nowhere exceeds ½ XᵀX/n + λ I, class by class (Böhning 1992).
    const bound = gram(inputs).div(2 * rows);
    this.bound = new CholeskyDecomposition(bound.add(Matrix.eye(dim, dim).mul(l2)));
  }

  /** The objective and its gradient at `weights`. */
  evaluate(weights: Float64Array): Slope {
    const { inputs, l2, tile } = this;
    const lines = featureMatrix(weights, inputs.dim);
    const gradient = weights.map((weight) => l2 * weight);
    const squares = weights.reduce((sum, weight) => sum + weight * weight, 0);
    let loss = 0;
    for (let row = 0; row < inputs.rows; row += tileRows) {
      innerProducts(inputs, row, lines, 0, tile);
      loss += this.replaceByErrors(row);
      this.addGradient(row, gradient);
    }
    return { value: loss / inputs.rows + (l2 * squares) / 2, gradient };
  }

  /** The gradient divided by the bound on the Hessian: a step that never leads uphill. */
  precondition(gradient: Float64Array): Float64Array {
    const { dim } = this.inputs;
    const solved = this.bound.solve(Matrix.from1DArray(this.classes, dim, gradient).transpose());
    return Float64Array.from(solved.transpose().to1DArray());
  }

  /** Turns the tile's logits into errors divided by n; returns the rows' summed cross-entropy. */
  private replaceByErrors(first: number): number {
    const { tile, labels, classes } = this;
    const { rows } = this.inputs;
    let loss = 0;
    for (let tileRow = 0; tileRow < tileRows; tileRow++) {
      const logits = tile.subarray(tileRow * classes, (tileRow + 1) * classes);
      if (first + tileRow >= rows) {
        logits.fill(0);
        continue;
      }
      const label = labels[first + tileRow] ?? 0;
      const logitOfLabel = logits[label] ?? 0;
      loss += softmaxInPlace(logits) - logitOfLabel;
      logits[label] = (logits[label] ?? 0) - 1;
      for (let c = 0; c < classes; c++) logits[c] = (logits[c] ?? 0) / rows;
    }
    return loss;
  }

  /** gradient += errorsᵀ X over the tile's rows, four at once. */
  private addGradient(first: number, gradient: Float64Array): void {
    const { tile, classes } = this;
    const { data, rows, dim } = this.inputs;
    const start = (tileRow: number) => Math.min(first + tileRow, rows - 1) * dim;
    const [x0, x1, x2, x3] = [start(0), start(1), start(2), start(3)];
    for (let c = 0; c < classes; c++) {
      const e0 = tile[c] ?? 0;
      const e1 = tile[classes + c] ?? 0;
      const e2 = tile[2 * classes + c] ?? 0;
      const e3 = tile[3 * classes + c] ?? 0;
      const line = c * dim;
      for (let i = 0; i < dim; i++)
        gradient[line + i] =
          (gradient[line + i] ?? 0) +
          e0 * (data[x0 + i] ?? 0) +
          e1 * (data[x1 + i] ?? 0) +
          e2 * (data[x2 + i] ?? 0) +
          e3 * (data[x3 + i] ?? 0);
    }
  }
}

/** Turns logits into probabilities; returns ln Σ e^logit. */
function softmaxInPlace(logits: Float64Array): number {
  let largest = -Infinity;
  for (const logit of logits) largest = Math.max(largest, logit);
  let sum = 0;
  for (let c = 0; c < logits.length; c++) {
    const weight = Math.exp((logits[c] ?? 0) - largest);
    logits[c] = weight;
    sum += weight;
  }
  for (let c = 0; c < logits.length; c++) logits[c] = (logits[c] ?? 0) / sum;
  return largest + Math.log(sum);
}

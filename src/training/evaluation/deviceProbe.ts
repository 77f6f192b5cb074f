/**
 * @file The linear probe of features too wide for the host, such as raw pixels: the same problem as
 * `adasim/linearProbe.ts`, its products on the device.
 */
import { lbfgs, type Effort, type Slope } from '../../adasim/lbfgs.ts';
import { PROBE_L2, type LabelledFeatures } from '../../adasim/linearProbe.ts';
import type { AsyncSlices, Slices } from '../../adasim/slices.ts';
import { Standardiser } from '../../adasim/standardiser.ts';
import { linear } from '../../tensor/ops/linear.ts';
import * as tf from '../../tensor/tf.ts';

/** Multiplications in one block of rows, which is a slice's work: a few tens of milliseconds on one CPU core. */
const BLOCK_PRODUCTS = 2e7;

/** Single precision leaves no smaller gradient than this to be found. */
const effort: Effort = { iterations: 150, tolerance: 1e-3 };

/** Accuracy on `test` of softmax regression on `train`. Yields after each slice of work. */
export async function* deviceProbe(
  train: LabelledFeatures,
  test: LabelledFeatures,
  classes: number,
): AsyncSlices<number> {
  const standardiser = yield* Standardiser.of(train.features);
  const regression = new DeviceRegression(classes, standardiser.dim, PROBE_L2);
  try {
    yield* regression.upload(train, standardiser);
    const solver = lbfgs(regression.size, effort);
    let asked = solver.next();
    while (asked.done !== true) asked = solver.next(yield* regression.evaluate(asked.value));
    return yield* regression.score(asked.value.point, test, standardiser);
  } finally {
    regression.dispose();
  }
}

/** A few rows with their labels, one-hot. */
interface Block {
  /** `[rows, dim]` */
  inputs: tf.Tensor2D;
  /** `[rows, classes]` */
  targets: tf.Tensor2D;
}

/** Mean cross-entropy of softmax(X Wᵀ) plus ½ λ ‖W‖², as `SoftmaxRegression`, block by block of rows. */
export class DeviceRegression {
  /** Entries of W. */
  readonly size: number;
  /** Rows in a block. */
  private readonly blockRows: number;
  private readonly blocks: Block[] = [];
  private rows = 0;

  /** @param dim width of the inputs */
  constructor(
    private readonly classes: number,
    private readonly dim: number,
    private readonly l2: number,
    blockProducts = BLOCK_PRODUCTS,
  ) {
    this.size = classes * dim;
    this.blockRows = Math.max(1, Math.floor(blockProducts / (2 * this.size)));
  }

  /** Adds rows to learn from. */
  *upload({ features, labels }: LabelledFeatures, standardiser: Standardiser): Slices<void> {
    for (let from = 0; from < features.rows; from += this.blockRows) {
      const to = Math.min(features.rows, from + this.blockRows);
      const own = Int32Array.from({ length: to - from }, (_, row) => labels[from + row] ?? 0);
      this.blocks.push({
        inputs: this.matrix(standardiser.rows(features, from, to).data),
        targets: tf.tidy(() => tf.oneHot(tf.tensor1d(own, 'int32'), this.classes).toFloat() as tf.Tensor2D),
      });
      this.rows += to - from;
      yield;
    }
  }

  /** The objective and its gradient at `weights`. */
  async *evaluate(weights: Float64Array): AsyncSlices<Slope> {
    const lines = this.matrix(weights);
    let sums = tf.zeros<tf.Rank.R1>([1 + this.size]);
    try {
      for (const block of this.blocks) {
        const next = tf.tidy(() => tf.add<tf.Tensor1D>(sums, this.sumsOver(block, lines)));
        sums.dispose();
        sums = next;
        yield;
      }
      return this.slope(await sums.data<'float32'>(), weights);
    } finally {
      tf.dispose([lines, sums]);
    }
  }

  /** Share of the rows of `test` whose largest logit is their label's. */
  async *score(
    weights: Float64Array,
    { features, labels }: LabelledFeatures,
    standardiser: Standardiser,
  ): AsyncSlices<number> {
    let correct = 0;
    for (let from = 0; from < features.rows; from += this.blockRows) {
      const to = Math.min(features.rows, from + this.blockRows);
      const best = tf.tidy(() => {
        const inputs = this.matrix(standardiser.rows(features, from, to).data);
        return tf.argMax(linear(inputs, this.matrix(weights)), 1);
      });
      const classes = await best.data<'int32'>();
      best.dispose();
      classes.forEach((label, row) => {
        if (label === labels[from + row]) correct++;
      });
      yield;
    }
    return correct / features.rows;
  }

  dispose(): void {
    for (const { inputs, targets } of this.blocks.splice(0)) tf.dispose([inputs, targets]);
  }

  /** The block's summed cross-entropy, then its summed gradient, `[1 + size]`. */
  private sumsOver({ inputs, targets }: Block, lines: tf.Tensor2D): tf.Tensor1D {
    const logProbabilities = tf.logSoftmax(linear(inputs, lines));
    const loss = tf.neg(tf.sum(tf.mul(targets, logProbabilities)));
    const errors = tf.sub(tf.exp(logProbabilities), targets);
    // A plain product: those of transposed matrices are slow on WASM.
    const gradient = tf.matMul(tf.transpose(errors), inputs);
    return tf.concat1d([tf.reshape(loss, [1]), tf.reshape(gradient, [this.size])]);
  }

  private slope(sums: Float32Array, weights: Float64Array): Slope {
    const [loss = NaN] = sums;
    const squares = weights.reduce((sum, weight) => sum + weight * weight, 0);
    return {
      value: loss / this.rows + (this.l2 * squares) / 2,
      gradient: weights.map((weight, i) => (sums[1 + i] ?? 0) / this.rows + this.l2 * weight),
    };
  }

  private matrix(values: Float32Array | Float64Array): tf.Tensor2D {
    return tf.tensor2d(new Float32Array(values), [values.length / this.dim, this.dim]);
  }
}

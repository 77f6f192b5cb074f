/**
 * @file L-BFGS (Nocedal & Wright, Numerical Optimization, algorithms 7.4 and 7.5) for smooth convex functions. It
 * asks for the values that it needs and leaves it to others to compute them: here or on a device, at once or in
 * slices between other work.
 */

/** A function's value and gradient at a point that was asked for. */
export interface Slope {
  value: number;
  /** `[size]` */
  gradient: Float64Array;
}

export interface Minimum {
  /** `[size]` */
  point: Float64Array;
  value: number;
  iterations: number;
}

export interface Effort {
  /** Most iterations. */
  iterations: number;
  /** Stops when no entry of the gradient is larger. */
  tolerance: number;
}

/** A gradient times a guess at the inverse of the Hessian. */
export type Precondition = (gradient: Float64Array) => Float64Array;

/** Pairs of steps and changes of the gradient that the curvature is estimated from. */
const MEMORY = 10;

/** Share of the decrease which the slope promises that a step must make (Armijo's condition). */
const SUFFICIENT = 1e-4;

/** A step halved so often is lost in rounding: there is nothing left to gain. */
const MOST_HALVINGS = 12;

/**
 * Minimises a function of `size` variables, beginning at 0. Yields each point at which it wants to know the
 * function, and is to be resumed with what it is there; returns the lowest point.
 * @param precondition by default the identity
 */
export function* lbfgs(
  size: number,
  { iterations: most, tolerance }: Effort,
  precondition: Precondition = (gradient) => gradient.slice(),
): Generator<Float64Array, Minimum, Slope> {
  const curvature = new Curvature(precondition);
  let point = new Float64Array(size);
  let { value, gradient } = yield point;
  let iterations = 0;
  while (iterations < most && gradient.some((slope) => Math.abs(slope) > tolerance)) {
    const direction = curvature.newtonStep(gradient);
    const sufficient = SUFFICIENT * product(gradient, direction);
    let length = 1;
    let next = plus(point, direction, -length);
    let slope = yield next;
    while (!(slope.value <= value - length * sufficient)) {
      length /= 2;
      if (length < 2 ** -MOST_HALVINGS) return { point, value, iterations };
      next = plus(point, direction, -length);
      slope = yield next;
    }
    curvature.learn(plus(next, point, -1), plus(slope.gradient, gradient, -1));
    point = next;
    ({ value, gradient } = slope);
    iterations++;
  }
  return { point, value, iterations };
}

/** The inverse of the Hessian, as far as the last steps have shown it. */
class Curvature {
  private readonly pairs: { step: Float64Array; change: Float64Array; product: number }[] = [];

  constructor(private readonly precondition: Precondition) {}

  /** H⁻¹ · gradient, by the two-loop recursion. */
  newtonStep(gradient: Float64Array): Float64Array {
    const reduced = gradient.slice();
    const shares = new Map<object, number>();
    for (const pair of this.pairs.toReversed()) {
      const share = product(pair.step, reduced) / pair.product;
      shares.set(pair, share);
      add(reduced, pair.change, -share);
    }
    const step = this.precondition(reduced);
    const scale = this.scale(step);
    step.forEach((value, i) => (step[i] = scale * value));
    for (const pair of this.pairs)
      add(step, pair.step, (shares.get(pair) ?? 0) - product(pair.change, step) / pair.product);
    return step;
  }

  learn(step: Float64Array, change: Float64Array): void {
    const curved = product(step, change);
    // Rounding can hide the curvature along a short step; there is nothing to be learned from that.
    if (!(curved > 1e-12 * product(change, change))) return;
    this.pairs.push({ step, change, product: curved });
    if (this.pairs.length > MEMORY) this.pairs.shift();
  }

  /** How far the preconditioner's guess was off along the last step; at first, a step of length 1 at most. */
  private scale(step: Float64Array): number {
    const newest = this.pairs.at(-1);
    if (newest === undefined) return 1 / Math.max(1, Math.sqrt(product(step, step)));
    return newest.product / product(newest.change, this.precondition(newest.change));
  }
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** target += factor · other */
function add(target: Float64Array, other: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i] = (target[i] ?? 0) + factor * (other[i] ?? 0);
}

/** a + factor · b */
function plus(a: Float64Array, b: Float64Array, factor: number): Float64Array<ArrayBuffer> {
  const sum = new Float64Array(a);
  add(sum, b, factor);
  return sum;
}

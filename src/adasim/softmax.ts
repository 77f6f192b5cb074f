/**
 * @file Softmax in single precision, rounding as PyTorch does on a CPU: the sampling probabilities of the
 * released code come out bit for bit.
 */

const { fround } = Math;

/** a·b + c, rounded once: the product of two float32 is exact in a double. */
const fusedMultiplyAdd = (a: number, b: number, c: number) => fround(a * b + c);

/** Taylor-like coefficients of (eˢ − 1 − s)/s² on |s| ≤ ½ ln 2, highest power first (SLEEF's `expf_u10`). */
const expCoefficients = [
  0.000198527617612853646, 0.00139304355252534151, 0.00833336077630519867, 0.0416664853692054749,
  0.166666671633720398, 0.5,
].map(fround);

/** ln 2 in two parts, so that `x − q ln 2` loses nothing. */
const ln2High = fround(0.693145751953125);
const ln2Low = fround(1.42860676533018705e-6);

/** e^x of a float32 x ≤ 0, as PyTorch's vectorised CPU kernels compute it. */
function expFloat32(x: number): number {
  if (x < -104) return 0;
  const power = Math.round(fround(x * fround(Math.LOG2E)));
  const s = fusedMultiplyAdd(power, -ln2Low, fusedMultiplyAdd(power, -ln2High, x));
  let series = 0;
  for (const coefficient of expCoefficients) series = fusedMultiplyAdd(series, s, coefficient);
  return fround(fround(1 + fusedMultiplyAdd(fround(s * s), series, s)) * 2 ** power);
}

/**
 * `softmax(scores / W / τ)` of the first `count` scores, which are in descending order, into
 * `probabilities`; the rest of `probabilities` becomes 0.
 */
export function sharpenedSoftmax(
  scores: Float64Array,
  count: number,
  windowLength: number,
  temperature: number,
  probabilities: Float32Array,
): void {
  const tau = fround(temperature);
  const logit = (rank: number) => fround(fround(fround(scores[rank] ?? 0) / windowLength) / tau);
  const largest = logit(0);
  let sum = 0;
  for (let rank = 0; rank < count; rank++) {
    const weight = expFloat32(fround(logit(rank) - largest));
    probabilities[rank] = weight;
    sum = fround(sum + weight);
  }
  const scale = fround(1 / sum);
  for (let rank = 0; rank < count; rank++) probabilities[rank] = (probabilities[rank] ?? 0) * scale;
  probabilities.fill(0, count);
}

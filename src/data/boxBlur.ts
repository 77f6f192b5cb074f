/** @file How Pillow's GaussianBlur approximates a Gaussian: three passes of a box with soft ends. */

const PASSES = 3;
const ONE = 2 ** 24;

export interface BoxBlur {
  /** Weight of each whole pixel, in 2⁻²⁴. */
  weight: number;
  /** Whole pixels to each side of the centre. */
  reach: number;
  /** Weight of the one pixel beyond them on each side, in 2⁻²⁴. */
  edgeWeight: number;
}

/**
 * The box that, applied three times each way, has the variance of a Gaussian with standard deviation `radius`
 * (Gwosdek et al., "Theoretical foundations of Gaussian convolution by extended box filtering", 2011),
 * in Pillow's fixed point.
 */
export function boxBlur(radius: number): BoxBlur {
  const variance = (radius * radius) / PASSES;
  const length = Math.sqrt(12 * variance + 1);
  const whole = Math.floor((length - 1) / 2);
  const part =
    ((2 * whole + 1) * (whole * (whole + 1) - 3 * variance)) / (6 * (variance - (whole + 1) * (whole + 1)));
  const boxRadius = Math.fround(whole + part);
  const reach = Math.floor(boxRadius);
  const weight = Math.floor(Math.fround(ONE / Math.fround(2 * boxRadius + 1)));
  const edgeWeight = Math.floor((ONE - (2 * reach + 1) * weight) / 2);
  return { weight, reach, edgeWeight };
}

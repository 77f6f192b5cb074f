/**
 * @file Parts: a colour for what a place of an image is to a network, by the first three principal components of the
 * vectors of many images' places.
 */
import { featureMatrix, type FeatureMatrix } from '../metrics/features.ts';
import { covariance } from '../metrics/spectrum.ts';
import type { Rotation } from './alignColours.ts';
import { leadingDirections } from './leadingDirections.ts';

/** Components that are shown: red, green and blue. */
export const COMPONENTS = 3;

/** Below this share of the mean squared length, what a component varies by is rounding. */
const NOTHING = 1e-9;

/** Standard deviations from the middle of a channel to its end. */
const REACH = 2;

/** The covariance may cost so many products. */
const MOST_PRODUCTS = 2 ** 24;

/** How vectors become scores. */
export interface PartAxes {
  /** `[dim]` */
  readonly mean: Float64Array;
  /** `[3, dim]`; zero where nothing varies along one. */
  readonly axes: Float64Array;
}

/** Every so many-th row: as many as make for a quick fit, and no place of a grid left out. */
export function sampledRows({ data, rows, dim }: FeatureMatrix): FeatureMatrix {
  const most = Math.max(512, Math.floor(MOST_PRODUCTS / dim ** 2));
  if (rows <= most) return { data, rows, dim };
  // Odd: grids have mostly even sides.
  const stride = Math.ceil(rows / most) | 1;
  const count = Math.ceil(rows / stride);
  const sample = new Float64Array(count * dim);
  for (let row = 0; row < count; row++)
    sample.set(data.subarray(row * stride * dim, (row * stride + 1) * dim), row * dim);
  return featureMatrix(sample, dim);
}

/**
 * Principal axes of the rows, each scaled so that scores along it have variance 1: all three channels are used. An axis
 * points to where its largest entry is positive.
 */
export function partAxes(vectors: FeatureMatrix): PartAxes {
  const { data, rows, dim } = vectors;
  const mean = new Float64Array(dim);
  let squares = 0;
  for (const [i, value] of data.entries()) {
    mean[i % dim] = (mean[i % dim] ?? 0) + value / rows;
    squares += value * value;
  }
  const axes = new Float64Array(COMPONENTS * dim);
  if (rows < 2) return { mean, axes };
  for (const [component, { axis, variance }] of leadingDirections(
    covariance(vectors),
    COMPONENTS,
  ).entries()) {
    if (variance <= (NOTHING * squares) / rows) continue;
    const scale = 1 / Math.sqrt(variance);
    for (const [i, value] of axis.entries()) axes[component * dim + i] = scale * value;
  }
  return { mean, axes };
}

/** The rows along the axes, `[rows, 3]`. */
export function partScores({ mean, axes }: PartAxes, { data, rows, dim }: FeatureMatrix): FeatureMatrix {
  const scores = new Float64Array(rows * COMPONENTS);
  for (let row = 0; row < rows; row++)
    for (let component = 0; component < COMPONENTS; component++) {
      let sum = 0;
      for (let i = 0; i < dim; i++)
        sum += ((data[row * dim + i] ?? 0) - (mean[i] ?? 0)) * (axes[component * dim + i] ?? 0);
      scores[row * COMPONENTS + component] = sum;
    }
  return featureMatrix(scores, COMPONENTS);
}

/** Axes whose scores are the old ones, rotated. */
export function rotatedAxes({ mean, axes }: PartAxes, rotation: Rotation): PartAxes {
  const dim = mean.length;
  const rotated = new Float64Array(axes.length);
  for (let to = 0; to < COMPONENTS; to++)
    for (let from = 0; from < COMPONENTS; from++) {
      const share = rotation[from]?.[to] ?? 0;
      for (let i = 0; i < dim; i++)
        rotated[to * dim + i] = (rotated[to * dim + i] ?? 0) + share * (axes[from * dim + i] ?? 0);
    }
  return { mean, axes: rotated };
}

/** RGBA of scores, `[rows, 4]`: the middle of a channel is the mean of what was fitted. */
export function partColours({ data, rows }: FeatureMatrix): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(4 * rows);
  for (let row = 0; row < rows; row++) {
    for (let channel = 0; channel < COMPONENTS; channel++)
      rgba[4 * row + channel] = 127.5 * (1 + (data[row * COMPONENTS + channel] ?? 0) / REACH);
    rgba[4 * row + 3] = 255;
  }
  return rgba;
}

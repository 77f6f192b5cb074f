/**
 * @file LiDAR (arXiv 2312.04000): the rank of what tells images apart, relative to what tells views apart. It takes no
 * notice of how much features vary: where they shrink together with their views' scatter, and where nothing is left
 * but that scatter, it stays high.
 */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { effectiveCount } from './entropy.ts';
import { centreColumns, featureMatrix, type FeatureMatrix } from './features.ts';
import { covariance, eigenvalues, gram } from './spectrum.ts';

/** δ, added to the diagonal of the within-image scatter. The paper names no value. */
const ridge = 1e-4;

/**
 * exp(entropy) of the eigenvalues of S_b/(n − 1) whitened by S_w/(n(q − 1)) + 1e-4 I, p = (λ + 1e-8)/Σλ;
 * 1 if all images are equal.
 * @param embeddings `[n·q, dim]`: q views of image 0, then of image 1, …
 * @param views q ≥ 2
 */
export function lidar(embeddings: FeatureMatrix, views: number): number {
  const { rows, dim } = embeddings;
  const images = rows / views;
  if (!Number.isInteger(images) || views < 2 || images < 2)
    throw new RangeError(`LiDAR needs at least 2 images of at least 2 views, not ${rows} rows in ${views}s.`);
  const means = new Float64Array(images * dim);
  const centred = new Float64Array(rows * dim);
  for (let image = 0; image < images; image++) {
    const from = image * views * dim;
    const group = embeddings.data.subarray(from, from + views * dim);
    const deviations = centreColumns(featureMatrix(group, dim)).data;
    centred.set(deviations, from);
    for (let i = 0; i < dim; i++) means[image * dim + i] = (group[i] ?? 0) - (deviations[i] ?? 0);
  }
  const within = gram(featureMatrix(centred, dim)).div(images * (views - 1));
  within.add(Matrix.eye(dim, dim).mul(ridge));
  const lambda = whitenedEigenvalues(covariance(featureMatrix(means, dim)), within);
  const total = lambda.reduce((sum, value) => sum + value, 0);
  return total > 0 ? effectiveCount(lambda.map((value) => (value + 1e-8) / total)) : 1;
}

/** Eigenvalues of W^{-1/2} B W^{-1/2}, by way of W = V D Vᵀ: those of D^{-1/2} Vᵀ B V D^{-1/2}. */
function whitenedEigenvalues(between: Matrix, within: Matrix): Float64Array {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(within, {
    assumeSymmetric: true,
  });
  const whitening = eigenvectorMatrix.mulRowVector(realEigenvalues.map((value) => 1 / Math.sqrt(value)));
  return eigenvalues(whitening.transpose().mmul(between).mmul(whitening));
}

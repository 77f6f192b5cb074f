/** @file Which way round colours are is chance: they are turned onto others of the same places, so that they do not jump. */
import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import type { FeatureMatrix } from '../metrics/features.ts';

/** Orthogonal; `rotation[from][to]`. */
export type Rotation = readonly (readonly number[])[];

/**
 * The rotation, reflections among them, that brings scores closest to those of the same places: orthogonal Procrustes,
 * R = U Vᵀ with scoresᵀ · reference = U Σ Vᵀ (Schönemann 1966).
 * @param scores `[rows, components]`
 * @param reference of the same shape
 */
export function rotationOnto(scores: FeatureMatrix, reference: FeatureMatrix): Rotation {
  const { rows, dim } = scores;
  const products = Array.from({ length: dim }, () => Array.from({ length: dim }, () => 0));
  for (const [from, line] of products.entries())
    for (const to of line.keys()) {
      let sum = 0;
      for (let row = 0; row < rows; row++)
        sum += (scores.data[row * dim + from] ?? 0) * (reference.data[row * dim + to] ?? 0);
      line[to] = sum;
    }
  // A network that sees everything alike has no colours to turn.
  if (products.flat().every((value) => value === 0)) return Matrix.eye(dim, dim).to2DArray();
  const { leftSingularVectors, rightSingularVectors } = new SingularValueDecomposition(new Matrix(products));
  return leftSingularVectors.mmul(rightSingularVectors.transpose()).to2DArray();
}

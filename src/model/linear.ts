/** @file Plans of affine layers. */
import type { Initialiser, TensorPlan } from './parameters.ts';

/**
 * Weight `[out, in]` and bias `[out]` of a linear layer.
 *
 * The release draws weights with σ = 0.02, which suits a width of 384. At the playground's widths that leaves
 * features of almost no rank, so σ grows as the width shrinks: Glorot's √(2/(in + out)).
 */
export function linearPlan(name: string, inDim: number, outDim: number): TensorPlan[] {
  return [
    { name: `${name}.weight`, shape: [outDim, inDim], initialiser: glorot(inDim, outDim) },
    { name: `${name}.bias`, shape: [outDim], initialiser: { kind: 'constant', value: 0 } },
  ];
}

/** Scale and shift of a normalisation layer. */
export function normPlan(name: string, dim: number): TensorPlan[] {
  return [
    { name: `${name}.weight`, shape: [dim], initialiser: { kind: 'constant', value: 1 } },
    { name: `${name}.bias`, shape: [dim], initialiser: { kind: 'constant', value: 0 } },
  ];
}

function glorot(inDim: number, outDim: number): Initialiser {
  return { kind: 'truncatedNormal', std: Math.sqrt(2 / (inDim + outDim)) };
}

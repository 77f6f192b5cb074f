/** @file Every op that trains, on random inputs of small, odd and realistic shapes. */
import { stream } from '../../adasim/random.ts';
import * as tf from '../tf.ts';
import { attention } from './attention.ts';
import { batchNorm } from './batchNorm.ts';
import { conv2d } from './conv2d.ts';
import { distillationLoss } from './distillationLoss.ts';
import { gelu } from './gelu.ts';
import { layerNorm } from './layerNorm.ts';
import { linear, linearGelu } from './linear.ts';
import { normalize } from './normalize.ts';
import { at, randomValues, upload, type Values } from './testing.ts';
import { addBranch, embedTokens } from './tokens.ts';

export interface OpCase {
  name: string;
  /** Of the inputs that get a gradient. */
  inputs: Values[];
  apply: (inputs: tf.Tensor[]) => tf.Tensor;
  /** Entries of a flat output whose gradient is wanted; absent: all. */
  differentiable?: number;
}

const random = stream(11, 'inputs');

/** An op on random inputs of the given shapes. */
function opCase<Inputs extends tf.Tensor[]>(
  op: string,
  shapes: number[][],
  apply: (...inputs: Inputs) => tf.Tensor,
): OpCase {
  return {
    name: `${op} of ${shapes.map((shape) => shape.join('×')).join(', ')}`,
    inputs: shapes.map((shape) => randomValues(shape, random)),
    apply: (inputs) => apply(...(inputs as Inputs)),
  };
}

const affine = (rows: number, inDim: number, outDim: number) => [[rows, inDim], [outDim, inDim], [outDim]];

const linearCase = (rows: number, inDim: number, outDim: number) =>
  opCase('linear', affine(rows, inDim, outDim), (x: tf.Tensor2D, weight: tf.Tensor2D, bias: tf.Tensor1D) =>
    linear(x, weight, bias),
  );

const linearWithoutBias = (rows: number, inDim: number, outDim: number) =>
  opCase('linear', affine(rows, inDim, outDim).slice(0, 2), (x: tf.Tensor2D, weight: tf.Tensor2D) =>
    linear(x, weight),
  );

const linearGeluCase = (rows: number, inDim: number, outDim: number) =>
  opCase('linearGelu', affine(rows, inDim, outDim), linearGelu);

const geluCase = (...shape: number[]) => ({
  ...opCase('gelu', [shape], gelu),
  // As far as its tails reach.
  inputs: [randomValues(shape, random, 5)],
});

const layerNormCase = (rows: number, dim: number) =>
  opCase('layerNorm', [[rows, dim], [dim], [dim]], (x: tf.Tensor2D, scale: tf.Tensor1D, shift: tf.Tensor1D) =>
    layerNorm(x, scale, shift, 1e-6),
  );

const attentionCase = (batch: number, tokens: number, heads: number, headDim: number) =>
  opCase(`attention by ${heads} heads`, [[batch, tokens, 3 * heads * headDim]], (qkv: tf.Tensor3D) =>
    attention(qkv, heads),
  );

const normalizeCase = (rows: number, dim: number) => opCase('normalize', [[rows, dim]], normalize);

const batchNormCase = (rows: number, dim: number) =>
  opCase('batchNorm', [[rows, dim], [dim], [dim]], (x: tf.Tensor2D, scale: tf.Tensor1D, shift: tf.Tensor1D) =>
    batchNorm(x, scale, shift, 1e-5),
  );

const convolutionCase = (x: number[], outChannels: number, kernel: number, stride: number) =>
  opCase(
    `conv2d by ${kernel}×${kernel} with stride ${stride}`,
    [x, [outChannels, at(x, 3), kernel, kernel]],
    (images: tf.Tensor4D, weight: tf.Tensor4D) =>
      conv2d(images, weight, { stride, padding: (kernel - 1) / 2 }),
  );

function distillationCase(batch: number, prototypes: number): OpCase {
  const teacher = randomValues([2 * batch, prototypes], random);
  const centre = randomValues([prototypes], random, 0.3);
  const apply = (student: tf.Tensor2D) =>
    distillationLoss(
      student,
      upload(teacher) as tf.Tensor2D,
      upload(centre) as tf.Tensor1D,
      tf.tensor1d([0.125, 0.0625]),
    );
  return { ...opCase('distillationLoss', [[2 * batch, prototypes]], apply), differentiable: 1 };
}

const embedTokensCase = (batch: number, patches: number, dim: number) =>
  opCase(
    'embedTokens',
    [
      [batch, patches, dim],
      [1, 1, dim],
      [1, patches + 1, dim],
    ],
    embedTokens,
  );

function addBranchCase(batch: number, tokens: number, dim: number): OpCase {
  const scales = { shape: [2, batch], data: Float64Array.from({ length: 2 * batch }, (_, i) => (i % 3) / 2) };
  const shape = [batch, tokens, dim];
  return opCase('addBranch', [shape, shape], (x: tf.Tensor3D, branch: tf.Tensor3D) =>
    addBranch(x, branch, upload(scales) as tf.Tensor2D, 1),
  );
}

/** Small enough to try every element; no size is a multiple of a kernel's tile. */
export const small = [
  linearCase(5, 7, 3),
  linearWithoutBias(3, 5, 6),
  linearGeluCase(5, 7, 3),
  geluCase(3, 5, 2),
  layerNormCase(3, 5),
  attentionCase(2, 5, 1, 4),
  attentionCase(2, 3, 3, 5),
  normalizeCase(3, 5),
  batchNormCase(5, 3),
  convolutionCase([2, 5, 7, 3], 4, 3, 1),
  convolutionCase([2, 5, 7, 3], 4, 3, 2),
  convolutionCase([2, 6, 4, 2], 3, 3, 2),
  convolutionCase([2, 5, 7, 3], 4, 1, 1),
  convolutionCase([2, 5, 7, 3], 4, 1, 2),
  distillationCase(3, 7),
  embedTokensCase(3, 4, 5),
  addBranchCase(3, 4, 5),
];

/** More than one tile. */
export const larger = [
  linearCase(67, 33, 29),
  linearWithoutBias(19, 65, 70),
  linearGeluCase(67, 33, 29),
  geluCase(7, 129),
  layerNormCase(67, 33),
  attentionCase(3, 17, 2, 12),
  normalizeCase(67, 33),
  batchNormCase(67, 33),
  convolutionCase([3, 9, 11, 5], 7, 3, 1),
  convolutionCase([3, 9, 11, 5], 7, 3, 2),
  convolutionCase([3, 9, 11, 5], 7, 1, 2),
  distillationCase(17, 301),
  embedTokensCase(7, 16, 33),
  addBranchCase(7, 17, 33),
];

/** A few sizes of the presets: more tiles of the same, whose shaders or sums in float64 are long. */
export const sizesOfPresets = [
  linearCase(2080, 64, 192),
  linearGeluCase(520, 64, 256),
  layerNormCase(2080, 64),
  attentionCase(32, 65, 2, 32),
  normalizeCase(256, 64),
  batchNormCase(2048, 16),
  convolutionCase([8, 16, 16, 16], 32, 3, 2),
];

/** What needs all that WebGPU promises, and a little more: a head of 256 channels has to be gone through in parts. */
export const demanding = [attentionCase(2, 9, 1, 252), attentionCase(2, 9, 1, 256)];

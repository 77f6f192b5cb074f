/** @file What the micro-benchmark measures: our kernels at the shapes of the reference models, and stock ones beside them. */
import * as tf from '../../src/tensor/tf.ts';

export interface Case {
  name: string;
  /** Floating-point operations of one run, a multiply-add as two. */
  flops: number;
  /** Bytes that one run must at least read and write. */
  bytes: number;
  /** Runs once; what it returns is disposed of. */
  ours: () => tf.TensorContainer;
  /** The nearest thing TensorFlow.js has. */
  stock?: () => tf.TensorContainer;
}

const run = (name: string, inputs: tf.NamedTensorMap, attributes: tf.NamedAttrMap = {}): tf.Tensor[] => {
  const outputs: tf.Tensor | tf.Tensor[] = tf.engine().runKernel(name, inputs, attributes);
  return Array.isArray(outputs) ? outputs : [outputs];
};

const uniform = (...shape: number[]): tf.Tensor => tf.randomUniform(shape, -1, 1, 'float32', shape.length);

/** Rows × inputs → outputs of the reference ViT (16 pairs of 65 tokens), of its patch embedding and its head. */
const linearShapes = [
  [2080, 64, 192],
  [2080, 64, 64],
  [2080, 64, 256],
  [2080, 256, 64],
  [2048, 48, 64],
  [8320, 64, 192],
  [8320, 256, 64],
  [32, 64, 128],
  [32, 128, 128],
  [2080, 128, 512],
] as const;

const linearCases = (): Case[] =>
  linearShapes.flatMap(([rows, inputs, outputs]) => {
    const [x, weight] = [uniform(rows, inputs), uniform(outputs, inputs)];
    const [dy, bias] = [uniform(rows, outputs), uniform(outputs)];
    const shape = `${rows}×${inputs}→${outputs}`;
    const cost = {
      flops: 2 * rows * inputs * outputs,
      bytes: 4 * (rows * inputs + rows * outputs + inputs * outputs),
    };
    return [
      {
        name: `linear ${shape}`,
        ...cost,
        ours: () => run('AdaSimLinear', { x, weight, bias }),
        stock: () => tf.add(tf.matMul(x, weight, false, true), bias),
      },
      {
        name: `linear dx ${shape}`,
        ...cost,
        ours: () => run('AdaSimLinearInputGradient', { dy, weight }),
        stock: () => tf.matMul(dy, weight),
      },
      {
        name: `linear dw ${shape}`,
        ...cost,
        ours: () => run('AdaSimLinearWeightGradient', { dy, x }, { bias: true }),
        stock: () => [tf.matMul(dy, x, true), tf.sum(dy, 0)],
      },
    ];
  });

const transformerCases = (): Case[] => {
  const [batch, tokens, heads, headDim] = [32, 65, 2, 32];
  const dim = heads * headDim;
  const rows = batch * tokens;
  const [x, dy] = [uniform(rows, dim), uniform(rows, dim)];
  const [scale, shift] = [uniform(dim), uniform(dim)];
  const [mean, inverseStd] = [uniform(rows), uniform(rows)];
  const [hidden, dHidden] = [uniform(rows, 4 * dim), uniform(rows, 4 * dim)];
  const qkv = uniform(batch, tokens, 3 * dim);
  const [out, logSumExp] = run('AdaSimAttention', { qkv }, { heads });
  if (out === undefined || logSumExp === undefined) throw new Error('Attention gave too few outputs.');
  const product = 2 * batch * heads * tokens * tokens * headDim;
  const elements = 4 * rows * dim;
  return [
    {
      name: 'layer norm',
      flops: 8 * rows * dim,
      bytes: 2 * elements,
      ours: () => run('AdaSimLayerNorm', { x, scale, shift }, { epsilon: 1e-6 }),
    },
    {
      name: 'layer norm gradient',
      flops: 16 * rows * dim,
      bytes: 3 * elements,
      ours: () => run('AdaSimLayerNormGradient', { dy, x, scale, mean, inverseStd }),
    },
    {
      name: 'gelu',
      flops: 30 * rows * 4 * dim,
      bytes: 8 * elements,
      ours: () => run('AdaSimGelu', { x: hidden }),
    },
    {
      name: 'gelu gradient',
      flops: 50 * rows * 4 * dim,
      bytes: 12 * elements,
      ours: () => run('AdaSimGeluGradient', { dy: dHidden, x: hidden }),
    },
    {
      name: 'attention',
      flops: 2 * product,
      bytes: 4 * elements,
      ours: () => run('AdaSimAttention', { qkv }, { heads }),
    },
    {
      name: 'attention gradient',
      flops: 5 * product,
      bytes: 8 * elements,
      ours: () => run('AdaSimAttentionGradient', { dy: out, qkv, out, logSumExp }, { heads }),
    },
  ];
};

export const cases = (): Case[] => [...linearCases(), ...transformerCases()];

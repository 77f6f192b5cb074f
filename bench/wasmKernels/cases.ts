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

/** Image size, channels, stride of the default ResNet's convolutions. Few images, so that a run is short. */
const convolutionShapes = [
  [32, 3, 16, 1],
  [32, 16, 16, 1],
  [32, 16, 32, 2],
  [16, 32, 32, 1],
  [8, 64, 64, 1],
] as const;

const convolutionCases = (): Case[] =>
  convolutionShapes.flatMap(([size, inputs, outputs, stride]) => {
    const [batch, outSize] = [8, size / stride];
    const inputShape = [batch, size, size, inputs];
    const [x, weight] = [uniform(...inputShape), uniform(outputs, inputs, 3, 3)];
    const dy = uniform(batch, outSize, outSize, outputs);
    const filter = tf.transpose(weight, [2, 3, 1, 0]) as tf.Tensor4D;
    const attributes = { stride, padding: 1 };
    const shape = `${size}²×${inputs}→${outputs}`;
    const cost = {
      flops: 2 * batch * outSize * outSize * inputs * outputs * 9,
      bytes: 4 * batch * (size * size * inputs + outSize * outSize * outputs),
    };
    return [
      {
        name: `conv ${shape}`,
        ...cost,
        ours: () => run('AdaSimConv2d', { x, weight }, attributes),
        stock: () => tf.conv2d(x as tf.Tensor4D, filter, stride, 1),
      },
      {
        name: `conv dx ${shape}`,
        ...cost,
        ours: () => run('AdaSimConv2dInputGradient', { dy, weight }, { ...attributes, inputShape }),
        stock: () =>
          tf.conv2dTranspose(dy as tf.Tensor4D, filter, [batch, size, size, inputs], stride, 1, 'floor'),
      },
      {
        name: `conv dw ${shape}`,
        ...cost,
        ours: () => run('AdaSimConv2dWeightGradient', { dy, x }, { ...attributes, kernel: [3, 3] }),
      },
    ];
  });

const normCases = (): Case[] => {
  const [rows, channels] = [8 * 32 * 32, 16];
  const [x, dy] = [uniform(rows, channels), uniform(rows, channels)];
  const [scale, mean, inverseStd] = [uniform(channels), uniform(channels), uniform(channels)];
  const elements = 4 * rows * channels;
  return [
    {
      name: 'batch norm',
      flops: 8 * rows * channels,
      bytes: 3 * elements,
      ours: () => run('AdaSimBatchNorm', { x, scale, shift: mean }, { epsilon: 1e-5 }),
    },
    {
      name: 'batch norm gradient',
      flops: 12 * rows * channels,
      bytes: 5 * elements,
      ours: () => run('AdaSimBatchNormGradient', { dy, x, scale, mean, inverseStd }),
    },
  ];
};

const nearestCases = (): Case[] => {
  const [rows, dim, count] = [6_000, 128, 32];
  const [bank, queries] = [uniform(rows, dim), uniform(count, dim)];
  const valid = tf.ones([rows, 1]);
  return [
    {
      name: `nearest of ${rows}×${dim}`,
      flops: 2 * rows * dim * count,
      bytes: 4 * rows * dim,
      ours: () => run('AdaSimTopK', { bank, queries, valid }, { k: 10 }),
      stock: () => tf.topk(tf.matMul(queries, bank, false, true), 10),
    },
  ];
};

export const cases = (): Case[] => [
  ...linearCases(),
  ...transformerCases(),
  ...convolutionCases(),
  ...normCases(),
  ...nearestCases(),
];

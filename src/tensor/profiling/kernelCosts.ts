/**
 * @file What a kernel call costs at least: the operations that its mathematics needs, whatever the kernel does, and
 * its inputs read once and its outputs written once. An operation is an addition, a multiplication, a comparison.
 */

export interface TensorShape {
  shape: readonly number[];
}

/** A call by its shapes. */
export interface CallShapes {
  name: string;
  inputs: Readonly<Record<string, TensorShape | undefined>>;
  outputs: readonly TensorShape[];
  attributes: object;
}

export interface Cost {
  flops: number;
  bytes: number;
}

/** The least cost of one kernel call. */
export interface KernelWork extends Cost {
  name: string;
}

/**
 * Of an exponential, a logarithm or an error function in float32: range reduction and a polynomial of degree 5, a
 * multiply-add counted as two.
 */
const TRANSCENDENTAL = 16;

/** Of an exact GELU besides its error function, and of its derivative besides that and an exponential. */
const GELU = TRANSCENDENTAL + 4;
const GELU_GRADIENT = 2 * TRANSCENDENTAL + 6;

/** Clip, two moments, their roots and ratio, decay, update. */
const ADAMW = 20;
const MOMENTUM = 8;
const MOVING_AVERAGE = 3;

type Counter = (call: CostedCall) => number;

/** Operations of our kernels. */
const operations: Readonly<Record<string, Counter>> = {
  AdaSimLinear: linear,
  AdaSimLinearGelu: (call) => linear(call) + GELU * call.output(0),
  AdaSimLinearInputGradient: (call) => 2 * call.output(0) * call.axis('weight', 0),
  AdaSimLinearWeightGradient: (call) => 2 * call.output(0) * call.axis('dy', 0) + call.input('dy'),
  // Two products; scale, maximum, difference, exponential, sum.
  AdaSimAttention: (call) => 4 * pairs(call) * headDim(call) + (4 + TRANSCENDENTAL) * pairs(call),
  // Four products, of the weights, the values, the queries and the keys; the softmax's own gradient.
  AdaSimAttentionGradient: (call) => 8 * pairs(call) * headDim(call) + 4 * pairs(call),
  AdaSimLayerNorm: (call) => 8 * call.output(0),
  AdaSimLayerNormGradient: (call) => 16 * call.input('x'),
  AdaSimGelu: (call) => GELU * call.output(0),
  AdaSimGeluGradient: (call) => GELU_GRADIENT * call.output(0),
  AdaSimNormalize: (call) => 3 * call.output(0),
  AdaSimNormalizeGradient: (call) => 5 * call.output(0),
  AdaSimBatchNorm: (call) => 7 * call.output(0),
  AdaSimBatchNormGradient: (call) => 12 * call.input('x'),
  AdaSimConv2d: (call) => 2 * call.output(0) * taps(call),
  AdaSimConv2dInputGradient: (call) => 2 * call.input('dy') * taps(call),
  AdaSimConv2dWeightGradient: (call) => 2 * (call.input('dy') / call.axis('dy', 3)) * call.output(0),
  // Two softmaxes with their logarithms, entropy, cross-entropy, gradient.
  AdaSimDistillationLoss: (call) => (2 * TRANSCENDENTAL + 16) * call.input('student'),
  // A comparison for each candidate comes after its product.
  AdaSimTopK: (call) => (2 * call.axis('bank', 1) + 1) * call.axis('bank', 0) * call.axis('queries', 0),
  AdaSimEmbedTokens: (call) => call.output(0),
  AdaSimAddBranch: (call) => 2 * call.output(0),
  AdaSimScaleBranch: (call) => call.output(0),
  AdaSimSumRows: (call) => call.input('x'),
  AdaSimRelu: (call) => call.output(0),
  AdaSimReluGradient: (call) => call.output(0),
  AdaSimMeanPixels: (call) => call.input('x'),
  AdaSimMeanPixelsGradient: (call) => call.output(0),
  AdaSimMoveTowards: (call) => MOVING_AVERAGE * call.input('value'),
  AdaSimOptimiser_adamw: (call) => optimiser(call, ADAMW),
  AdaSimOptimiser_sgd: (call) => optimiser(call, MOMENTUM),
  AdaSimOptimiser_lars: (call) => optimiser(call, MOMENTUM),
  // Resampling along both axes by four taps, then about as much for colour.
  AdaSimAugment: (call) => 32 * call.output(0),
};

/** Kernels that only move or rename data, which the mathematics does not ask for. */
const movements = new Set([
  'AdaSimAssignRows',
  'Identity',
  'Reshape',
  'Transpose',
  'Slice',
  'StridedSlice',
  'Concat',
  'SplitV',
  'Pack',
  'Unpack',
  'Cast',
  'Fill',
  'ZerosLike',
  'OnesLike',
  'Tile',
  'PadV2',
  'GatherV2',
  'ExpandDims',
]);

/** Bytes of kernels that do not read all of each input, or write besides their outputs. */
const traffic: Readonly<Record<string, Counter>> = {
  AdaSimAssignRows: (call) => 8 * call.input('rows'),
  AdaSimMoveTowards: (call) => 4 * (2 * call.input('average') + call.input('value')),
  AdaSimOptimiser_adamw: (call) => 4 * optimiserTraffic(call),
  AdaSimOptimiser_sgd: (call) => 4 * optimiserTraffic(call),
  AdaSimOptimiser_lars: (call) => 4 * optimiserTraffic(call),
  // Of each image as many bytes as its view has values.
  AdaSimAugment: (call) => 5 * call.output(0),
};

/**
 * The least cost of a call; of a kernel that is not ours, one operation for each value that it gives.
 * @throws where a kernel of ours is not known here
 */
export function kernelCost(shapes: CallShapes): Cost {
  const call = new CostedCall(shapes);
  const ownTraffic = traffic[shapes.name];
  const bytes = ownTraffic?.(call) ?? (movements.has(shapes.name) ? 0 : call.bytes);
  if (movements.has(shapes.name)) return { flops: 0, bytes };
  const count = operations[shapes.name];
  if (count === undefined && shapes.name.startsWith('AdaSim'))
    throw new Error(`What ${shapes.name} costs is not known. Say it in src/tensor/profiling/kernelCosts.ts.`);
  return { flops: count?.(call) ?? call.outputs, bytes };
}

/** Sizes of a call's tensors, by name. */
class CostedCall {
  constructor(private readonly shapes: CallShapes) {}

  input(name: string): number {
    return elements(this.tensor(name));
  }

  axis(name: string, axis: number): number {
    return this.tensor(name).shape[axis] ?? 1;
  }

  output(index: number): number {
    const tensor = this.shapes.outputs[index];
    if (tensor === undefined) throw new Error(`${this.shapes.name} gave no output ${index}.`);
    return elements(tensor);
  }

  get outputs(): number {
    return this.shapes.outputs.reduce((sum, tensor) => sum + elements(tensor), 0);
  }

  /** Every input read once, every output written once. */
  get bytes(): number {
    const inputs = Object.values(this.shapes.inputs).reduce(
      (sum, tensor) => sum + (tensor === undefined ? 0 : elements(tensor)),
      0,
    );
    return 4 * (inputs + this.outputs);
  }

  attribute(name: string): unknown {
    return Reflect.get(this.shapes.attributes, name);
  }

  private tensor(name: string): TensorShape {
    const tensor = this.shapes.inputs[name];
    if (tensor === undefined) throw new Error(`${this.shapes.name} has no input “${name}”.`);
    return tensor;
  }
}

const elements = ({ shape }: TensorShape): number => shape.reduce((product, length) => product * length, 1);

function linear(call: CostedCall): number {
  return 2 * call.output(0) * call.axis('weight', 1);
}

/** Pairs of a query and a key, over all images and heads. */
function pairs(call: CostedCall): number {
  return call.axis('qkv', 0) * Number(call.attribute('heads')) * call.axis('qkv', 1) ** 2;
}

const headDim = (call: CostedCall): number => call.axis('qkv', 2) / 3 / Number(call.attribute('heads'));

/** Products that go into one output of a convolution: channels and places of its weight `[out, in, …]`. */
const taps = (call: CostedCall): number =>
  call.axis('weight', 1) * call.axis('weight', 2) * call.axis('weight', 3);

/** What an optimiser is given of each parameter. */
interface Update {
  gradient: TensorShape;
  moments: readonly unknown[];
  teacher?: unknown;
}

/** The norm of each gradient, the rule, and where there is a teacher, its average. */
const optimiser = (call: CostedCall, rule: number): number =>
  sumOver(call, ({ teacher }) => 2 + rule + (teacher === undefined ? 0 : MOVING_AVERAGE));

/** The gradient is read; parameter, moments and teacher are read and written. */
const optimiserTraffic = (call: CostedCall): number =>
  sumOver(call, ({ moments, teacher }) => 3 + 2 * moments.length + (teacher === undefined ? 0 : 2));

function sumOver(call: CostedCall, perElement: (update: Update) => number): number {
  const updates = call.attribute('updates') as readonly Update[];
  return updates.reduce((sum, update) => sum + perElement(update) * elements(update.gradient), 0);
}

/**
 * @file One training step of DINO with a ViT in jax-js, compiled as a whole (METHOD section 1, items 2 to 7):
 * what the app's step computes but for the bank. Arrays are consumed where they are used; `.ref` keeps one.
 */
import { nn, numpy as np, valueAndGrad } from '@jax-js/jax';
import type { ExperimentConfig, VitConfig } from '../../src/config/schema.ts';

// Aliases, not interfaces: only those are trees of arrays to jax-js.

/** Tensors by PyTorch's names and in its layouts. */
export type Tensors = Record<string, np.Array>;

export type StepState = {
  student: Tensors;
  teacher: Tensors;
  firstMoments: Tensors;
  secondMoments: Tensors;
  /** `[K]` */
  centre: np.Array;
};

/** What changes from step to step, each a scalar. */
export type StepSettings = {
  lr: np.Array;
  weightDecay: np.Array;
  teacherMomentum: np.Array;
  teacherTemperature: np.Array;
  /** `1 − β₁ᵗ` and `1 − β₂ᵗ` of step t, counted from 1. */
  firstCorrection: np.Array;
  secondCorrection: np.Array;
};

export type StepBatch = {
  /** `[2·batch, size, size, channels]`, view 1 of every pair first */
  views: np.Array;
  /** Stochastic depth of the student, `[2·depth, 2·batch]`; ones: none. */
  keepScales: np.Array;
};

export type DinoStep = (state: StepState, settings: StepSettings, batch: StepBatch) => [np.Array, StepState];

/** The parts of a configuration that make the step. */
export type DinoVitConfig = Pick<ExperimentConfig, 'head' | 'loss' | 'optimizer'> & { backbone: VitConfig };

/** The step as a function to be compiled; it returns the loss and the new state. */
export function dinoStep(config: DinoVitConfig): DinoStep {
  return (state, settings, { views, keepScales }) => {
    const { student, teacher, centre, firstMoments, secondMoments } = state;
    const none = np.ones(keepScales.shape);
    const teacherLogits = network(config, references(teacher), views.ref, none);
    const target = nn.softmax(teacherLogits.ref.sub(centre.ref).div(settings.teacherTemperature));
    const [loss, gradients] = valueAndGrad((weights: Tensors) =>
      crossEntropy(config, network(config, weights, views, keepScales), target),
    )(references(student));
    const { centerMomentum } = config.loss;
    const updated = update(config, { student, teacher, firstMoments, secondMoments }, gradients, settings);
    const moved = centre.mul(centerMomentum).add(teacherLogits.mean(0).mul(1 - centerMomentum));
    return [loss, { ...updated, centre: moved }];
  };
}

/** Each view of the student learns from the teacher's other view. */
function crossEntropy({ loss }: DinoVitConfig, logits: np.Array, target: np.Array): np.Array {
  const [rows = 0] = logits.shape;
  const crossed = np.roll(target, rows / 2, 0);
  const prediction = nn.logSoftmax(logits.div(loss.studentTemperature));
  return crossed
    .mul(prediction)
    .sum()
    .mul(-1 / rows);
}

/** Clip each gradient by its own norm, AdamW, and the teacher's moving average. */
function update(
  { optimizer }: DinoVitConfig,
  { student, teacher, firstMoments, secondMoments }: Omit<StepState, 'centre'>,
  gradients: Tensors,
  settings: StepSettings,
): Omit<StepState, 'centre'> {
  const { beta1, beta2, eps, clipGradient } = optimizer;
  const next: Omit<StepState, 'centre'> = { student: {}, teacher: {}, firstMoments: {}, secondMoments: {} };
  for (const [name, parameter] of Object.entries(student)) {
    const gradient = take(gradients, name);
    const norm = np.sqrt(np.square(gradient.ref).sum());
    const factor = np.minimum(np.reciprocal(norm.add(1e-6)).mul(clipGradient), 1);
    const clipped = gradient.mul(factor);
    const first = take(firstMoments, name)
      .mul(beta1)
      .add(clipped.ref.mul(1 - beta1));
    const second = take(secondMoments, name)
      .mul(beta2)
      .add(np.square(clipped).mul(1 - beta2));
    const denominator = np.sqrt(second.ref.div(settings.secondCorrection.ref)).add(eps);
    const move = first.ref.div(settings.firstCorrection.ref).div(denominator).mul(settings.lr.ref);
    const decays = parameter.ndim > 1 && !name.endsWith('.bias');
    const decay = decays ? settings.lr.ref.mul(settings.weightDecay.ref) : np.array(0);
    const moved = parameter.mul(np.subtract(1, decay)).sub(move);
    const momentum = settings.teacherMomentum;
    const share = np.subtract(1, momentum.ref);
    next.teacher[name] = take(teacher, name).mul(momentum.ref).add(moved.ref.mul(share));
    next.student[name] = moved;
    next.firstMoments[name] = first;
    next.secondMoments[name] = second;
  }
  return next;
}

/** Logits `[2·batch, K]`. */
function network(config: DinoVitConfig, weights: Tensors, views: np.Array, keepScales: np.Array): np.Array {
  return head(config, weights, vit(config.backbone, weights, views, keepScales));
}

/** Features of the [CLS] token, `[2·batch, dim]`. */
function vit(config: VitConfig, weights: Tensors, views: np.Array, keepScales: np.Array): np.Array {
  const { depth, dim } = config;
  let tokens = embed(config, weights, views);
  const [batch = 0, length = 0] = tokens.shape;
  const scaled = (branch: np.Array, index: number) =>
    branch.mul(keepScales.ref.slice(index).reshape([batch, 1, 1]));
  for (let index = 0; index < depth; index += 1) {
    const block = `backbone.blocks.${index}`;
    const qkv = affine(weights, `${block}.attn.qkv`, norm(config, weights, `${block}.norm1`, tokens.ref));
    const split = qkv.reshape([batch, length, 3, config.heads, dim / config.heads]);
    const part = (which: number) => split.ref.slice([], [], which);
    const mixed = nn.dotProductAttention(part(0), part(1), part(2)).reshape([batch, length, dim]);
    tokens = tokens.add(scaled(affine(weights, `${block}.attn.proj`, mixed), 2 * index));
    const normed = norm(config, weights, `${block}.norm2`, tokens.ref);
    const hidden = nn.gelu(affine(weights, `${block}.mlp.fc1`, normed), { approximate: false });
    tokens = tokens.add(scaled(affine(weights, `${block}.mlp.fc2`, hidden), 2 * index + 1));
  }
  return norm(config, weights, 'backbone.norm', tokens.slice([], 0));
}

/** Patches → tokens, [CLS] first, with positions added. */
function embed({ patchSize, dim }: VitConfig, weights: Tensors, views: np.Array): np.Array {
  const [batch = 0, size = 0, , channels = 0] = views.shape;
  const side = size / patchSize;
  const patchLength = patchSize * patchSize * channels;
  const patches = views
    .reshape([batch, side, patchSize, side, patchSize * channels])
    .transpose([0, 1, 3, 2, 4])
    .reshape([batch, side * side, patchLength]);
  const kernel = take(weights, 'backbone.patch_embed.proj.weight')
    .transpose([0, 2, 3, 1])
    .reshape([dim, patchLength]);
  const tokens = product(patches, kernel).add(take(weights, 'backbone.patch_embed.proj.bias'));
  const cls = np.broadcastTo(take(weights, 'backbone.cls_token'), [batch, 1, dim]);
  return np.concatenate([cls, tokens], 1).add(take(weights, 'backbone.pos_embed'));
}

/** Linear→GELU→…→Linear, ℓ2-normalise, weight-normalised prototypes. */
function head({ head: { layers } }: DinoVitConfig, weights: Tensors, features: np.Array): np.Array {
  let x = features;
  for (let layer = 0; layer < layers; layer += 1) {
    x = affine(weights, `head.mlp.${2 * layer}`, x);
    if (layer < layers - 1) x = nn.gelu(x, { approximate: false });
  }
  return product(normalize(x), normalize(take(weights, 'head.last_layer.weight_v')));
}

const affine = (weights: Tensors, name: string, x: np.Array): np.Array =>
  product(x, take(weights, `${name}.weight`)).add(take(weights, `${name}.bias`));

/** `x·Wᵀ` */
const product = (x: np.Array, weight: np.Array): np.Array => np.matmul(x, weight.transpose());

const norm = ({ layerNormEps }: VitConfig, weights: Tensors, name: string, x: np.Array): np.Array =>
  nn
    .standardize(x, -1, { epsilon: layerNormEps })
    .mul(take(weights, `${name}.weight`))
    .add(take(weights, `${name}.bias`));

/** Rows of length 1. */
function normalize(x: np.Array): np.Array {
  const squared = np.square(x.ref).sum(-1, { keepdims: true });
  return x.div(np.sqrt(np.maximum(squared, 1e-24)));
}

/** The tensor `name`, whose owner keeps it. */
function take(tensors: Tensors, name: string): np.Array {
  const tensor = tensors[name];
  if (tensor === undefined) throw new Error(`The jax-js step has no tensor named “${name}”.`);
  return tensor;
}

const references = (tensors: Tensors): Tensors =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, tensor.ref]));

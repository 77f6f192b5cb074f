/**
 * @file One update of all parameters, in place: clip, AdamW or momentum (SGD, LARS), and the teacher's moving
 * average (METHOD section 1, items 5–7). Tensors are cut into chunks; a first pass over all chunks measures
 * norms, a second one updates.
 */
import { Kernel } from './dispatch';
import { resetScratch, takeScratch } from './scratch';
import { divideUp, floats, fma, loadPartial, storePartial, sumLanes } from './simd';
import { jobArguments, parallel } from './threads';

const CHUNK: i32 = 4096;

export const enum Rule {
  ADAMW,
  SGD,
  LARS,
}

@unmanaged
class Optimiser {
  tensors: usize;
  /** `[1 + tensors, 4]`, of `updateSettings` in `ops/optimiserStep.ts`. */
  settings: usize;
  /** `[chunks, 2]`: the tensor and its first element. */
  chunks: usize;
  /** `[chunks, 3]`: Σ g², Σ g·p, Σ p². */
  sums: usize;
  count: i32;
  chunkCount: i32;
  rule: i32;
  lr: f32;
  /** LARS: the share η of a tensor's norm that one step may move it by, at learning rate 1. */
  trust: f64;
  /** AdamW's β₁ and β₂, or the momentum; and what is missing to 1, from a wider number than β in single precision. */
  beta1: f32;
  take1: f32;
  beta2: f32;
  take2: f32;
  epsilon: f32;
  teacherMomentum: f32;
  teacherTake: f32;
}

@unmanaged
class Tensor {
  parameter: usize;
  gradient: usize;
  first: usize;
  second: usize;
  teacher: usize;
  size: i32;
  frozen: bool;
  /** LARS scales tensors of more than one dimension only; AdamW has its step size in the same place. */
  adapts: bool;
  weightDecay: f32;
  /** AdamW: lr / (1 − β₁ⁿ) and 1 / √(1 − β₂ⁿ). */
  stepSize: f32;
  inverseRootCorrection: f32;
  /** What the gradient is multiplied by: clipping, and LARS' trust. */
  factor: f32;
  /** What the parameter is multiplied by in the direction: decay times LARS' trust. */
  decayFactor: f32;
}

@inline
function optimiserJob(): Optimiser {
  return changetype<Optimiser>(jobArguments());
}

@inline
function tensorAt(index: i32): Tensor {
  return changetype<Tensor>(optimiserJob().tensors + <usize>index * offsetof<Tensor>());
}

/** Begins an update of `count` tensors of `elements` elements together, by `settings [1 + count, 4]`. */
export function beginUpdate(settings: usize, count: i32, elements: i32): void {
  resetScratch();
  const job = optimiserJob();
  job.settings = settings;
  const most = count + elements / CHUNK;
  job.tensors = takeScratch(<usize>count * offsetof<Tensor>());
  job.chunks = takeScratch(floats(2 * most));
  job.sums = takeScratch(floats(3 * most));
  job.count = 0;
  job.chunkCount = 0;
}

/** Adds a tensor to the update; `first`, `second` and `teacher` may be null. */
export function addToUpdate(
  parameter: usize,
  gradient: usize,
  first: usize,
  second: usize,
  teacher: usize,
  size: i32,
): void {
  const job = optimiserJob();
  const tensor = tensorAt(job.count);
  const terms = job.settings + floats(4 * (1 + job.count));
  tensor.parameter = parameter;
  tensor.gradient = gradient;
  tensor.first = first;
  tensor.second = second;
  tensor.teacher = teacher;
  tensor.size = size;
  tensor.frozen = load<f32>(terms) == 0;
  tensor.weightDecay = load<f32>(terms, 4);
  tensor.adapts = load<f32>(terms, 8) != 0;
  tensor.stepSize = load<f32>(terms, 8);
  tensor.inverseRootCorrection = load<f32>(terms, 12);
  for (let element = 0; element < size; element += CHUNK) {
    const chunk = job.chunks + floats(2 * job.chunkCount);
    store<i32>(chunk, job.count);
    store<i32>(chunk, element, 4);
    job.chunkCount += 1;
  }
  job.count += 1;
}

/** Updates all added tensors; `norms [count]` are those of the gradients before clipping. */
export function runUpdate(rule: i32, norms: usize, beta1: f64, beta2: f64, epsilon: f32, trust: f64): void {
  const job = optimiserJob();
  const clip = load<f32>(job.settings, 4);
  job.rule = rule;
  job.lr = load<f32>(job.settings);
  job.beta1 = <f32>beta1;
  job.take1 = <f32>(1 - beta1);
  job.beta2 = <f32>beta2;
  job.take2 = <f32>(1 - beta2);
  job.epsilon = epsilon;
  job.trust = trust;
  job.teacherMomentum = load<f32>(job.settings, 8);
  job.teacherTake = load<f32>(job.settings, 12);
  parallel(Kernel.UPDATE_NORMS, job.chunkCount);
  let chunk = 0;
  for (let index = 0; index < job.count; ++index) {
    const chunks = divideUp(tensorAt(index).size, CHUNK);
    store<f32>(norms + floats(index), setFactors(index, chunk, chunk + chunks, clip));
    chunk += chunks;
  }
  parallel(Kernel.UPDATE, job.chunkCount);
}

/** From the sums of the chunks `from` … `to` − 1: what to scale by. Returns the gradient's norm. */
function setFactors(index: i32, from: i32, to: i32, clip: f32): f32 {
  const job = optimiserJob();
  const tensor = tensorAt(index);
  let gg: f64 = 0;
  let gp: f64 = 0;
  let pp: f64 = 0;
  for (let chunk = from; chunk < to; ++chunk) {
    const sums = job.sums + floats(3 * chunk);
    gg += <f64>load<f32>(sums);
    gp += <f64>load<f32>(sums, 4);
    pp += <f64>load<f32>(sums, 8);
  }
  const norm = sqrt<f64>(gg);
  const clipping: f64 = clip > 0 ? min<f64>(1, <f64>clip / (norm + 1e-6)) : 1;
  let trust: f64 = 1;
  if (job.rule == Rule.LARS && tensor.adapts) {
    const decay = <f64>tensor.weightDecay;
    const length = sqrt<f64>(max<f64>(0, clipping * clipping * gg + 2 * clipping * decay * gp + decay * decay * pp));
    if (pp > 0 && length > 0) trust = (job.trust * sqrt<f64>(pp)) / length;
  }
  tensor.factor = <f32>(clipping * trust);
  tensor.decayFactor = <f32>(<f64>tensor.weightDecay * trust);
  return <f32>norm;
}

export function updateNormsTile(tile: i32): void {
  const job = optimiserJob();
  const chunk = job.chunks + floats(2 * tile);
  const tensor = tensorAt(load<i32>(chunk));
  const first = load<i32>(chunk, 4);
  let left = min(CHUNK, tensor.size - first);
  let g = tensor.gradient + floats(first);
  let p = tensor.parameter + floats(first);
  let gg = f32x4.splat(0);
  let gp = f32x4.splat(0);
  let pp = f32x4.splat(0);
  for (; left > 0; left -= 4) {
    const gradient = left >= 4 ? v128.load(g) : loadPartial(g, left, 0);
    gg = fma(gradient, gradient, gg);
    if (job.rule == Rule.LARS) {
      const parameter = left >= 4 ? v128.load(p) : loadPartial(p, left, 0);
      gp = fma(gradient, parameter, gp);
      pp = fma(parameter, parameter, pp);
    }
    g += 16;
    p += 16;
  }
  const sums = job.sums + floats(3 * tile);
  store<f32>(sums, sumLanes(gg));
  store<f32>(sums, sumLanes(gp), 4);
  store<f32>(sums, sumLanes(pp), 8);
}

export function updateTile(tile: i32): void {
  const job = optimiserJob();
  const chunk = job.chunks + floats(2 * tile);
  const tensor = tensorAt(load<i32>(chunk));
  const first = load<i32>(chunk, 4);
  const offset = floats(first);
  const size = min(CHUNK, tensor.size - first);
  if (!tensor.frozen) {
    if (job.rule == Rule.ADAMW) adamW(tensor, offset, size);
    else momentum(tensor, offset, size);
  }
  if (tensor.teacher) follow(tensor.teacher + offset, tensor.parameter + offset, size);
}

function adamW(tensor: Tensor, offset: usize, size: i32): void {
  const job = optimiserJob();
  const factor = f32x4.splat(tensor.factor);
  const keep1 = f32x4.splat(job.beta1);
  const take1 = f32x4.splat(job.take1);
  const keep2 = f32x4.splat(job.beta2);
  const take2 = f32x4.splat(job.take2);
  const epsilon = f32x4.splat(job.epsilon);
  const shrink = f32x4.splat(1 - job.lr * tensor.weightDecay);
  const step = f32x4.splat(-tensor.stepSize);
  const correction = f32x4.splat(tensor.inverseRootCorrection);
  let p = tensor.parameter + offset;
  let g = tensor.gradient + offset;
  let m = tensor.first + offset;
  let v = tensor.second + offset;
  for (let left = size; left > 0; left -= 4) {
    const whole = left >= 4;
    const gradient = f32x4.mul(whole ? v128.load(g) : loadPartial(g, left, 0), factor);
    const first = fma(whole ? v128.load(m) : loadPartial(m, left, 0), keep1, f32x4.mul(gradient, take1));
    const square = f32x4.mul(f32x4.mul(gradient, gradient), take2);
    const second = fma(whole ? v128.load(v) : loadPartial(v, left, 0), keep2, square);
    const denominator = fma(f32x4.sqrt(second), correction, epsilon);
    const move = f32x4.mul(f32x4.div(first, denominator), step);
    const parameter = fma(whole ? v128.load(p) : loadPartial(p, left, 0), shrink, move);
    if (whole) {
      v128.store(m, first);
      v128.store(v, second);
      v128.store(p, parameter);
    } else {
      storePartial(m, first, left);
      storePartial(v, second, left);
      storePartial(p, parameter, left);
    }
    p += 16;
    g += 16;
    m += 16;
    v += 16;
  }
}

/** `μ ← β·μ + (g + wd·p)`, `p ← p − lr·μ`, with clipping and trust in the factors. */
function momentum(tensor: Tensor, offset: usize, size: i32): void {
  const job = optimiserJob();
  const factor = f32x4.splat(tensor.factor);
  const decay = f32x4.splat(tensor.decayFactor);
  const keep = f32x4.splat(job.beta1);
  const step = f32x4.splat(-job.lr);
  let p = tensor.parameter + offset;
  let g = tensor.gradient + offset;
  let m = tensor.first + offset;
  for (let left = size; left > 0; left -= 4) {
    const whole = left >= 4;
    const before = whole ? v128.load(p) : loadPartial(p, left, 0);
    const gradient = whole ? v128.load(g) : loadPartial(g, left, 0);
    const direction = fma(gradient, factor, f32x4.mul(before, decay));
    const velocity = fma(whole ? v128.load(m) : loadPartial(m, left, 0), keep, direction);
    const parameter = fma(velocity, step, before);
    if (whole) {
      v128.store(m, velocity);
      v128.store(p, parameter);
    } else {
      storePartial(m, velocity, left);
      storePartial(p, parameter, left);
    }
    p += 16;
    g += 16;
    m += 16;
  }
}

/** `teacher ← β·teacher + (1 − β)·student` */
function follow(teacher: usize, student: usize, size: i32): void {
  const keep = f32x4.splat(optimiserJob().teacherMomentum);
  const take = f32x4.splat(optimiserJob().teacherTake);
  for (; size >= 4; size -= 4) {
    v128.store(teacher, fma(v128.load(teacher), keep, f32x4.mul(v128.load(student), take)));
    teacher += 16;
    student += 16;
  }
  if (size > 0) {
    const value = fma(loadPartial(teacher, size, 0), keep, f32x4.mul(loadPartial(student, size, 0), take));
    storePartial(teacher, value, size);
  }
}

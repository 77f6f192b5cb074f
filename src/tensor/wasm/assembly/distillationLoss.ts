/** @file DINO's loss and its gradient: one tile is one image, that is a row of each view. */
import { Kernel } from './dispatch';
import { exp4, functionTable, logarithm } from './functions';
import { resetScratch, takeScratch } from './scratch';
import { floats, fma, loadPartial, maxLanes, storePartial, sumLanes } from './simd';
import { activeThreads, jobArguments, parallel } from './threads';

@unmanaged
class DistillationLoss {
  student: usize;
  teacher: usize;
  centre: usize;
  gradient: usize;
  /** `[rows, 2]`: cross-entropy and the teacher's entropy. */
  parts: usize;
  /** `[threads, 2, prototypes]`: the teacher's probabilities for both views. */
  probabilities: usize;
  batch: i32;
  prototypes: i32;
  inverseStudentTemperature: f32;
  inverseTeacherTemperature: f32;
}

@inline
function lossJob(): DistillationLoss {
  return changetype<DistillationLoss>(jobArguments());
}

/**
 * `statistics [4]` = loss, teacher entropy, their difference, 0; `gradient [2·batch, prototypes]` of the loss
 * with respect to `student` (METHOD section 1, item 3). `temperatures [2]`: the student's, the teacher's.
 */
export function distillationLoss(
  student: usize,
  teacher: usize,
  centre: usize,
  temperatures: usize,
  statistics: usize,
  gradient: usize,
  batch: i32,
  prototypes: i32,
): void {
  resetScratch();
  const job = lossJob();
  job.student = student;
  job.teacher = teacher;
  job.centre = centre;
  job.gradient = gradient;
  job.parts = takeScratch(floats(4 * batch));
  job.probabilities = takeScratch(floats(2 * prototypes) * activeThreads());
  job.batch = batch;
  job.prototypes = prototypes;
  job.inverseStudentTemperature = <f32>1 / load<f32>(temperatures);
  job.inverseTeacherTemperature = <f32>1 / load<f32>(temperatures, 4);
  parallel(Kernel.DISTILLATION_LOSS, batch);

  const rows = 2 * batch;
  let loss: f64 = 0;
  let entropy: f64 = 0;
  for (let row = 0; row < rows; ++row) {
    loss += <f64>load<f32>(job.parts + floats(2 * row));
    entropy += <f64>load<f32>(job.parts + floats(2 * row + 1));
  }
  loss /= <f64>rows;
  entropy /= <f64>rows;
  store<f32>(statistics, <f32>loss);
  store<f32>(statistics, <f32>entropy, 4);
  store<f32>(statistics, <f32>(loss - entropy), 8);
  store<f32>(statistics, 0, 12);
}

export function distillationLossTile(image: i32, thread: i32): void {
  const job = lossJob();
  const stride = floats(job.prototypes);
  const second = image + job.batch;
  const first = job.probabilities + 2 * stride * thread;
  const entropies = job.parts + 4;
  store<f32>(entropies + floats(2 * image), teacherRow(job.teacher + stride * image, first));
  store<f32>(entropies + floats(2 * second), teacherRow(job.teacher + stride * second, first + stride));
  // Each view of the student learns from the teacher's other view.
  store<f32>(job.parts + floats(2 * image), studentRow(stride * image, first + stride));
  store<f32>(job.parts + floats(2 * second), studentRow(stride * second, first));
}

/** `probabilities = softmax((logits − centre)/τ)`; returns their entropy. */
function teacherRow(logits: usize, probabilities: usize): f32 {
  const job = lossJob();
  const table = functionTable();
  const factor = f32x4.splat(job.inverseTeacherTemperature);
  const vectorised = floats(job.prototypes & ~3);
  const rest = job.prototypes & 3;
  let top = f32x4.splat(-Infinity);
  for (let at: usize = 0; at < vectorised; at += 16) {
    const z = f32x4.mul(f32x4.sub(v128.load(logits + at), v128.load(job.centre + at)), factor);
    v128.store(probabilities + at, z);
    top = f32x4.pmax(top, z);
  }
  if (rest > 0) {
    const raw = f32x4.sub(loadPartial(logits + vectorised, rest, 0), loadPartial(job.centre + vectorised, rest, 0));
    storePartial(probabilities + vectorised, f32x4.mul(raw, factor), rest);
    top = f32x4.pmax(top, loadPartial(probabilities + vectorised, rest, -Infinity));
  }
  const highest = f32x4.splat(maxLanes(top));

  // With z counted from its largest value: entropy = ln Σ eᶻ − Σ z·eᶻ / Σ eᶻ.
  let sum = f32x4.splat(0);
  let weighted = f32x4.splat(0);
  for (let at: usize = 0; at < vectorised; at += 16) {
    const z = f32x4.sub(v128.load(probabilities + at), highest);
    const e = exp4(z, table);
    v128.store(probabilities + at, e);
    sum = f32x4.add(sum, e);
    weighted = fma(z, e, weighted);
  }
  if (rest > 0) {
    const z = f32x4.sub(loadPartial(probabilities + vectorised, rest, 0), highest);
    storePartial(probabilities + vectorised, exp4(z, table), rest);
    const e = loadPartial(probabilities + vectorised, rest, 0);
    sum = f32x4.add(sum, e);
    weighted = fma(z, e, weighted);
  }
  const total = sumLanes(sum);
  const inverse = f32x4.splat(<f32>1 / total);
  for (let at: usize = 0; at < vectorised; at += 16)
    v128.store(probabilities + at, f32x4.mul(v128.load(probabilities + at), inverse));
  if (rest > 0) {
    const e = loadPartial(probabilities + vectorised, rest, 0);
    storePartial(probabilities + vectorised, f32x4.mul(e, inverse), rest);
  }
  return logarithm(total) - sumLanes(weighted) / total;
}

/** `gradient = (softmax(s/τ) − target)/(τ·rows)` for the row at byte `row`; returns `−Σ target·log_softmax(s/τ)`. */
function studentRow(row: usize, target: usize): f32 {
  const job = lossJob();
  const logits = job.student + row;
  const gradient = job.gradient + row;
  const table = functionTable();
  const factor = f32x4.splat(job.inverseStudentTemperature);
  const vectorised = floats(job.prototypes & ~3);
  const rest = job.prototypes & 3;
  let top = f32x4.splat(-Infinity);
  for (let at: usize = 0; at < vectorised; at += 16) top = f32x4.pmax(top, v128.load(logits + at));
  if (rest > 0) top = f32x4.pmax(top, loadPartial(logits + vectorised, rest, -Infinity));
  const highest = f32x4.splat(maxLanes(top));

  // With z counted from its largest value, and Σ target = 1: the cross-entropy is ln Σ eᶻ − Σ target·z.
  let sum = f32x4.splat(0);
  let matched = f32x4.splat(0);
  for (let at: usize = 0; at < vectorised; at += 16) {
    const z = f32x4.mul(f32x4.sub(v128.load(logits + at), highest), factor);
    const e = exp4(z, table);
    v128.store(gradient + at, e);
    sum = f32x4.add(sum, e);
    matched = fma(z, v128.load(target + at), matched);
  }
  if (rest > 0) {
    const z = f32x4.mul(f32x4.sub(loadPartial(logits + vectorised, rest, 0), highest), factor);
    storePartial(gradient + vectorised, exp4(z, table), rest);
    sum = f32x4.add(sum, loadPartial(gradient + vectorised, rest, 0));
    matched = fma(z, loadPartial(target + vectorised, rest, 0), matched);
  }
  const total = sumLanes(sum);
  const inverse = f32x4.splat(<f32>1 / total);
  const share = f32x4.splat(job.inverseStudentTemperature / (<f32>job.batch * 2));
  for (let at: usize = 0; at < vectorised; at += 16) {
    const q = f32x4.mul(v128.load(gradient + at), inverse);
    v128.store(gradient + at, f32x4.mul(f32x4.sub(q, v128.load(target + at)), share));
  }
  if (rest > 0) {
    const q = f32x4.mul(loadPartial(gradient + vectorised, rest, 0), inverse);
    const difference = f32x4.sub(q, loadPartial(target + vectorised, rest, 0));
    storePartial(gradient + vectorised, f32x4.mul(difference, share), rest);
  }
  return logarithm(total) - sumLanes(matched);
}

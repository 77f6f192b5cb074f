/** @file The WGSL of the optimiser over flat tensors `[chunks, CHUNK]`. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { TRUST } from '../ops/optimiserStep.ts';
import type * as tf from '../tf.ts';
import { CHUNK } from './flatTensors.ts';
import { float, input, output, run } from './program.ts';
import { eachVector, runRows } from './rows.ts';

export type Rule =
  { kind: 'adamw'; beta1: number; beta2: number; eps: number } | { kind: 'sgd' | 'lars'; momentum: number };

export interface FlatStep {
  rule: Rule;
  tensors: number;
  gradients: tf.TensorInfo;
  parameters: tf.TensorInfo;
  /** AdamW: first and second moment; else the momentum buffer. */
  moments: tf.TensorInfo[];
  teachers: tf.TensorInfo | undefined;
  /** int32 `[chunks]` */
  owners: tf.TensorInfo;
  /** int32 `[tensors + 1]` */
  firstChunks: tf.TensorInfo;
  /** `[1 + tensors, 4]`, of `updateSettings` */
  settings: tf.TensorInfo;
  /** `[chunks, 4]`: Σg², Σg·p, Σp², 0 */
  sums: tf.TensorInfo;
  /** `[tensors]`: of the gradients, before clipping */
  norms: tf.TensorInfo;
  /** `[tensors, 2]`: what to multiply the gradient with; LARS's trust ratio */
  factors: tf.TensorInfo;
}

const WORKGROUP = 64;

export function chunkSums(backend: WebGPUBackend, { rule, gradients, parameters, sums }: FlatStep): void {
  const mixed = rule.kind === 'lars';
  const store = (place: number, sum: string) => `sums[4u * row + ${place}u] = ${sum};`;
  runRows(backend, {
    name: mixed ? 'OptimiserChunkSumsWithParameters' : 'OptimiserChunkSums',
    shape: gradients,
    reads: { vectors: mixed ? { gradients, parameters } : { gradients } },
    writes: { scalars: { sums } },
    body: `
      var squares = V();
      ${mixed ? 'var products = V(); var sizes = V();' : ''}
      ${eachVector(`
        squares += gradients[at] * gradients[at];
        ${mixed ? 'products += gradients[at] * parameters[at]; sizes += parameters[at] * parameters[at];' : ''}`)}
      let square = rowSum(total(squares), local);
      ${mixed ? 'let product = rowSum(total(products), local); let size = rowSum(total(sizes), local);' : ''}
      if (inside & (lane == 0u)) {
        ${store(0, 'square')}
        ${mixed ? `${store(1, 'product')} ${store(2, 'size')}` : ''}
      }`,
  });
}

/** One invocation for each tensor: its norm, its clipping factor and LARS's trust ratio. */
export function tensorFactors(backend: WebGPUBackend, step: FlatStep): void {
  const { rule, tensors, firstChunks, settings, sums, norms, factors } = step;
  run(backend, {
    name: `OptimiserFactors ${rule.kind}`,
    constants: { TENSORS: tensors },
    bindings: [
      input('sums', sums, 'vec4<f32>'),
      input('firstChunks', firstChunks, 'i32'),
      input('settings', settings, 'vec4<f32>'),
      output('norms', norms),
      output('factors', factors),
    ],
    workgroupSize: WORKGROUP,
    workgroups: [Math.ceil(tensors / WORKGROUP)],
    code: () => `
      fn main(@builtin(global_invocation_id) id: vec3<u32>) {
        let tensor = id.x;
        if (tensor >= TENSORS) { return; }
        var sum = vec4(0.0);
        for (var chunk = firstChunks[tensor]; chunk < firstChunks[tensor + 1u]; chunk++) { sum += sums[chunk]; }
        let norm = sqrt(sum.x);
        let clip = settings[0].y;
        let factor = select(1.0, min(1.0, clip / (norm + 1e-6)), clip > 0.0);
        norms[tensor] = norm;
        factors[2u * tensor] = factor;
        factors[2u * tensor + 1u] = ${rule.kind === 'lars' ? trustRatio : '1.0'};
      }`,
  });
}

/** η‖p‖/‖d‖ with d = factor·g + decay·p, for tensors of more than one dimension. */
const trustRatio = `trustOf(factor, settings[tensor + 1u], sum);
      }

      fn trustOf(factor: f32, setting: vec4<f32>, sum: vec4<f32>) -> f32 {
        let decay = setting.y;
        let length = sqrt(max(0.0, factor * factor * sum.x + 2.0 * factor * decay * sum.y + decay * decay * sum.z));
        let size = sqrt(sum.z);
        let scaled = (setting.z > 0.0) & (size > 0.0) & (length > 0.0);
        return select(1.0, ${float(TRUST)} * size / length, scaled)`;

export function updateChunks(backend: WebGPUBackend, step: FlatStep): void {
  const { rule, gradients, parameters, moments, teachers, owners, settings, factors } = step;
  const chunks = gradients.shape[0] ?? 0;
  const vectors = chunks * (CHUNK / 4);
  run(backend, {
    name: `OptimiserUpdate ${rule.kind}${teachers === undefined ? '' : ' with teacher'}`,
    constants: { VECTORS: vectors, VECTORS_PER_CHUNK: CHUNK / 4, ...ruleConstants(rule) },
    bindings: [
      input('gradients', gradients, 'vec4<f32>'),
      input('owners', owners, 'i32'),
      input('settings', settings, 'vec4<f32>'),
      input('factors', factors),
      output('parameters', parameters, 'vec4<f32>'),
      ...moments.map((moment, index) => output(`moments${index}`, moment, 'vec4<f32>')),
      ...(teachers === undefined ? [] : [output('teachers', teachers, 'vec4<f32>')]),
    ],
    workgroupSize: WORKGROUP,
    workgroups: [Math.ceil(vectors / WORKGROUP)],
    code: () => `
      fn main(@builtin(global_invocation_id) id: vec3<u32>) {
        let at = id.x;
        if (at >= VECTORS) { return; }
        let tensor = u32(owners[at / VECTORS_PER_CHUNK]);
        let setting = settings[tensor + 1u];
        let lr = settings[0].x;
        var parameter = parameters[at];
        if (setting.x > 0.0) {
          let gradient = gradients[at] * factors[2u * tensor];
          ${rule.kind === 'adamw' ? adamw : momentum(rule.kind)}
          parameters[at] = parameter;
        }
        ${teachers === undefined ? '' : 'teachers[at] = settings[0].z * teachers[at] + settings[0].w * parameter;'}
      }`,
  });
}

function ruleConstants(rule: Rule): Record<string, string> {
  if (rule.kind !== 'adamw') return { MOMENTUM: float(rule.momentum) };
  const { beta1, beta2, eps } = rule;
  // In float32 the shader's own 1 − 0.999 would be off by 5e-5 of itself.
  return {
    BETA1: float(beta1),
    BETA2: float(beta2),
    NEW1: float(1 - beta1),
    NEW2: float(1 - beta2),
    EPSILON: float(eps),
  };
}

const adamw = `
  let first = BETA1 * moments0[at] + NEW1 * gradient;
  let second = BETA2 * moments1[at] + NEW2 * gradient * gradient;
  moments0[at] = first;
  moments1[at] = second;
  parameter = parameter * (1.0 - lr * setting.y) - setting.z * first / (sqrt(second) * setting.w + EPSILON);`;

/** LARS leaves tensors of one dimension their raw gradient: neither decay nor trust ratio. */
const momentum = (kind: 'sgd' | 'lars'): string => `
  let decay = ${kind === 'lars' ? 'setting.y * setting.z' : 'setting.y'};
  let direction = (gradient + decay * parameter) * factors[2u * tensor + 1u];
  let velocity = MOMENTUM * moments0[at] + direction;
  moments0[at] = velocity;
  parameter -= lr * velocity;`;

/**
 * @file How a WGSL kernel of ours is declared and run.
 *
 * A program is a name, constants and storage bindings. Shapes are constants of the shader: fixed array lengths and
 * loop bounds spare every access a bounds computation. What changes from step to step is always a tensor.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '../tf.ts';
import { generalCode, sizesOf } from './generalForm.ts';
import { gridOf, unfolded, type DispatchGrid } from './grid.ts';
import {
  ConstantError,
  DeviceLimitError,
  offerOf,
  problemOf,
  widestRow,
  type BindingNeed,
  type SharedArray,
} from './limits.ts';
import { pipelinesOf, type Shader } from './pipelines.ts';
import { bufferOf, computePass, countDispatch, meets, noteStandIn, writableBufferOf } from './queue.ts';

type ElementType = 'f32' | 'i32' | 'vec4<f32>';

/** One storage buffer of a program, `var<storage> name: array<type, length>`. */
export interface Binding {
  name: string;
  tensor: tf.TensorInfo;
  type: ElementType;
  access: 'read' | 'read_write';
  /** A part of the tensor, in elements of 4 bytes; `first` must be a multiple of 64. */
  range?: { first: number; count: number };
}

export interface Program {
  /** With the constants, and the types and lengths of the bindings, it determines the code. */
  name: string;
  /** Numbers become `u32`; strings are WGSL expressions, see {@link float}. */
  constants: Readonly<Record<string, number | string>>;
  bindings: readonly Binding[];
  /** Invocations per workgroup along x. */
  workgroupSize: number;
  /** Workgroups along x, as many as it takes, and rows of them along y. */
  workgroups: readonly [x: number, y?: number];
  /** Arrays in the workgroup's own memory, `var<workgroup> name: array<type, length>`; there are no others. */
  shared?: readonly SharedArray[];
  /** Uses the quads of a subgroup, so the shader needs the language extension. */
  subgroups?: boolean;
  /**
   * Its numbers are sizes of what it computes with, and nothing else in its code depends on them; so it has a
   * {@link generalCode general form}.
   */
  anySize?: boolean;
  /** Functions and declarations, among them `fn main(...)` without its attributes. */
  code: () => string;
}

/** A tensor that a program reads. Vectors of 4 need a size divisible by 4. */
export const input = (name: string, tensor: tf.TensorInfo, type: ElementType = 'f32'): Binding => ({
  name,
  tensor,
  type,
  access: 'read',
});

/** A tensor that a program writes, in place where it already has values. */
export const output = (name: string, tensor: tf.TensorInfo, type: ElementType = 'f32'): Binding => ({
  name,
  tensor,
  type,
  access: 'read_write',
});

/**
 * The WGSL literal of a float.
 * @throws ConstantError where it is none of 32 bits: a shader with such a constant would not compile
 */
export function float(value: number): string {
  if (!Number.isFinite(Math.fround(value)))
    throw new ConstantError(`it computes with the constant ${value}, and a float of 32 bits cannot be that`);
  return `f32(${Number.isInteger(value) ? value.toFixed(1) : value})`;
}

/** A new float32 tensor on the device, its values undefined until a program writes them. */
export const allocate = (backend: WebGPUBackend, shape: number[], dtype: 'float32' | 'int32' = 'float32') =>
  backend.makeTensorInfo(shape, dtype);

/** Gives a kernel's intermediate back; the queue's order keeps it safe until its last reader ran. */
export const release = (backend: WebGPUBackend, ...tensors: tf.TensorInfo[]): void => {
  for (const { dataId } of tensors) backend.disposeData(dataId);
};

/**
 * Compiles `program` where that has not been done, and queues one dispatch of it. The one door to the GPU: what a device
 * cannot run is refused here, as it would drop the whole submission without a word.
 * @throws DeviceLimitError that names the program, what it needs and what the device allows
 */
export function run(backend: WebGPUBackend, program: Program): void {
  if (program.bindings.some(({ tensor }) => tf.util.sizeFromShape(tensor.shape) === 0)) return;
  const { device } = backend;
  const grid = within(device, program);
  const shader = shaderFor(program, grid);
  if (meets(backend, shader)) return;
  const { pipeline, general } = pipelinesOf(device).pipelineOf(shader);
  const resources = program.bindings.map((binding) => resourceOf(backend, binding));
  if (general) {
    resources.push({ buffer: sizesOf(device, program) });
    noteStandIn(backend);
  }
  const bindGroup = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: resources.map((resource, binding) => ({ binding, resource })),
  });
  const pass = computePass(backend);
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, bindGroup);
  pass.dispatchWorkgroups(...grid.dispatch);
  countDispatch(backend);
}

/** @throws DeviceLimitError */
function within(device: GPUDevice, program: Program): DispatchGrid {
  const { name, bindings, constants, workgroups, workgroupSize, shared = [], subgroups = false } = program;
  const offer = offerOf(device);
  const needs = { bindings: bindings.map(needOf), shared, workgroupSize, subgroups };
  const problem = constantProblem(constants) ?? problemOf(offer, needs);
  if (problem !== undefined) throw new DeviceLimitError(name, problem);
  try {
    const [x, y = 1] = workgroups;
    const { maxComputeWorkgroupsPerDimension: most } = offer.limits;
    return gridOf(x, y, workgroupSize, most, widestRow(most));
  } catch (error) {
    if (error instanceof RangeError) throw new DeviceLimitError(name, error.message);
    throw error;
  }
}

function needOf({ name, tensor, range }: Binding): BindingNeed {
  const bufferBytes = 4 * tf.util.sizeFromShape(tensor.shape);
  const bytes = range === undefined ? bufferBytes : 4 * range.count;
  return { name, offset: 4 * (range?.first ?? 0), bytes, bufferBytes };
}

/** Strings are floats, which {@link float} has checked. */
function constantProblem(constants: Program['constants']): string | undefined {
  const wrong = Object.entries(constants).find(
    ([, value]) => typeof value === 'number' && !(Number.isInteger(value) && value >= 0 && value < 2 ** 32),
  );
  return wrong && `its constant ${wrong.join(' is ')}, and a whole number of 32 bits cannot be that`;
}

function resourceOf(backend: WebGPUBackend, { tensor, access, range }: Binding): GPUBufferBinding {
  const buffer = access === 'read' ? bufferOf(backend, tensor) : writableBufferOf(backend, tensor);
  return range === undefined ? { buffer } : { buffer, offset: 4 * range.first, size: 4 * range.count };
}

function shaderFor(program: Program, grid: DispatchGrid): Shader {
  const { name, anySize = false } = program;
  const shader = { name, key: keyOf(program, grid), code: () => shaderOf(program, grid) };
  if (!anySize || grid.folded !== undefined) return shader;
  const general = () => {
    const code = shaderOf(program, grid, true);
    return { name, key: code, code: () => code };
  };
  return { ...shader, general };
}

/** What determines the code of a program. Vectors of one size are as many as single values of another. */
function keyOf({ name, constants, bindings }: Program, { folded }: DispatchGrid): string {
  const arrays = bindings.map((binding) => `${binding.type} ${lengthOf(binding)}`);
  return `${name} ${Object.values(constants).join()} ${arrays.join()} ${folded?.count ?? ''}`;
}

/** The complete WGSL source of a program, or of its general form. */
export function shaderOf(
  program: Program,
  { folded }: Pick<DispatchGrid, 'folded'> = { folded: undefined },
  general = false,
): string {
  const constants = Object.entries(program.constants).map(
    ([name, value]) => `const ${name} = ${typeof value === 'number' ? `${value}u` : value};`,
  );
  const bindings = program.bindings.map(
    (binding, index) =>
      `@group(0) @binding(${index}) var<storage, ${binding.access}> ${binding.name}: ` +
      `array<${binding.type}, ${lengthOf(binding)}>;`,
  );
  const shared = (program.shared ?? []).map(
    ({ name, type, length }) => `var<workgroup> ${name}: array<${type}, ${length}>;`,
  );
  const code =
    folded === undefined ? program.code() : unfolded(program.code(), program.workgroupSize, folded);
  const entryPoint = `@compute @workgroup_size(${program.workgroupSize}) fn main`;
  const main = code.replace('fn main', entryPoint);
  return [
    ...(program.subgroups === true ? ['enable subgroups;'] : []),
    ...(general ? [generalCode(program, main)] : [...constants, ...bindings, ...shared, main]),
  ].join('\n');
}

function lengthOf({ tensor, type, range }: Binding): number {
  const count = range?.count ?? tf.util.sizeFromShape(tensor.shape);
  return type === 'vec4<f32>' ? count / 4 : count;
}

/**
 * @file The form of a program that serves every shape: what are constants of the shader otherwise, such as lengths and
 * the bounds of loops, it reads from a buffer. It computes the same, in the same order.
 */
import type { Program } from './program.ts';

/** The names of the constants that say how large things are. */
const sizeNames = ({ constants }: Program): string[] =>
  Object.keys(constants).filter((name) => typeof constants[name] === 'number');

/** `code`, which names sizes, and the declarations of all that it names. */
export function generalCode(program: Program, code: string): string {
  const names = sizeNames(program);
  const { bindings } = program;
  return [
    ...Object.entries(program.constants).flatMap(([name, value]) =>
      typeof value === 'string' ? [`const ${name} = ${value};`] : [],
    ),
    `struct Sizes { ${names.map((name) => `${name}: u32`).join(', ')} }`,
    `@group(0) @binding(${bindings.length}) var<uniform> sizes: Sizes;`,
    ...bindings.map(
      ({ name, access, type }, index) =>
        `@group(0) @binding(${index}) var<storage, ${access}> ${name}: array<${type}>;`,
    ),
    code.replace(new RegExp(`\\b(?:${names.join('|')})\\b`, 'g'), 'sizes.$&'),
  ].join('\n');
}

const buffers = new WeakMap<GPUDevice, Map<string, GPUBuffer>>();

/** The sizes of `program` on the device, the same buffer for the same sizes. It is never changed, and stays. */
export function sizesOf(device: GPUDevice, program: Program): GPUBuffer {
  const ofDevice = buffers.get(device) ?? new Map<string, GPUBuffer>();
  buffers.set(device, ofDevice);
  const values = sizeNames(program).map((name) => Number(program.constants[name]));
  const key = values.join();
  const buffer = ofDevice.get(key) ?? filled(device, values);
  ofDevice.set(key, buffer);
  return buffer;
}

function filled(device: GPUDevice, values: readonly number[]): GPUBuffer {
  const size = 16 * Math.ceil(values.length / 4);
  const buffer = device.createBuffer({ size, usage: GPUBufferUsage.UNIFORM, mappedAtCreation: true });
  new Uint32Array(buffer.getMappedRange()).set(values);
  buffer.unmap();
  return buffer;
}

/** @file Functions of single elements, four at a time. */
import * as tf from '../tf.ts';
import { registerKernel } from './kernel.ts';
import { allocate, input, output, run } from './program.ts';
import { component, range } from './unroll.ts';

const WORKGROUP = 64;
/** Workgroups along x, before a second dimension is needed; every device allows as many. */
const WIDTH = 32768;

/**
 * Registers a kernel whose output has the shape of its inputs.
 * @param expression WGSL of the result, in which each input is a `vec4<f32>` of its name
 */
export function registerElementwise(
  kernelName: string,
  inputs: readonly string[],
  expression: string,
  functions = '',
): void {
  registerKernel(kernelName, ({ backend, tensor }) => {
    const tensors = inputs.map(tensor);
    const y = allocate(backend, tensors[0]?.shape ?? []);
    const size = tf.util.sizeFromShape(y.shape);
    const vectors = size % 4 === 0;
    const type = vectors ? 'vec4<f32>' : 'f32';
    const workgroups = Math.ceil(size / 4 / WORKGROUP);
    run(backend, {
      name: kernelName,
      constants: { SIZE: size },
      bindings: [
        ...tensors.map((each, index) => input(`${inputs[index]}All`, each, type)),
        output('result', y, type),
      ],
      workgroupSize: WORKGROUP,
      workgroups: [Math.min(workgroups, WIDTH), Math.ceil(workgroups / WIDTH)],
      code: () => `
        ${functions}
        fn main(@builtin(global_invocation_id) id: vec3<u32>) {
          let four = id.y * ${WIDTH * WORKGROUP}u + id.x;
          if (four * 4u >= SIZE) { return; }
          ${inputs.map((name) => `let ${name} = ${vectors ? `${name}All[four]` : gathered(name)};`).join('\n')}
          let value = ${expression};
          ${vectors ? 'result[four] = value;' : scattered}
        }`,
    });
    return y;
  });
}

/** Four elements one by one; past the end the last is read again. */
const gathered = (name: string): string =>
  `vec4(${range(4)
    .map((q) => `${name}All[min(four * 4u + ${q}u, SIZE - 1u)]`)
    .join()})`;

const scattered = range(4)
  .map((q) => `if (four * 4u + ${q}u < SIZE) { result[four * 4u + ${q}u] = value.${component(q)}; }`)
  .join('\n');

/** @file Moving averages in place. */
import * as tf from '../tf.ts';
import { registerKernel } from './kernel.ts';
import { allocate, float, input, output, run } from './program.ts';

const WORKGROUP = 64;

/** Its result is empty: the kernel is called for what it does to `average`. */
export function registerMovingAverage(): void {
  registerKernel('AdaSimMoveTowards', ({ backend, tensor, number }) => {
    const average = tensor('average');
    const size = tf.util.sizeFromShape(average.shape);
    const share = number('share');
    run(backend, {
      name: 'MoveTowards',
      constants: { SIZE: size, OLD: float(1 - share), NEW: float(share * number('factor')) },
      bindings: [input('value', tensor('value')), output('average', average)],
      workgroupSize: WORKGROUP,
      workgroups: [Math.ceil(size / WORKGROUP)],
      code: () => `
        fn main(@builtin(global_invocation_id) id: vec3<u32>) {
          if (id.x < SIZE) { average[id.x] = OLD * average[id.x] + NEW * value[id.x]; }
        }`,
    });
    return allocate(backend, [0]);
  });
}

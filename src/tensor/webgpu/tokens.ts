/** @file What surrounds the blocks of a transformer: [CLS] and positions at its door, branches on its way. */
import type * as tf from '../tf.ts';
import { runColumnSums } from './columnSums.ts';
import { runElementwise } from './elementwise.ts';
import { registerKernel } from './kernel.ts';
import { allocate, input, output, run } from './program.ts';

const WORKGROUP = 64;

export function registerTokens(): void {
  registerKernel('AdaSimEmbedTokens', ({ backend, tensor }) => {
    const [patches, cls, positions] = [tensor('patches'), tensor('cls'), tensor('positions')];
    const [batch = 0, count = 0, dim = 0] = patches.shape;
    const y = allocate(backend, [batch, count + 1, dim]);
    const size = batch * (count + 1) * dim;
    run(backend, {
      name: 'EmbedTokens',
      constants: { SIZE: size, LINE: (count + 1) * dim, DIM: dim },
      bindings: [input('patches', patches), input('cls', cls), input('positions', positions), output('y', y)],
      workgroupSize: WORKGROUP,
      workgroups: [Math.ceil(size / WORKGROUP)],
      code: () => `
        fn main(@builtin(global_invocation_id) id: vec3<u32>) {
          if (id.x >= SIZE) { return; }
          let image = id.x / LINE;
          let place = id.x % LINE;
          if (place < DIM) {
            y[id.x] = cls[place] + positions[place];
          } else {
            y[id.x] = patches[id.x - (image + 1u) * DIM] + positions[place];
          }
        }`,
    });
    return y;
  });

  registerKernel('AdaSimAddBranch', ({ backend, tensor, number }) => {
    const [x, branch] = [tensor('x'), tensor('branch')];
    return runElementwise(backend, {
      name: 'AddBranch',
      inputs: { x, branch },
      byRun: { scale: scales(x, tensor('keepScales'), number('index')) },
      expression: 'x + branch * scale',
    });
  });

  registerKernel('AdaSimScaleBranch', ({ backend, tensor, number }) => {
    const x = tensor('x');
    return runElementwise(backend, {
      name: 'ScaleBranch',
      inputs: { x },
      byRun: { scale: scales(x, tensor('keepScales'), number('index')) },
      expression: 'x * scale',
    });
  });

  registerKernel('AdaSimSumRows', ({ backend, tensor }) => {
    const x = tensor('x');
    return runColumnSums(backend, { name: 'SumRows', shape: x, matrices: { x }, sums: ['x[at]'] });
  });
}

/** Row `index` of `keepScales`, `[branches, batch]`: a number for each image of `[batch, tokens, dim]`. */
function scales({ shape }: tf.TensorInfo, keepScales: tf.TensorInfo, index: number) {
  const [batch = 0, tokens = 0, dim = 0] = shape;
  return { tensor: keepScales, first: index * batch, length: tokens * dim };
}

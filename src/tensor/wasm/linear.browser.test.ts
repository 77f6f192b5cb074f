import { beforeAll, describe, expect, it } from 'vitest';
import {
  expectClose,
  expectSameBits,
  matrix,
  oddSizes,
  run,
  sum,
  useWasm,
  Values,
  vector,
  wasmKernels,
} from './testing.ts';
import { gelu } from './references.ts';

beforeAll(useWasm);

const shapes = [
  ...oddSizes.flatMap((rows) =>
    oddSizes.flatMap((inputs) => oddSizes.map((outputs) => [rows, inputs, outputs] as const)),
  ),
  [1040, 64, 192],
  [300, 256, 64],
  [32, 128, 300],
] as const;

interface Problem {
  x: Values;
  weight: Values;
  bias: Values;
  dy: Values;
}

const problem = (rows: number, inputs: number, outputs: number): Problem => ({
  x: Values.random([rows, inputs], 1),
  weight: Values.random([outputs, inputs], 2),
  bias: Values.random([outputs], 3),
  dy: Values.random([rows, outputs], 4),
});

describe('linear', () => {
  it('has as many threads as the browser grants', () => {
    const expected = crossOriginIsolated ? Math.min(16, navigator.hardwareConcurrency) : 1;
    expect(wasmKernels().threads).toBe(expected);
  });

  it('multiplies, with bias and without', () => {
    for (const [rows, inputs, outputs] of shapes) {
      const { x, weight, bias } = problem(rows, inputs, outputs);
      const bare = matrix(rows, outputs, (n, o) => sum(inputs, (i) => x.at(n, i) * weight.at(o, i)));
      const expected = matrix(rows, outputs, (n, o) => bare.at(n, o) + bias.at(o));
      expectClose(run('AdaSimLinear', { x, weight, bias })[0], expected);
      expectClose(run('AdaSimLinear', { x, weight })[0], bare);
      const [y, pre] = run('AdaSimLinearGelu', { x, weight, bias });
      expectClose(pre, expected);
      expectClose(y, expected.map(gelu));
    }
  });

  it('has the gradients of its input, weight and bias', () => {
    for (const [rows, inputs, outputs] of shapes) {
      const { x, weight, dy } = problem(rows, inputs, outputs);
      const [dx] = run('AdaSimLinearInputGradient', { dy, weight });
      expectClose(
        dx,
        matrix(rows, inputs, (n, i) => sum(outputs, (o) => dy.at(n, o) * weight.at(o, i))),
      );
      const [dw, db] = run('AdaSimLinearWeightGradient', { dy, x }, { bias: true });
      const expected = matrix(outputs, inputs, (o, i) => sum(rows, (n) => dy.at(n, o) * x.at(n, i)));
      expectClose(dw, expected);
      expectClose(
        db,
        vector(outputs, (o) => sum(rows, (n) => dy.at(n, o))),
      );
      const unbiased = run('AdaSimLinearWeightGradient', { dy, x }, { bias: false });
      expect(unbiased).toHaveLength(1);
      expectClose(unbiased[0], expected);
    }
  });

  it('gives the same bits on any number of threads, every time', () => {
    const { x, weight, bias, dy } = problem(777, 65, 130);
    expectSameBits(() => [
      ...run('AdaSimLinearGelu', { x, weight, bias }),
      ...run('AdaSimLinearInputGradient', { dy, weight }),
      ...run('AdaSimLinearWeightGradient', { dy, x }, { bias: true }),
    ]);
  });

  it('refuses shapes that do not fit, before it touches memory', () => {
    const { x, dy } = problem(5, 4, 3);
    expect(() => run('AdaSimLinear', { x, weight: Values.random([3, 5], 1) })).toThrow('weight');
    expect(() =>
      run('AdaSimLinearWeightGradient', { dy, x: Values.random([6, 4], 1) }, { bias: true }),
    ).toThrow('“x”');
  });
});

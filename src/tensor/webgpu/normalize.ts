/** @file ℓ2 normalisation of rows and its gradient. */
import { matrixShape, registerKernel } from './kernel.ts';
import { allocate, float } from './program.ts';
import { eachVector, runRows } from './rows.ts';

export function registerNormalize(): void {
  registerKernel('AdaSimNormalize', ({ backend, tensor, number }) => {
    const x = tensor('x');
    const [rows] = matrixShape(x);
    const y = allocate(backend, x.shape);
    const inverseNorm = allocate(backend, [rows]);
    runRows(backend, {
      name: 'Normalize',
      shape: x,
      constants: { EPSILON: float(number('epsilon')) },
      reads: { vectors: { x } },
      writes: { vectors: { y }, scalars: { inverseNorm } },
      body: `
        var squares = V();
        ${eachVector('squares += x[at] * x[at];')}
        let factor = 1.0 / max(sqrt(rowSum(total(squares), local)), EPSILON);
        if (inside) {
          ${eachVector('y[at] = x[at] * factor;')}
          if (lane == 0u) { inverseNorm[row] = factor; }
        }`,
    });
    return [y, inverseNorm];
  });

  registerKernel('AdaSimNormalizeGradient', ({ backend, tensor }) => {
    const [dy, y, inverseNorm] = [tensor('dy'), tensor('y'), tensor('inverseNorm')];
    const dx = allocate(backend, dy.shape);
    runRows(backend, {
      name: 'NormalizeGradient',
      shape: dy,
      reads: { vectors: { dy, y }, scalars: { inverseNorm } },
      writes: { vectors: { dx } },
      body: `
        var along = V();
        ${eachVector('along += dy[at] * y[at];')}
        let projection = rowSum(total(along), local);
        if (inside) {
          ${eachVector('dx[at] = inverseNorm[row] * (dy[at] - y[at] * projection);')}
        }`,
    });
    return dx;
  });
}

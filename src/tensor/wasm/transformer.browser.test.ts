import { beforeAll, describe, expect, it } from 'vitest';
import { gelu, geluDerivative } from './references.ts';
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
} from './testing.ts';

beforeAll(useWasm);

describe('gelu', () => {
  it.each([3, 6, 17, 65, 20001])('agrees with x·Φ(x) and its derivative on %i values', (size) => {
    const x = Values.random([size], 1, 6);
    const dy = Values.random([size], 2);
    expectClose(run('AdaSimGelu', { x })[0], x.map(gelu), 5e-7);
    const expected = vector(size, (i) => dy.at(i) * geluDerivative(x.at(i)));
    expectClose(run('AdaSimGeluGradient', { dy, x })[0], expected, 1e-6);
  });

  it('has its limits, and keeps a NaN', () => {
    const [y] = run('AdaSimGelu', { x: new Values([4], Float64Array.of(-60, 60, 0, NaN)) });
    expect([...(y ?? [])]).toEqual([-0, 60, 0, NaN]);
  });
});

describe('layerNorm', () => {
  const epsilon = 1e-6;

  it('agrees with the definition and its gradient', () => {
    for (const rows of [...oddSizes, 200]) {
      for (const dim of [...oddSizes, 64]) {
        const x = Values.random([rows, dim], 1).map((value) => value + 3);
        const scale = Values.random([dim], 2);
        const shift = Values.random([dim], 3);
        const dy = Values.random([rows, dim], 4);
        const mean = vector(rows, (n) => sum(dim, (j) => x.at(n, j)) / dim);
        const inverseStd = vector(rows, (n) => {
          const variance = sum(dim, (j) => (x.at(n, j) - mean.at(n)) ** 2) / dim;
          return 1 / Math.sqrt(variance + epsilon);
        });
        const normal = matrix(rows, dim, (n, j) => (x.at(n, j) - mean.at(n)) * inverseStd.at(n));
        const outputs = run('AdaSimLayerNorm', { x, scale, shift }, { epsilon });
        // A narrow row may have next to no variance, and its normalisation amplifies the rounding of the mean.
        const tolerance = dim > 3 ? 1e-5 : 1e-3;
        expectClose(
          outputs[0],
          matrix(rows, dim, (n, j) => normal.at(n, j) * scale.at(j) + shift.at(j)),
          tolerance,
        );
        expectClose(outputs[1], mean, tolerance);
        expectClose(outputs[2], inverseStd, tolerance);

        const g = matrix(rows, dim, (n, j) => dy.at(n, j) * scale.at(j));
        const average = vector(rows, (n) => sum(dim, (j) => g.at(n, j)) / dim);
        const averageNormal = vector(rows, (n) => sum(dim, (j) => g.at(n, j) * normal.at(n, j)) / dim);
        const gradients = run('AdaSimLayerNormGradient', { dy, x, scale, mean, inverseStd });
        const dx = matrix(
          rows,
          dim,
          (n, j) => inverseStd.at(n) * (g.at(n, j) - average.at(n) - normal.at(n, j) * averageNormal.at(n)),
        );
        if (dim > 3) expectClose(gradients[0], dx, 1e-5);
        expectClose(
          gradients[1],
          vector(dim, (j) => sum(rows, (n) => dy.at(n, j) * normal.at(n, j))),
          1e-5,
        );
        expectClose(
          gradients[2],
          vector(dim, (j) => sum(rows, (n) => dy.at(n, j))),
          1e-5,
        );
      }
    }
  });

  it('gives the same bits on any number of threads', () => {
    const [x, dy] = [Values.random([900, 65], 1), Values.random([900, 65], 2)];
    const [scale, mean, inverseStd] = [
      Values.random([65], 3),
      Values.random([900], 4),
      Values.random([900], 5),
    ];
    expectSameBits(() => [
      ...run('AdaSimLayerNorm', { x, scale, shift: scale }, { epsilon }),
      ...run('AdaSimLayerNormGradient', { dy, x, scale, mean, inverseStd }),
    ]);
  });
});

describe('attention', () => {
  const shapes = [
    { batch: 1, tokens: 1, heads: 1, headDim: 1 },
    { batch: 2, tokens: 3, heads: 1, headDim: 3 },
    { batch: 1, tokens: 17, heads: 3, headDim: 4 },
    { batch: 3, tokens: 65, heads: 2, headDim: 32 },
    { batch: 2, tokens: 50, heads: 2, headDim: 17 },
  ];

  it.each(shapes)('agrees with the definition and its gradient, $batch×$tokens×$heads×$headDim', (shape) => {
    const { batch, tokens, heads, headDim } = shape;
    const dim = heads * headDim;
    const qkv = Values.random([batch, tokens, 3 * dim], 1, 2);
    const dy = Values.random([batch, tokens, dim], 2);
    const expected = attentionReference(qkv, dy, heads, headDim);
    const outputs = run('AdaSimAttention', { qkv }, { heads });
    expectClose(outputs[0], expected.out);
    expectClose(outputs[1], expected.logSumExp);
    const inputs = { dy, qkv, out: expected.out, logSumExp: expected.logSumExp };
    expectClose(run('AdaSimAttentionGradient', inputs, { heads })[0], expected.dqkv, 5e-6);
  });

  it('survives scores that would overflow exp', () => {
    const qkv = Values.random([1, 9, 24], 3, 60);
    const { out } = attentionReference(qkv, Values.random([1, 9, 8], 4), 2, 4);
    expectClose(run('AdaSimAttention', { qkv }, { heads: 2 })[0], out, 1e-4);
  });

  it('gives the same bits on any number of threads', () => {
    const qkv = Values.random([9, 33, 96], 1);
    const dy = Values.random([9, 33, 32], 2);
    const { out, logSumExp } = attentionReference(qkv, dy, 2, 16);
    expectSameBits(() => [
      ...run('AdaSimAttention', { qkv }, { heads: 2 }),
      ...run('AdaSimAttentionGradient', { dy, qkv, out, logSumExp }, { heads: 2 }),
    ]);
  });
});

describe('tokens', () => {
  it.each([
    [1, 1, 1],
    [3, 4, 5],
    [9, 64, 64],
  ])('of %i images of %i patches of width %i begin with [CLS] and have positions', (batch, count, dim) => {
    const patches = Values.random([batch, count, dim], 1);
    const cls = Values.random([1, 1, dim], 2);
    const positions = Values.random([1, count + 1, dim], 3);
    const expected = Values.from([batch, count + 1, dim], (index) => {
      const [image, token, j] = [
        Math.floor(index / ((count + 1) * dim)),
        Math.floor(index / dim) % (count + 1),
        index % dim,
      ];
      const content = token === 0 ? cls.at(0, 0, j) : patches.at(image, token - 1, j);
      return content + positions.at(0, token, j);
    });
    expectClose(run('AdaSimEmbedTokens', { patches, cls, positions })[0], expected);
  });

  it.each([
    [1, 1, 3],
    [5, 7, 9],
    [32, 65, 64],
  ])('of %i images take a branch with a scale for each', (batch, count, dim) => {
    const [x, branch] = [Values.random([batch, count, dim], 1), Values.random([batch, count, dim], 2)];
    const keepScales = Values.random([3, batch], 3);
    const scaleOf = (index: number) => keepScales.at(2, Math.floor(index / (count * dim)));
    const sums = Values.from(x.shape, (at) => (x.data[at] ?? NaN) + scaleOf(at) * (branch.data[at] ?? NaN));
    expectClose(run('AdaSimAddBranch', { x, branch, keepScales }, { index: 2 })[0], sums);
    const scaled = Values.from(x.shape, (at) => scaleOf(at) * (x.data[at] ?? NaN));
    expectClose(run('AdaSimScaleBranch', { x, keepScales }, { index: 2 })[0], scaled);
    expect(() => run('AdaSimScaleBranch', { x, keepScales }, { index: 3 })).toThrow('no branch 3');
  });

  it.each([
    [1, 1],
    [17, 65],
    [32, 4160],
  ])('%i rows of %i are summed', (rows, columns) => {
    const x = Values.random([rows, columns], 1);
    expectClose(
      run('AdaSimSumRows', { x })[0],
      vector(columns, (j) => sum(rows, (n) => x.at(n, j))),
    );
  });
});

/** Attention and its gradient as the formulas read, one head of one image at a time. */
function attentionReference(qkv: Values, dy: Values, heads: number, headDim: number) {
  const [batch = 0, tokens = 0] = qkv.shape;
  const dim = heads * headDim;
  const out = Values.from(dy.shape, () => 0);
  const dqkv = Values.from(qkv.shape, () => 0);
  const logSumExp = Values.from([batch, heads, tokens], () => 0);
  for (let b = 0; b < batch; b += 1) {
    for (let h = 0; h < heads; h += 1) {
      const of = (part: number) =>
        matrix(tokens, headDim, (t, j) => qkv.at(b, t, part * dim + h * headDim + j));
      const [q, k, v] = [of(0), of(1), of(2)];
      const g = matrix(tokens, headDim, (t, j) => dy.at(b, t, h * headDim + j));
      const scale = 1 / Math.sqrt(headDim);
      const score = matrix(tokens, tokens, (s, t) => scale * sum(headDim, (j) => q.at(s, j) * k.at(t, j)));
      const lse = vector(tokens, (s) => {
        const top = Math.max(...score.data.subarray(s * tokens, (s + 1) * tokens));
        return top + Math.log(sum(tokens, (t) => Math.exp(score.at(s, t) - top)));
      });
      const p = matrix(tokens, tokens, (s, t) => Math.exp(score.at(s, t) - lse.at(s)));
      const dp = matrix(tokens, tokens, (s, t) => sum(headDim, (j) => g.at(s, j) * v.at(t, j)));
      const dot = vector(tokens, (s) => sum(tokens, (t) => p.at(s, t) * dp.at(s, t)));
      const ds = matrix(tokens, tokens, (s, t) => scale * p.at(s, t) * (dp.at(s, t) - dot.at(s)));
      const put = (target: Values, s: number, width: number, part: number, j: number, value: number) => {
        target.data[(b * tokens + s) * width + part * dim + h * headDim + j] = value;
      };
      for (let s = 0; s < tokens; s += 1) {
        logSumExp.data[(b * heads + h) * tokens + s] = lse.at(s);
        for (let j = 0; j < headDim; j += 1) {
          put(
            out,
            s,
            dim,
            0,
            j,
            sum(tokens, (t) => p.at(s, t) * v.at(t, j)),
          );
          put(
            dqkv,
            s,
            3 * dim,
            0,
            j,
            sum(tokens, (t) => ds.at(s, t) * k.at(t, j)),
          );
          put(
            dqkv,
            s,
            3 * dim,
            1,
            j,
            sum(tokens, (t) => ds.at(t, s) * q.at(t, j)),
          );
          put(
            dqkv,
            s,
            3 * dim,
            2,
            j,
            sum(tokens, (t) => p.at(t, s) * g.at(t, j)),
          );
        }
      }
    }
  }
  return { out, logSumExp, dqkv };
}

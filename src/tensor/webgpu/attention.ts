/** @file Multi-head self-attention and its gradient; scores never leave the registers (arXiv 2205.14135). */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type * as tf from '../tf.ts';
import {
  attentionShape,
  placeOf,
  runSweep,
  writeRow,
  type AttentionShape,
  type Part,
  type SweepNames,
} from './attentionSweep.ts';
import { registerKernel } from './kernel.ts';
import { allocate, release } from './program.ts';
import { range, sumOfProducts, unroll } from './unroll.ts';

const queries: Part = { tensor: 'qkv', part: 0 };
const keys: Part = { tensor: 'qkv', part: 1 };
const values: Part = { tensor: 'qkv', part: 2 };
const gradients: Part = { tensor: 'dy', part: 0 };
const outputs: Part = { tensor: 'out', part: 0 };

export function registerAttention(): void {
  registerKernel('AdaSimAttention', ({ backend, tensor, number }) => {
    const qkv = tensor('qkv');
    return attention(backend, attentionShape(qkv, number('heads')), qkv);
  });
  registerKernel('AdaSimAttentionGradient', ({ backend, tensor, number }) => {
    const [dy, qkv, out, logSumExp] = [tensor('dy'), tensor('qkv'), tensor('out'), tensor('logSumExp')];
    const shape = attentionShape(qkv, number('heads'));
    const dqkv = allocate(backend, qkv.shape);
    const delta = allocate(backend, logSumExp.shape);
    queryGradients(backend, shape, { dy, qkv, out, logSumExp }, { dqkv, delta });
    keyValueGradients(backend, shape, { dy, qkv, logSumExp, delta }, { dqkv });
    release(backend, delta);
    return dqkv;
  });
}

/** Softmax while sweeping: `top` is the largest score so far, `sum` of `exp(score − top)`. */
function attention(backend: WebGPUBackend, shape: AttentionShape, qkv: tf.TensorInfo): tf.TensorInfo[] {
  const { batch, tokens, dim, heads } = shape;
  const out = allocate(backend, [batch, tokens, dim]);
  const logSumExp = allocate(backend, [batch, heads, tokens]);
  runSweep(backend, shape, {
    name: 'Attention',
    registers: 128,
    owned: { q: queries },
    partners: { k: keys, v: values },
    reads: { qkv },
    writes: { out, logSumExp },
    begin: ({ rows, headDim }) =>
      unroll(
        rows,
        (r) => `
          var top${r} = -3.0e38;
          var sum${r} = 0.0;
          ${unroll(headDim, (c) => `var o${r}_${c} = 0.0;`)}`,
      ),
    four: (names) => `
      ${products('score', names, (r, p, c) => [names.own('q', r, c), names.partner('k', p, c)])}
      ${unroll(names.rows, (r) => {
        const weights = range(4).map((p) => `weight${r}_${p}`);
        return `
          ${unroll(4, (p) => `let s${r}_${p} = select(-3.0e38, score${r}_${p} * SCALE, first + ${p}u < TOKENS);`)}
          let newTop${r} = max(max(top${r}, max(s${r}_0, s${r}_1)), max(s${r}_2, s${r}_3));
          let fade${r} = exp(top${r} - newTop${r});
          ${unroll(4, (p) => `let weight${r}_${p} = exp(s${r}_${p} - newTop${r});`)}
          sum${r} = sum${r} * fade${r} + (${weights.join(' + ')});
          top${r} = newTop${r};`;
      })}
      ${accumulate(
        names,
        'o',
        (r, p) => `weight${r}_${p}`,
        (p, c) => names.partner('v', p, c),
        (r, c) => `(o${r}_${c} * fade${r})`,
      )}`,
    finish: (names, r) => `
      let share = 1.0 / sum${r};
      let at = ${placeOf(outputs, `token${r}`)};
      ${writeRow('out', names, 'at', (c) => `o${r}_${c} * share`)}
      logSumExp[line * TOKENS + token${r}] = top${r} + log(sum${r});`,
  });
  return [out, logSumExp];
}

/** dQ, and for each query `delta = Σ dy·out`, which the other gradients need too. */
function queryGradients(
  backend: WebGPUBackend,
  shape: AttentionShape,
  reads: Record<'dy' | 'qkv' | 'out' | 'logSumExp', tf.TensorInfo>,
  writes: Record<'dqkv' | 'delta', tf.TensorInfo>,
): void {
  runSweep(backend, shape, {
    name: 'AttentionQueryGradients',
    registers: 64,
    owned: { q: queries, g: gradients, y: outputs },
    partners: { k: keys, v: values },
    reads,
    writes,
    begin: (names) =>
      unroll(
        names.rows,
        (r) => `
          let lse${r} = logSumExp[line * TOKENS + token${r}];
          let delta${r} = ${range(names.headDim)
            .map((c) => `${names.own('g', r, c)} * ${names.own('y', r, c)}`)
            .join(' + ')};
          ${unroll(names.headDim, (c) => `var dq${r}_${c} = 0.0;`)}`,
      ),
    four: (names) => `
      ${products('score', names, (r, p, c) => [names.own('q', r, c), names.partner('k', p, c)])}
      ${products('slope', names, (r, p, c) => [names.own('g', r, c), names.partner('v', p, c)])}
      ${eachPair(
        names,
        (r, p) => `
        let weight${r}_${p} = select(0.0, exp(score${r}_${p} * SCALE - lse${r}), first + ${p}u < TOKENS);
        let ds${r}_${p} = weight${r}_${p} * (slope${r}_${p} - delta${r}) * SCALE;`,
      )}
      ${accumulate(
        names,
        'dq',
        (r, p) => `ds${r}_${p}`,
        (p, c) => names.partner('k', p, c),
      )}`,
    finish: (names, r) => `
      let at = ${placeOf(queries, `token${r}`)};
      ${writeRow('dqkv', names, 'at', (c) => `dq${r}_${c}`)}
      delta[line * TOKENS + token${r}] = delta${r};`,
  });
}

/** dK and dV: keys are the owners, queries the partners. */
function keyValueGradients(
  backend: WebGPUBackend,
  shape: AttentionShape,
  reads: Record<'dy' | 'qkv' | 'logSumExp' | 'delta', tf.TensorInfo>,
  writes: Record<'dqkv', tf.TensorInfo>,
): void {
  runSweep(backend, shape, {
    name: 'AttentionKeyValueGradients',
    registers: 64,
    owned: { k: keys, v: values },
    partners: { q: queries, g: gradients },
    partnerScalars: ['logSumExp', 'delta'],
    reads,
    writes,
    begin: ({ rows, headDim }) =>
      unroll(rows, (r) => unroll(headDim, (c) => `var dk${r}_${c} = 0.0; var dv${r}_${c} = 0.0;`)),
    four: (names) => `
      ${products('score', names, (r, p, c) => [names.own('k', r, c), names.partner('q', p, c)])}
      ${products('slope', names, (r, p, c) => [names.own('v', r, c), names.partner('g', p, c)])}
      ${eachPair(
        names,
        (r, p) => `
        let shifted${r}_${p} = score${r}_${p} * SCALE - ${names.partnerScalar('logSumExp', p)};
        let weight${r}_${p} = select(0.0, exp(shifted${r}_${p}), first + ${p}u < TOKENS);
        let ds${r}_${p} = weight${r}_${p} * (slope${r}_${p} - ${names.partnerScalar('delta', p)}) * SCALE;`,
      )}
      ${accumulate(
        names,
        'dv',
        (r, p) => `weight${r}_${p}`,
        (p, c) => names.partner('g', p, c),
      )}
      ${accumulate(
        names,
        'dk',
        (r, p) => `ds${r}_${p}`,
        (p, c) => names.partner('q', p, c),
      )}`,
    finish: (names, r) => `
      let atKey = ${placeOf(keys, `token${r}`)};
      ${writeRow('dqkv', names, 'atKey', (c) => `dk${r}_${c}`)}
      let atValue = ${placeOf(values, `token${r}`)};
      ${writeRow('dqkv', names, 'atValue', (c) => `dv${r}_${c}`)}`,
  });
}

const eachPair = ({ rows }: SweepNames, statements: (r: number, p: number) => string): string =>
  unroll(rows, (r) => unroll(4, (p) => statements(r, p)));

/** `name<r>_<p> = Σ_c left · right`, four channels at a time. */
function products(
  name: string,
  names: SweepNames,
  factors: (r: number, p: number, c: number) => [string, string],
): string {
  const chunks = Math.ceil(names.headDim / 4);
  const chunk = (r: number, p: number, index: number) =>
    range(Math.min(4, names.headDim - 4 * index)).map((c) => factors(r, p, 4 * index + c));
  return `
    ${eachPair(names, (r, p) => `var ${name}${r}_${p} = 0.0;`)}
    ${unroll(chunks, (index) =>
      eachPair(names, (r, p) => {
        const sum = `${name}${r}_${p}`;
        return `${sum} = ${sumOfProducts(sum, chunk(r, p, index))};`;
      }),
    )}`;
}

/** `name<r>_<c> += Σ weight(r, partner) · vector(partner, c)` over the four partners. */
function accumulate(
  names: SweepNames,
  name: string,
  weight: (r: number, p: number) => string,
  vector: (p: number, c: number) => string,
  start = (r: number, c: number): string => `${name}${r}_${c}`,
): string {
  return unroll(names.headDim, (c) =>
    unroll(names.rows, (r) => {
      const factors = range(4).map((p) => [weight(r, p), vector(p, c)] as const);
      return `${name}${r}_${c} = ${sumOfProducts(start(r, c), factors)};`;
    }),
  );
}

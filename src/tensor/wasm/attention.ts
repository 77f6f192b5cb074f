/** @file Registers attention and its gradient; shapes as in `ops/attention.ts`. */
import { registerKernel, size, type WasmCall, type WasmOperand } from './kernel.ts';
import type { KernelExports } from './module.ts';

export function registerAttention(kernels: KernelExports): void {
  registerKernel('AdaSimAttention', (call) => {
    const { qkv, batch, tokens, heads, headDim } = projections(call);
    const out = call.output([batch, tokens, heads * headDim]);
    const logSumExp = call.output([batch, heads, tokens]);
    kernels.attention(qkv.pointer, out.pointer, logSumExp.pointer, batch, tokens, heads, headDim);
    return [out, logSumExp];
  });

  registerKernel('AdaSimAttentionGradient', (call) => {
    const { qkv, batch, tokens, heads, headDim } = projections(call);
    const shape = [batch, tokens, heads * headDim];
    const dy = call.input('dy', shape);
    const out = call.input('out', shape);
    const logSumExp = call.input('logSumExp', [batch, heads, tokens]);
    const dqkv = call.output(qkv.shape);
    kernels.attentionGradient(
      dy.pointer,
      qkv.pointer,
      out.pointer,
      logSumExp.pointer,
      dqkv.pointer,
      batch,
      tokens,
      heads,
      headDim,
    );
    return [dqkv];
  });
}

interface Projections {
  qkv: WasmOperand;
  batch: number;
  tokens: number;
  heads: number;
  headDim: number;
}

function projections(call: WasmCall): Projections {
  const qkv = call.input('qkv', [-1, -1, -1]);
  const heads = call.number('heads');
  const headDim = size(qkv, 2) / 3 / heads;
  if (!Number.isInteger(headDim))
    throw new Error(
      `${size(qkv, 2)} channels cannot be split into queries, keys and values of ${heads} heads.`,
    );
  return { qkv, batch: size(qkv, 0), tokens: size(qkv, 1), heads, headDim };
}

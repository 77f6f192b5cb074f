import { describe, expect, it } from 'vitest';
import { kernelCost } from './kernelCosts.ts';

const tensor = (...shape: number[]) => ({ shape });

describe('kernelCost', () => {
  it('counts a multiply-add of a product as two, and each tensor once', () => {
    const cost = kernelCost({
      name: 'AdaSimLinear',
      inputs: { x: tensor(10, 3), weight: tensor(5, 3), bias: tensor(5) },
      outputs: [tensor(10, 5)],
      attributes: {},
    });
    expect(cost).toEqual({ flops: 2 * 10 * 3 * 5, bytes: 4 * (30 + 15 + 5 + 50) });
  });

  it('gives the three products of a linear layer the same operations', () => {
    const product = 2 * 10 * 3 * 5;
    const inputGradient = kernelCost({
      name: 'AdaSimLinearInputGradient',
      inputs: { dy: tensor(10, 5), weight: tensor(5, 3) },
      outputs: [tensor(10, 3)],
      attributes: {},
    });
    expect(inputGradient.flops).toBe(product);
    const weightGradient = kernelCost({
      name: 'AdaSimLinearWeightGradient',
      inputs: { dy: tensor(10, 5), x: tensor(10, 3) },
      outputs: [tensor(5, 3), tensor(5)],
      attributes: { bias: true },
    });
    // And the sum over rows that is the bias's gradient.
    expect(weightGradient.flops).toBe(product + 50);
  });

  it('counts two products of attention, and four of its gradient', () => {
    const [batch, tokens, heads, headDim] = [2, 7, 3, 400];
    const qkv = tensor(batch, tokens, 3 * heads * headDim);
    const product = 2 * batch * heads * tokens * tokens * headDim;
    const forward = kernelCost({
      name: 'AdaSimAttention',
      inputs: { qkv },
      outputs: [tensor(batch, tokens, heads * headDim), tensor(batch, heads, tokens)],
      attributes: { heads },
    });
    const backward = kernelCost({
      name: 'AdaSimAttentionGradient',
      inputs: { qkv, dy: tensor(batch, tokens, heads * headDim) },
      outputs: [qkv],
      attributes: { heads },
    });
    // With wide heads the softmax is the smaller part.
    expect(forward.flops / product).toBeGreaterThan(2);
    expect(forward.flops / product).toBeLessThan(2.1);
    expect(backward.flops / product).toBeGreaterThan(4);
    expect(backward.flops / product).toBeLessThan(4.1);
  });

  it('gives the three products of a convolution the same operations', () => {
    const [x, weight, y] = [tensor(2, 8, 8, 3), tensor(5, 3, 3, 3), tensor(2, 4, 4, 5)];
    const product = 2 * (2 * 4 * 4 * 5) * (3 * 3 * 3);
    const attributes = { stride: 2, padding: 1 };
    const calls = [
      { name: 'AdaSimConv2d', inputs: { x, weight }, outputs: [y] },
      { name: 'AdaSimConv2dInputGradient', inputs: { dy: y, weight }, outputs: [x] },
      { name: 'AdaSimConv2dWeightGradient', inputs: { dy: y, x }, outputs: [weight] },
    ];
    for (const call of calls) expect(kernelCost({ ...call, attributes }).flops).toBe(product);
  });

  it('counts of an optimiser what each parameter needs', () => {
    const bytesOf = (update: object) =>
      kernelCost({
        name: 'AdaSimOptimiser_adamw',
        inputs: {},
        outputs: [tensor(1)],
        attributes: { updates: [{ gradient: tensor(10), moments: [1, 2], ...update }] },
      }).bytes;
    // The gradient read; parameter and two moments read and written.
    expect(bytesOf({})).toBe(4 * 10 * 7);
    expect(bytesOf({ teacher: {} })).toBe(4 * 10 * 9);
    expect(bytesOf({ moments: [1] })).toBe(4 * 10 * 5);
  });

  it('counts only the rows that a bank is given', () => {
    const cost = kernelCost({
      name: 'AdaSimAssignRows',
      inputs: { target: tensor(1000, 64), rows: tensor(2, 64), indices: tensor(2) },
      outputs: [tensor(1)],
      attributes: {},
    });
    expect(cost).toEqual({ flops: 0, bytes: 8 * 2 * 64 });
  });

  it('asks nothing for moving data about, and one operation a value for what it does not know', () => {
    const call = { inputs: { x: tensor(4, 5) }, outputs: [tensor(5, 4)], attributes: {} };
    expect(kernelCost({ ...call, name: 'Transpose' })).toEqual({ flops: 0, bytes: 0 });
    expect(kernelCost({ ...call, name: 'Sqrt' })).toEqual({ flops: 20, bytes: 160 });
  });

  it('says what it misses', () => {
    const call = { name: 'AdaSimLinear', inputs: {}, outputs: [tensor(1, 1)], attributes: {} };
    expect(() => kernelCost(call)).toThrow('AdaSimLinear has no input “weight”.');
    expect(() => kernelCost({ ...call, name: 'AdaSimNew' })).toThrow('What AdaSimNew costs is not known.');
  });
});

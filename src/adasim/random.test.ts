import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream, stream } from './random.ts';

const numbers = (random: RandomStream, count: number) =>
  Array.from({ length: count }, () => random.uniform());

/** Mean and variance of `count` draws. */
function moments(draw: () => number, count: number) {
  const values = Array.from({ length: count }, draw);
  const mean = values.reduce((sum, x) => sum + x, 0) / count;
  return { mean, variance: values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / count };
}

/** How often each of 0 … n − 1 is drawn. */
function histogram(n: number, draws: number, draw: () => number): Int32Array {
  const counts = new Int32Array(n);
  for (let i = 0; i < draws; i++) {
    const value = draw();
    counts[value] = (counts[value] ?? 0) + 1;
  }
  return counts;
}

describe('stream', () => {
  it('gives the same numbers for the same seed and name, whatever else was drawn', () => {
    const before = numbers(stream(7, 'augment', 3, 5), 5);
    numbers(stream(7, 'order', 3), 100);
    expect(numbers(stream(7, 'augment', 3, 5), 5)).toEqual(before);
  });

  it('is a fixed function of seed and name: links and checkpoints depend on it', () => {
    const random = stream(1, 'draw', 2, 3);
    expect([random.bits(), random.bits(), random.bits()]).toEqual([1126947053, 4112927284, 3784801600]);
  });

  it('tells apart seeds, words, integers, their order and their grouping', () => {
    const names = [
      stream(1),
      stream(2),
      stream(1, 'a'),
      stream(1, 'b'),
      stream(1, 1),
      stream(1, '1'),
      stream(1, 'a', 'b'),
      stream(1, 'b', 'a'),
      stream(1, 'ab'),
      stream(1, 'a', 1),
      stream(1, 1, 'a'),
      stream(1, 2 ** 32),
      stream(1, 0),
      stream(1, -1),
    ];
    expect(new Set(names.map((random) => random.uniform())).size).toBe(names.length);
  });

  it('has first draws that are uniform across neighbouring names', () => {
    let image = 0;
    const { mean, variance } = moments(() => stream(11, 'draw', 4, image++).uniform(), 20_000);
    expect(mean).toBeCloseTo(1 / 2, 2);
    expect(variance).toBeCloseTo(1 / 12, 2);
  });

  it('refuses keys that are not integers', () => {
    expect(() => stream(1, 0.5)).toThrow(RangeError);
  });
});

describe('RandomStream', () => {
  it('goes on from its state, also between the two numbers of a normal pair', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(40), (seed, skip) => {
        const random = stream(seed, 'state');
        for (let i = 0; i < skip; i++) random.normal();
        const copy = new RandomStream(structuredClone(random.state()));
        expect([copy.normal(), copy.uniform(), copy.normal()]).toEqual([
          random.normal(),
          random.uniform(),
          random.normal(),
        ]);
      }),
    );
  });

  it('draws normals with mean 0 and variance 1', () => {
    const random = stream(3, 'normal');
    const { mean, variance } = moments(() => random.normal(), 100_000);
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(variance).toBeCloseTo(1, 1);
  });

  it('truncates normals at ±2 whatever their deviation', () => {
    const random = stream(3, 'truncated');
    const wide = Array.from({ length: 5000 }, () => random.truncatedNormal(3));
    expect(Math.max(...wide.map(Math.abs))).toBeLessThanOrEqual(2);
    const { variance } = moments(() => random.truncatedNormal(0.02), 50_000);
    expect(Math.sqrt(variance)).toBeCloseTo(0.02, 3);
  });

  it('draws integers without bias', () => {
    const random = stream(5, 'integer');
    const counts = histogram(7, 70_000, () => random.integer(7));
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
    for (const n of [0, -1, 1.5, NaN]) expect(() => random.integer(n)).toThrow(RangeError);
  });

  it('permutes: every number once, every place equally likely', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(200), (seed, n) => {
        expect([...stream(seed, 'order').permutation(n)].sort((a, b) => a - b)).toEqual(
          Array.from({ length: n }, (_, i) => i),
        );
      }),
    );
    let order = 0;
    const firsts = histogram(5, 10_000, () => stream(9, 'order', order++).permutation(5)[0] ?? -1);
    for (const count of firsts) expect(Math.abs(count - 2000)).toBeLessThan(250);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../config/defaults.ts';
import { looksOf } from '../../charts/arms.ts';

type Colour = readonly [number, number, number];
type Matrix = readonly [Colour, Colour, Colour];

const apply = (matrix: Matrix, [x, y, z]: Colour): Colour => {
  const row = ([a, b, c]: Colour) => a * x + b * y + c * z;
  return [row(matrix[0]), row(matrix[1]), row(matrix[2])];
};

/** Linear light of "#0a719b". */
function linear(hex: string): Colour {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

/** Machado, Oliveira and Fernandes 2009, severity 1, in linear light. */
const sights: Record<string, Matrix> = {
  'all colours': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  'no red': [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  'no green': [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  'no blue': [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** Ottosson's Oklab, in which equal distances look about equally far. */
function oklab(colour: Colour): Colour {
  const [l, m, s] = apply(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    colour,
  );
  return apply(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    [Math.cbrt(l), Math.cbrt(m), Math.cbrt(s)],
  );
}

const luminance = ([r, g, b]: Colour) => 0.2126 * r + 0.7152 * g + 0.0722 * b;

function contrast(a: Colour, b: Colour): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const tokens = readFileSync(new URL('../styles/tokens.css', import.meta.url), 'utf8');

/** A custom property in light and in dark. */
function token(name: string): Record<'light' | 'dark', string> {
  const [, light = '', dark = ''] =
    new RegExp(`${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(tokens) ?? [];
  return { light, dark };
}

const policies = ['none', 'naive', 'window', 'adaptive'] as const;
const styles = looksOf(
  policies.map((policy) => ({
    config: { ...defaultConfig, bootstrap: { ...defaultConfig.bootstrap, policy } },
  })),
).map(({ style }) => style);
const pairs = policies.flatMap((a, index) => policies.slice(index + 1).map((b) => [a, b] as const));

describe.each(['light', 'dark'] as const)('the lines of four arms in %s', (theme) => {
  const colourOf = (policy: string) => linear(token(`--arm-${policy}`)[theme]);

  it.each(policies)('%s can be read as a number', (policy) => {
    for (const ground of ['--card', '--ground'])
      expect(contrast(colourOf(policy), linear(token(ground)[theme]))).toBeGreaterThan(4.5);
  });

  it.each(Object.entries(sights))('are told apart by whoever sees %s', (_, sight) => {
    for (const [a, b] of pairs) {
      const [first, second] = [a, b].map((policy) => oklab(apply(sight, colourOf(policy))));
      const distance = Math.hypot(...(first ?? []).map((value, axis) => value - (second?.[axis] ?? 0)));
      expect(distance, `${a} and ${b}`).toBeGreaterThan(0.06);
    }
  });
});

it.each(['light', 'dark'] as const)('both rings of the gallery are seen in %s', (theme) => {
  for (const ring of ['--accent', '--accent-faint'])
    expect(contrast(linear(token(ring)[theme]), linear(token('--card')[theme])), ring).toBeGreaterThan(3);
});

it('and by whoever sees none, by their dashes', () => {
  expect(new Set(styles.map(({ dash }) => dash)).size).toBe(4);
  expect(new Set(styles.map(({ colour }) => colour)).size).toBe(4);
});

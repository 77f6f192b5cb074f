/** @file Unrolled WGSL: shaders keep their values in named registers, since indexed arrays would live in memory. */

/** `0, …, count − 1` */
export const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** The texts of `line(0)`, …, `line(count − 1)`, one below the other. */
export const unroll = (count: number, line: (index: number) => string): string =>
  range(count).map(line).join('\n');

/** The component names of a `vec4`. */
export const component = (index: number): string => 'xyzw'.charAt(index);

/**
 * `start + Σ left · right` as one expression. A software adapter keeps what happens inside an expression in
 * registers; a statement for each product would go through memory each time, and be half as much code again.
 */
export const sumOfProducts = (start: string, factors: readonly (readonly [string, string])[]): string =>
  factors.reduce((sum, [left, right]) => `fma(${left}, ${right}, ${sum})`, start);

/** @file GELU and its gradient, and the WGSL of both for other kernels to use. */
import { registerElementwise } from './elementwise.ts';

/**
 * `gelu` and `geluSlope` on vectors. The error function is Abramowitz and Stegun 7.1.26, |error| < 1.5e-7.
 */
export const geluFunctions = `
  const FIVE = array<f32, 5>(0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429);

  // Φ(x), given e = exp(−x²/2).
  fn normalDistribution(x: vec4<f32>, e: vec4<f32>) -> vec4<f32> {
    let t = 1.0 / (1.0 + 0.3275911 * 0.7071067811865476 * abs(x));
    let tail = ((((FIVE[4] * t + FIVE[3]) * t + FIVE[2]) * t + FIVE[1]) * t + FIVE[0]) * t * e;
    return select(0.5 * tail, 1.0 - 0.5 * tail, x > vec4(0.0));
  }

  fn gelu(x: vec4<f32>) -> vec4<f32> { return x * normalDistribution(x, exp(-0.5 * x * x)); }

  fn geluSlope(x: vec4<f32>) -> vec4<f32> {
    let e = exp(-0.5 * x * x);
    return normalDistribution(x, e) + x * 0.3989422804014327 * e;
  }`;

export function registerGelu(): void {
  registerElementwise('AdaSimGelu', ['x'], 'gelu(x)', geluFunctions);
  registerElementwise('AdaSimGeluGradient', ['dy', 'x'], 'dy * geluSlope(x)', geluFunctions);
}

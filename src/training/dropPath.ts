/** @file The draws of stochastic depth (arXiv 1603.09382). */
import type { RandomStream } from '../adasim/random.ts';

/**
 * Scales of the residual branches: 0 where a sample skips a branch, 1/keep where it takes it. The probability
 * to drop grows linearly from 0 in the first block to `dropPath` in the last; a block has two branches.
 * @returns `[2·depth, batch]`, row-major
 */
export function keepScales(
  depth: number,
  batch: number,
  dropPath: number,
  random: RandomStream,
): Float32Array {
  const scales = new Float32Array(2 * depth * batch);
  for (let branch = 0; branch < 2 * depth; branch += 1) {
    const block = Math.floor(branch / 2);
    const keep = 1 - (depth > 1 ? (dropPath * block) / (depth - 1) : 0);
    for (let sample = 0; sample < batch; sample += 1)
      scales[branch * batch + sample] = random.uniform() < keep ? 1 / keep : 0;
  }
  return scales;
}

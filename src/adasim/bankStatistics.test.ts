import { describe, expect, it } from 'vitest';
import { BankStatistics } from './bankStatistics.ts';
import { NeighbourTable } from './window.ts';

/** Images 0–3 of two classes; image 3 was not visited. */
const labels = [0, 0, 1, 1];

function table(topK: number, rows: number[][]): NeighbourTable {
  const result = new NeighbourTable(4, topK);
  rows.forEach((row, image) => {
    result.record(Int32Array.of(image), Int32Array.from(row), new Float32Array(topK));
  });
  return result;
}

describe('BankStatistics', () => {
  it('shares out over the images visited', () => {
    const statistics = new BankStatistics(labels);
    statistics.addPair(0, 1, true);
    statistics.addPair(1, 2, true);
    statistics.addPair(2, 2, false);
    const rows = [
      [0, 1],
      [2, 1],
      [3, -1],
    ];
    expect(statistics.summarise(table(2, rows))).toEqual({
      nnAccuracyTop1: 2 / 3,
      nnAccuracyTop2: 2 / 3,
      nnSelfAccuracyTop1: 1 / 3,
      nnSelfAccuracyTop2: 1 / 3,
      nnRatioSelf: 1 / 3,
      gateOpenShare: 2 / 3,
      bootstrappedShare: 2 / 3,
      bootstrappedPurity: 1 / 2,
    });
  });

  it('has no purity without bootstrapped pairs, and no second neighbour with k = 1', () => {
    const statistics = new BankStatistics(labels);
    statistics.addPair(0, 0, false);
    expect(statistics.summarise(table(1, [[0]]))).toMatchObject({
      nnAccuracyTop1: 1,
      nnAccuracyTop2: 0,
      bootstrappedShare: 0,
      bootstrappedPurity: null,
    });
  });

  it('is 0, not NaN, for an epoch without visits', () => {
    expect(new BankStatistics(labels).summarise(new NeighbourTable(4, 1))).toMatchObject({
      nnAccuracyTop1: 0,
      nnRatioSelf: 0,
    });
  });
});

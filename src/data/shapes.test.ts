import { describe, expect, it } from 'vitest';
import { backgrounds, figures, palette, textures } from './figures.ts';
import { openDataset } from './open.ts';
import { drawShapes } from './shapes.ts';

const request = { seed: 5, trainImages: 600, testImages: 200 };
const bytes = 32 * 32 * 3;

describe('shapes', () => {
  it('hold out combinations of factors, but no shape', async () => {
    const dataset = drawShapes(request);
    await dataset.complete();
    const seen = new Set(dataset.train.identities);
    expect([...dataset.test.identities].filter((identity) => seen.has(identity))).toEqual([]);
    for (const split of [dataset.train, dataset.test])
      expect(new Set(split.labels).size).toBe(figures.length);
  });

  it('choose every factor without regard to the label', () => {
    const { train, identityNames } = drawShapes({ ...request, trainImages: 8000, testImages: 0 });
    // Cramér's V between the label and each other factor: 0 when independent.
    for (const values of [palette, textures, backgrounds]) {
      const names = values.map(({ name }) => name);
      const table = figures.map(() => new Array<number>(names.length).fill(0));
      train.identities.forEach((identity, row) => {
        const words = (identityNames[identity] ?? '').split(' ');
        const value = names.findIndex((name) => words.includes(name));
        const counts = table[train.labels[row] ?? NaN] ?? [];
        counts[value] = (counts[value] ?? NaN) + 1;
      });
      const columnSums = names.map((_, j) => table.reduce((sum, counts) => sum + (counts[j] ?? NaN), 0));
      let chiSquared = 0;
      for (const counts of table) {
        const rowSum = counts.reduce((sum, count) => sum + count, 0);
        counts.forEach((count, j) => {
          const expected = (rowSum * (columnSums[j] ?? NaN)) / train.count;
          chiSquared += (count - expected) ** 2 / expected;
        });
      }
      expect(Math.sqrt(chiSquared / train.count / (names.length - 1))).toBeLessThan(0.1);
    }
  });

  it('are drawn again from the same seed, and a larger request begins with the smaller', async () => {
    const [small, large, other] = [
      drawShapes(request),
      drawShapes({ ...request, trainImages: 700 }),
      drawShapes({ ...request, seed: 6 }),
    ];
    await Promise.all([small.complete(), large.complete(), other.complete()]);
    expect(Buffer.compare(small.train.images, large.train.images.subarray(0, 600 * bytes))).toBe(0);
    expect(Buffer.compare(small.test.images, large.test.images)).toBe(0);
    expect(Buffer.compare(small.train.images, other.train.images)).not.toBe(0);
  });

  it('come block by block', async () => {
    const progress: number[] = [];
    const dataset = drawShapes({ ...request, onProgress: (done) => progress.push(done) });
    expect(dataset.trainBlocks).toEqual([512, 600]);
    await dataset.ready(512);
    expect(dataset.loaded).toEqual({ train: 512, test: 0 });
    expect(dataset.train.images.subarray(0, 512 * bytes).some((byte) => byte > 0)).toBe(true);
    await dataset.complete();
    expect(progress).toEqual([512, 600, 800]);
  });

  it('stop when told to', async () => {
    const controller = new AbortController();
    const dataset = drawShapes({ ...request, signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(dataset.complete()).rejects.toThrow('enough');
  });

  it('have the mean and deviation they state', async () => {
    const dataset = await openDataset(
      { name: 'shapes' },
      { baseUrl: '', seed: 9, trainImages: 500, testImages: 16 },
    );
    await dataset.complete();
    for (let channel = 0; channel < 3; channel++) {
      let [sum, squares, count] = [0, 0, 0];
      for (let i = channel; i < dataset.train.images.length; i += 3) {
        const value = (dataset.train.images[i] ?? NaN) / 255;
        sum += value;
        squares += value * value;
        count++;
      }
      const mean = sum / count;
      expect(Math.abs(mean - (dataset.normalisation.mean[channel] ?? NaN))).toBeLessThan(0.02);
      const std = Math.sqrt(squares / count - mean * mean);
      expect(Math.abs(std - (dataset.normalisation.std[channel] ?? NaN))).toBeLessThan(0.02);
    }
  });
});

describe('figures', () => {
  const grid = Array.from({ length: 61 }, (_, i) => (i - 30) / 25);
  const points = grid.flatMap((y) => grid.map((x) => [x, y] as const));

  it('lie within the unit circle and fill a fair part of it', () => {
    for (const { name, contains } of figures) {
      const inside = points.filter(([x, y]) => contains(x, y));
      const furthest = Math.max(...inside.map(([x, y]) => Math.hypot(x, y)));
      expect(furthest, name).toBeLessThanOrEqual(1);
      const share = inside.length / points.filter(([x, y]) => Math.hypot(x, y) < 1).length;
      expect(share, name).toBeGreaterThan(0.2);
    }
  });

  it('differ from one another', () => {
    for (const [i, one] of figures.entries())
      for (const other of figures.slice(i + 1)) {
        const either = points.filter(([x, y]) => one.contains(x, y) || other.contains(x, y));
        const both = either.filter(([x, y]) => one.contains(x, y) && other.contains(x, y));
        expect(both.length / either.length, `${one.name} and ${other.name}`).toBeLessThan(0.85);
      }
  });
});

describe('asking for too many images', () => {
  const options = { baseUrl: 'http://127.0.0.1/', seed: 1 };

  it('says how many there are', async () => {
    await expect(
      openDataset({ name: 'emoji-32' }, { ...options, trainImages: 7000, testImages: 16 }),
    ).rejects.toThrow('Emoji-32 has 6600 training images, not 7000: ask for at most 6600.');
    await expect(
      openDataset({ name: 'emoji-32' }, { ...options, trainImages: 16, testImages: 2000 }),
    ).rejects.toThrow('Emoji-32 has 1600 held-out images, not 2000: ask for at most 1600.');
  });
});

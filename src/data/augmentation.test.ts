import { describe, expect, it } from 'vitest';
import { stream } from '../adasim/random.ts';
import { AUGMENTATION_COLUMNS, augmentationColumn, jitterOperation } from '../config/augmentationColumns.ts';
import type { AugmentationConfig } from '../config/schema.ts';
import { sampleCrop, sampleViews, unaugmented } from './augmentation.ts';
import { boxBlur } from './boxBlur.ts';

const DRAWS = 10_000;
const SIZE = 32;

/** DINO's own settings. */
const recipe: AugmentationConfig = {
  cropScale: { min: 0.4, max: 1 },
  flip: 0.5,
  jitter: 0.8,
  brightness: 0.4,
  contrast: 0.4,
  saturation: 0.2,
  hue: 0.1,
  grayscale: 0.2,
  blurFirst: 1,
  blurSecond: 0.1,
  solarizeSecond: 0.2,
};

const parameters = sampleViews(recipe, DRAWS, SIZE, stream(1, 'test'));
const rows = Array.from({ length: 2 * DRAWS }, (_, row) =>
  parameters.subarray(row * AUGMENTATION_COLUMNS, (row + 1) * AUGMENTATION_COLUMNS),
);
const first = rows.slice(0, DRAWS);
const second = rows.slice(DRAWS);

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const share = (of: readonly Float32Array[], column: number): number =>
  mean(of.map((row) => Number((row[column] ?? 0) > 0)));

/** Five standard deviations of a share of so many draws. */
const slack = (p: number, draws: number): number => 5 * Math.sqrt((p * (1 - p)) / draws) + 1e-9;

function expectShare(actual: number, p: number, draws = DRAWS): void {
  expect(Math.abs(actual - p)).toBeLessThanOrEqual(slack(p, draws));
}

/** The largest distance between the distribution of `values` and the uniform one on [low, high]. */
function distanceFromUniform(values: readonly number[], low: number, high: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.max(
    ...sorted.map((value, i) => Math.abs((value - low) / (high - low) - (i + 0.5) / sorted.length)),
  );
}

/** Kolmogorov–Smirnov at a level of about one in a million. */
function expectUniform(values: readonly number[], low: number, high: number): void {
  expect(distanceFromUniform(values, low, high)).toBeLessThan(2.7 / Math.sqrt(values.length));
}

describe('each augmentation happens as often as it should', () => {
  it('flip and grayscale in both views', () => {
    for (const view of [first, second]) {
      expectShare(share(view, augmentationColumn.flip), 0.5);
      expectShare(share(view, augmentationColumn.grayscale), 0.2);
    }
  });

  it('blur always in view 1, seldom in view 2; solarise in view 2 only', () => {
    expectShare(share(first, augmentationColumn.blurWeight), 1);
    expectShare(share(second, augmentationColumn.blurWeight), 0.1);
    expectShare(share(first, augmentationColumn.solarize), 0);
    expectShare(share(second, augmentationColumn.solarize), 0.2);
  });

  it('all four slots of jitter or none', () => {
    const used = rows.map(
      (row) => [0, 1, 2, 3].filter((slot) => row[augmentationColumn.jitter + slot] !== 0).length,
    );
    expect(new Set(used)).toEqual(new Set([0, 4]));
    expectShare(mean(used) / 4, 0.8, 2 * DRAWS);
  });

  it('nothing at all where every probability is 0', () => {
    const off = { flip: 0, jitter: 0, grayscale: 0, blurFirst: 0, blurSecond: 0, solarizeSecond: 0 };
    const cropScale = { min: 1, max: 1 };
    const still = sampleViews({ ...recipe, ...off, cropScale }, 50, SIZE, stream(2, 'test'));
    for (let row = 0; row < 100; row++) {
      const columns = still.subarray(row * AUGMENTATION_COLUMNS, (row + 1) * AUGMENTATION_COLUMNS);
      expect([...columns.subarray(4)]).toEqual(new Array(AUGMENTATION_COLUMNS - 4).fill(0));
    }
  });
});

describe('jitter', () => {
  const jittered = rows.filter((row) => row[augmentationColumn.jitter] !== 0);
  const factors = (operation: number): number[] =>
    jittered.map((row) => {
      const slot = [0, 1, 2, 3].find((each) => row[augmentationColumn.jitter + each] === operation);
      return row[augmentationColumn.jitterFactor + (slot ?? NaN)] ?? NaN;
    });

  it('draws its factors uniformly', () => {
    expectUniform(factors(jitterOperation.brightness), 0.6, 1.4);
    expectUniform(factors(jitterOperation.contrast), 0.6, 1.4);
    expectUniform(factors(jitterOperation.saturation), 0.8, 1.2);
    expectUniform(factors(jitterOperation.hue), -0.1, 0.1);
  });

  it('takes every order equally often', () => {
    const counts = new Map<string, number>();
    for (const row of jittered) {
      const order = [...row.subarray(augmentationColumn.jitter, augmentationColumn.jitter + 4)].join();
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    for (const count of counts.values()) expectShare(count / jittered.length, 1 / 24, jittered.length);
  });

  it('leaves out what has no range, and never goes below 0', () => {
    const views = sampleViews({ ...recipe, jitter: 1, hue: 0, brightness: 1 }, 500, SIZE, stream(3, 'test'));
    for (let row = 0; row < 1000; row++) {
      const columns = views.subarray(row * AUGMENTATION_COLUMNS, (row + 1) * AUGMENTATION_COLUMNS);
      const operations = [...columns.subarray(augmentationColumn.jitter, augmentationColumn.jitter + 4)];
      expect(operations.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3]);
      const slot = operations.indexOf(jitterOperation.brightness);
      expect(columns[augmentationColumn.jitterFactor + slot]).toBeGreaterThanOrEqual(0);
    }
  });
});

describe('crops', () => {
  // On a side of 1024 whole pixels hide nothing of the distribution.
  const side = 1024;
  const scale = { min: 0.08, max: 0.5 };
  const random = stream(4, 'test');
  const crops = Array.from({ length: DRAWS }, () => sampleCrop(scale, side, random));

  it('are uniform in area and log-uniform in aspect', () => {
    expectUniform(
      crops.map(({ height, width }) => (height * width) / (side * side)),
      scale.min,
      scale.max,
    );
    expectUniform(
      crops.map(({ height, width }) => Math.log(width / height)),
      Math.log(3 / 4),
      Math.log(4 / 3),
    );
  });

  it('are uniform in place', () => {
    expectUniform(
      crops.map(({ top, height }) => top / (side - height)),
      0,
      1,
    );
    expectUniform(
      crops.map(({ left, width }) => left / (side - width)),
      0,
      1,
    );
  });

  it('lie within the image, in whole pixels', () => {
    const good = rows.every((row) => {
      const [top = NaN, left = NaN, height = NaN, width = NaN] = row;
      const whole = [top, left, height, width].every(Number.isInteger);
      return (
        whole &&
        top >= 0 &&
        left >= 0 &&
        height > 0 &&
        width > 0 &&
        top + height <= SIZE &&
        left + width <= SIZE
      );
    });
    expect(good).toBe(true);
  });

  it('fall back to the whole image when ten tries do not fit', () => {
    // The whole area at the widest aspect is wider than the image, every time.
    let draws = 0;
    const stubborn = { uniform: () => (++draws % 2 === 1 ? 1 : 0.999) };
    expect(sampleCrop({ min: 1, max: 1 }, SIZE, stubborn)).toEqual({
      top: 0,
      left: 0,
      height: SIZE,
      width: SIZE,
    });
    expect(draws).toBe(20);
  });
});

describe('the box blur', () => {
  it('has weights that sum to one', () => {
    for (let radius = 0.1; radius <= 5; radius += 0.1) {
      const { weight, reach, edgeWeight } = boxBlur(radius);
      const sum = (2 * reach + 1) * weight + 2 * edgeWeight;
      expect(Math.abs(sum - 2 ** 24)).toBeLessThanOrEqual(1);
    }
  });

  it('has a third of the Gaussian’s variance', () => {
    for (const radius of [0.1, 0.5, 1, 1.5, 2, 4]) {
      const { weight, reach, edgeWeight } = boxBlur(radius);
      let variance = 2 * edgeWeight * (reach + 1) ** 2;
      for (let offset = -reach; offset <= reach; offset++) variance += weight * offset * offset;
      expect((3 * variance) / 2 ** 24 / (radius * radius)).toBeCloseTo(1, 3);
    }
  });

  it('is drawn with radii uniform in 0.1 … 2', () => {
    // The weight of the centre falls as the radius grows, so quantiles carry over.
    const weights = first.map((row) => row[augmentationColumn.blurWeight] ?? NaN).sort((a, b) => b - a);
    for (const quantile of [0.1, 0.25, 0.5, 0.75, 0.9]) {
      const low = boxBlur(0.1 + 1.9 * (quantile + 0.025)).weight;
      const high = boxBlur(0.1 + 1.9 * (quantile - 0.025)).weight;
      const weight = weights[Math.round(quantile * DRAWS)] ?? NaN;
      expect(weight).toBeGreaterThan(low);
      expect(weight).toBeLessThan(high);
    }
  });
});

it('a seed gives the same parameters again, and unaugmented rows change nothing', () => {
  expect(sampleViews(recipe, 20, SIZE, stream(7, 'a'))).toEqual(
    sampleViews(recipe, 20, SIZE, stream(7, 'a')),
  );
  expect(sampleViews(recipe, 20, SIZE, stream(7, 'a'))).not.toEqual(
    sampleViews(recipe, 20, SIZE, stream(8, 'a')),
  );
  const row = [0, 0, SIZE, SIZE, ...new Array<number>(AUGMENTATION_COLUMNS - 4).fill(0)];
  expect([...unaugmented(2, SIZE)]).toEqual([...row, ...row]);
});

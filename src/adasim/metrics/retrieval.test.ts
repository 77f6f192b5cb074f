import { describe, expect, it } from 'vitest';
import { stream } from '../random.ts';
import { featureMatrix } from './features.ts';
import { retrievalAccuracy, retrievalChance, retrievalImages, retrievalOfNeighbours } from './retrieval.ts';

/** Unit vectors of the plane at these angles, in degrees. */
const plane = (...degrees: number[]) =>
  featureMatrix(
    Float64Array.from(
      degrees.flatMap((degree) => [Math.cos((degree * Math.PI) / 180), Math.sin((degree * Math.PI) / 180)]),
    ),
    2,
  );

describe('retrievalAccuracy', () => {
  it('counts the images whose nearest other image shows the same thing', () => {
    // 0° and 10° find each other and 60° finds 100°, which is itself nearer to another thing at 120°.
    expect(retrievalAccuracy(plane(0, 10, 60, 100, 120), Int32Array.of(7, 7, 3, 3, 5))).toBe(3 / 4);
  });

  it('does not ask images of which there is no other picture, but they are candidates', () => {
    expect(retrievalAccuracy(plane(0, 20, 5, 90), Int32Array.of(1, 1, 2, 3))).toBe(0);
    expect(retrievalAccuracy(plane(0, 20, 50, 90), Int32Array.of(1, 1, 2, 3))).toBe(1);
  });

  it('is by direction, not by length', () => {
    const features = featureMatrix(Float32Array.of(1, 0, 100, 10, 1, 1), 2);
    expect(retrievalAccuracy(features, Int32Array.of(1, 1, 2))).toBe(1);
  });

  it('is nothing where no identity is pictured twice', () => {
    expect(retrievalAccuracy(plane(0, 10), Int32Array.of(1, 2))).toBeNull();
    expect(retrievalChance(Int32Array.of(1, 2))).toBeNull();
    expect(retrievalImages(Int32Array.of(1, 2))).toBeNull();
    expect(retrievalImages(Int32Array.of(7, 7, 3, 3, 5))).toBe(4);
  });

  it('is at chance for features that say nothing', () => {
    const random = stream(3, 'retrieval');
    const identities = Int32Array.from({ length: 2000 }, (_, row) => row % 20);
    const features = featureMatrix(
      Float64Array.from({ length: 2000 * 4 }, () => random.normal()),
      4,
    );
    const chance = retrievalChance(identities) ?? NaN;
    expect(chance).toBeCloseTo(99 / 1999, 12);
    expect(Math.abs((retrievalAccuracy(features, identities) ?? NaN) - chance)).toBeLessThan(0.015);
  });
});

describe('retrievalOfNeighbours', () => {
  it('takes the first that is not the image itself, wherever that one stands', () => {
    const identities = Int32Array.of(1, 1, 2, 2);
    const lists = (...indices: number[]) => ({
      indices: Int32Array.from(indices),
      similarities: new Float32Array(indices.length),
    });
    expect(retrievalOfNeighbours(lists(0, 1, 0, 1, 2, 0, 3, 1), identities)).toBe(2 / 4);
  });
});

it('retrievalChance leaves out the images that are not asked', () => {
  // Each of the three pictures of 1 has two partners among four others.
  expect(retrievalChance(Int32Array.of(1, 1, 1, 2, 3))).toBe(2 / 4);
});

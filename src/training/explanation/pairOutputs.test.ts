import { expect, test } from 'vitest';
import { AUGMENTATION_COLUMNS } from '../../config/augmentationColumns.ts';
import { featureMatrix } from '../../adasim/metrics/features.ts';
import { outputsFrom, viewsOf } from './pairOutputs.ts';

const rowOf = (value: number) => new Float32Array(AUGMENTATION_COLUMNS).fill(value);
const showing = {
  step: 9,
  batch: Int32Array.of(40, 41, 42),
  place: 1,
  first: rowOf(1),
  second: rowOf(21),
  seconds: Float32Array.from([20, 21, 22].flatMap((value) => [...rowOf(value)])),
};
const valuesOf = (parameters: Float32Array) =>
  [...parameters].filter((_, i) => i % AUGMENTATION_COLUMNS === 0);

test('two views, of the image and of its positive', () => {
  const { images, parameters } = viewsOf('dino', showing, (image) => image + 100);
  expect([...images]).toEqual([41, 141]);
  expect(valuesOf(parameters)).toEqual([1, 21]);
});

test('a contrast is with every other pair of the step, too', () => {
  const { images, parameters } = viewsOf('infonce', showing, (image) => image + 100);
  expect([...images]).toEqual([41, 141, 140, 142]);
  expect(valuesOf(parameters)).toEqual([1, 21, 20, 22]);
});

test('of many prototypes the likeliest are told, in order, and the loss is of all', () => {
  const K = 100;
  const logits = Float32Array.from({ length: 2 * K }, (_, i) => (i === 7 || i === K + 90 ? 5 : 0));
  const outputs = outputsFrom('dino', featureMatrix(logits, K), 12);
  if (outputs?.kind !== 'prototypes') throw new Error('DINO has prototypes.');
  const { likeliest, loss } = outputs;
  const high = Math.exp(5) / (Math.exp(5) + K - 1);
  const low = (1 - high) / (K - 1);
  expect(outputs).toMatchObject({ after: 12, prototypes: K });
  expect(likeliest).toHaveLength(32);
  expect(likeliest.map(({ prototype }) => prototype)).toEqual(
    [...likeliest.map(({ prototype }) => prototype)].sort((a, b) => a - b),
  );
  const at = (prototype: number) => likeliest.find((one) => one.prototype === prototype);
  expect(at(7)?.guess).toBeCloseTo(high, 12);
  expect(at(7)?.answer).toBeCloseTo(low, 12);
  expect(at(90)?.answer).toBeCloseTo(high, 12);
  expect(loss).toBeCloseTo(-(high + (K - 2) * low) * Math.log(low) - low * Math.log(high), 12);
});

test('an angle, and its loss in both conventions', () => {
  const response = featureMatrix(Float32Array.of(3, 0, 1, Math.sqrt(3)), 2);
  expect(outputsFrom('byol', response, 0)).toMatchObject({
    kind: 'angle',
    cosine: expect.closeTo(0.5, 6) as number,
    loss: expect.closeTo(1, 6) as number,
  });
  expect(outputsFrom('simsiam', response, 0)).toMatchObject({ loss: expect.closeTo(-0.5, 6) as number });
});

test('a contrast: the own answer first, the loss over all', () => {
  const response = featureMatrix(Float32Array.of(1, 0, 2, 0, 0, 5), 2);
  const outputs = outputsFrom('infonce', response, 0);
  expect(outputs).toMatchObject({ kind: 'batch', similarities: [1, 0] });
  expect(outputs?.loss).toBeCloseTo(Math.log(1 + Math.exp(-10)), 12);
});

test('nothing is told of networks that have diverged', () => {
  expect(outputsFrom('dino', featureMatrix(Float32Array.of(NaN, 0, 0, 0), 2), 0)).toBeNull();
});

import { expect, it } from 'vitest';
import { configFromPreset } from '../config/presets.ts';
import { transferDataset, transferImages } from '../config/transfer.ts';
import { drawShapes } from './shapes.ts';
import { loadTransfer } from './transfer.ts';

it('a run transfers to the dataset that it names, unless that is its own', () => {
  const { data, evaluation } = configFromPreset('contrast');
  expect(transferDataset({ data, evaluation })).toBe('fashion-mnist');
  expect(transferDataset({ data: { ...data, name: 'fashion-mnist' }, evaluation })).toBeUndefined();
  expect(transferDataset(configFromPreset('quick'))).toBeUndefined();
});

it('images of another dataset come in the shape of the run’s own, with their own labels', async () => {
  const seed = 5;
  const { classNames, train, test } = await loadTransfer(
    'shapes',
    { size: 32, channels: 1 },
    { baseUrl: 'http://localhost/', seed },
  );
  const { train: trainImages, test: testImages } = transferImages;
  const drawn = drawShapes({ seed, trainImages, testImages });
  await drawn.complete();
  expect(classNames).toEqual(drawn.classNames);
  for (const [grey, colour] of [
    [train, drawn.train],
    [test, drawn.test],
  ] as const) {
    expect(grey).toMatchObject({ count: colour.count, size: 32, channels: 1, labels: colour.labels });
    const [red = NaN, green = NaN, blue = NaN] = colour.images.slice(-3);
    expect(grey.images.at(-1)).toBe(Math.round(0.299 * red + 0.587 * green + 0.114 * blue));
  }
});

it('stops with its signal', async () => {
  const signal = AbortSignal.abort();
  const options = { baseUrl: 'http://localhost/', seed: 5, signal };
  await expect(loadTransfer('shapes', { size: 32, channels: 3 }, options)).rejects.toThrow(/abort/);
});

import { afterEach, expect, test } from 'vitest';
import { tinyConfig } from '../training/testing.ts';
import { endTrainers, trainerOf } from './testing.ts';

afterEach(endTrainers);

test('a worker computes on as many threads as the processor has', async () => {
  const trainer = trainerOf([{ label: 'alone', config: tinyConfig }]);
  const told = trainer.event('device');
  trainer.start();
  const { device } = await told;
  expect(device.threads).toBe(Math.min(16, navigator.hardwareConcurrency));
  expect(device.reason).toBe('You chose WASM.');
});

import { afterEach, expect, it, vi } from 'vitest';
import { configFromPreset } from '../config/presets.ts';
import type { RunEvent } from './emit.ts';
import { TransferLoader } from './transferLoader.ts';

const shape = { size: 32, channels: 3 } as const;
const baseUrl = 'https://example.org/data/';

/** A loader where no file can be had, what it asked for, and what it said. */
function offline(preset: string, signal?: AbortSignal) {
  const fetched = vi.fn(() => Promise.reject(new TypeError('no connection')));
  vi.stubGlobal('fetch', fetched);
  const said: RunEvent[] = [];
  const options = signal === undefined ? { baseUrl } : { baseUrl, signal };
  const loader = new TransferLoader(configFromPreset(preset), shape, options, (event) => said.push(event));
  return { fetched, said, loader };
}

afterEach(() => {
  vi.unstubAllGlobals();
});

it('asks for nothing before training has begun, and once for all arms', async () => {
  const { fetched, loader } = offline('contrast');
  const asked = [loader.images(), loader.images()];
  await new Promise(setImmediate);
  expect(fetched).not.toHaveBeenCalled();
  loader.allow();
  expect(await Promise.all(asked)).toEqual([undefined, undefined]);
  expect(fetched).toHaveBeenCalledTimes(1);
});

it('warns where the images cannot be had, and fails nothing', async () => {
  const { said, loader } = offline('contrast');
  loader.allow();
  expect(await loader.images()).toBeUndefined();
  expect(said).toEqual([
    {
      type: 'error',
      message:
        'Transfer to Fashion-MNIST is not measured, the run goes on. ' +
        'Fashion-MNIST could not be fetched. Check the connection, then reload the page.',
      fatal: false,
    },
  ]);
});

it('says nothing where the run has ended meanwhile', async () => {
  const { said, loader } = offline('contrast', AbortSignal.abort());
  loader.allow();
  expect(await loader.images()).toBeUndefined();
  expect(said).toEqual([]);
});

it('has nothing to wait for where nothing is transferred to', async () => {
  const { fetched, loader } = offline('quick');
  expect(await loader.images()).toBeUndefined();
  expect(fetched).not.toHaveBeenCalled();
});

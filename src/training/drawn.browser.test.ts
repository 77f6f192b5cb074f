/** @file Whatever can be set: WebGPU and WASM train alike, or both say in a sentence why not. */
import { afterEach, expect, test } from 'vitest';
import type { BackendName, ProductStyle } from '../protocol/device.ts';
import type { ExperimentConfig } from '../config/schema.ts';
import { openDataset } from '../data/open.ts';
import { setUpBackend } from '../tensor/backend.ts';
import { setKernelStyle } from '../tensor/webgpu/device.ts';
import { setProductStyle } from '../tensor/webgpu/productStyle.ts';
import { DeviceImages } from './deviceImages.ts';
import { drawnExperiment } from './drawnExperiments.ts';
import { foreseeRuns } from './foresight.ts';
import { Run } from './run.ts';

const STEPS = 2;
const TOLERANCE = 1e-3;

/** Tried each time; the others are a stage of their own, in parts, as a page's memory grows with each. */
const FIRST = 1;
const numbers = Array.from({ length: 200 }, (_, index) => index);

/** The losses of the first steps on a backend, or why there are none. */
async function outcomeOn(
  backend: BackendName,
  config: ExperimentConfig,
  productStyle: ProductStyle | 'auto' = 'auto',
): Promise<number[] | string> {
  await setUpBackend(backend, { productStyle });
  const baseUrl = new URL('/data/', location.href).href;
  const dataset = await openDataset(config.data, { baseUrl, seed: config.seed, ...config.data });
  const images = new DeviceImages(dataset);
  const losses: number[] = [];
  let run: Run | undefined;
  try {
    foreseeRuns([config], dataset);
    run = new Run({ config, dataset, images });
    for (let step = 0; step < STEPS; step += 1) await run.advance();
    await run.collect((records) => losses.push(...records.map(({ loss }) => loss)));
    return losses;
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  } finally {
    run?.dispose();
    images.dispose();
  }
}

/** What a software adapter has of its own, and twice what every card runs. */
const styles = [
  ['auto', 'auto'],
  ['workgroup', 'workgroup'],
  ['workgroup', 'registers'],
] as const;

afterEach(() => {
  setKernelStyle('auto');
  setProductStyle('auto');
});

test.each(numbers.slice(0, FIRST))('experiment %i', compare);
test.each(numbers.slice(FIRST))('experiment %i', { tags: ['drawn'] }, compare);

async function compare(index: number): Promise<void> {
  const config = drawnExperiment(index);
  const expected = await outcomeOn('wasm', config);
  const [kernels, products] = styles[index % styles.length] ?? styles[0];
  setKernelStyle(kernels);
  const outcome = await outcomeOn('webgpu', config, products);
  const told = JSON.stringify({ outcome, expected, config });
  if (typeof outcome === 'string' || typeof expected === 'string') {
    expect(outcome, told).toBe(expected);
    return;
  }
  const errors = outcome.map((loss, step) => {
    const other = expected[step] ?? NaN;
    // Of a cosine, what is rounded is of length 1, however little of it is left.
    const scale = config.method === 'byol' || config.method === 'simsiam' ? 1 : Math.abs(other);
    return Math.abs(loss - other) / scale;
  });
  expect(Math.max(...errors), told).toBeLessThan(TOLERANCE);
}

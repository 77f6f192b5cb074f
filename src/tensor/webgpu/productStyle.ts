/**
 * @file Which form of matrix product is the fastest on this device: quads where there are some, else measured when
 * the device is first met, then remembered for the adapter and the browser, which compiles the shaders. An adapter
 * without a name may be another one the next time, so it is measured at each visit.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { productStyleSchema, type ProductReport, type ProductStyle } from '../../protocol/device.ts';
import { nameOf } from './adapter.ts';
import { kernelStyle, traitsOf, wordsOf } from './device.ts';
import { queueDone } from './queue.ts';

export const productStyles = productStyleSchema.options;

let override: ProductStyle | 'auto' = 'auto';
const chosen = new WeakMap<WebGPUBackend, ProductStyle>();

/** Overrides the choice; a style that the device cannot do changes nothing. */
export function setProductStyle(style: ProductStyle | 'auto'): void {
  override = style;
}

/** The form of all products on `backend`. */
export function productStyle(backend: WebGPUBackend): ProductStyle {
  if (override !== 'auto' && candidates(backend).includes(override)) return override;
  return measuredStyle(backend);
}

/** How products are computed on a device, and how they could be. */
export const productReport = (backend: WebGPUBackend): ProductReport => ({
  style: productStyle(backend),
  measured: measuredStyle(backend),
  candidates: candidates(backend),
});

const measuredStyle = (backend: WebGPUBackend): ProductStyle => chosen.get(backend) ?? kernelStyle(backend);

const candidates = (backend: WebGPUBackend): ProductStyle[] =>
  productStyles.filter((style) => style !== 'quads' || traitsOf(backend).quads);

/** @param run queues one typical product */
export async function chooseProductStyle(backend: WebGPUBackend, run: () => void): Promise<void> {
  // Nothing comes near quads where there are some, and compiling the others would take seconds there.
  if (kernelStyle(backend) === 'quads') return;
  const known = await recall(backend);
  if (known !== undefined) {
    chosen.set(backend, known);
    return;
  }
  let best = Infinity;
  for (const style of candidates(backend)) {
    const ms = await timeOf(backend, style, run);
    if (ms >= best) continue;
    best = ms;
    chosen.set(backend, style);
  }
  await remember(backend);
}

/** Products in a timing: enough to outweigh the round trip. */
const REPETITIONS = 8;

/** Milliseconds of some products; the better of two timings, after one that compiles. */
async function timeOf(backend: WebGPUBackend, style: ProductStyle, run: () => void): Promise<number> {
  const before = override;
  override = style;
  const timings: number[] = [];
  try {
    for (const repetitions of [1, REPETITIONS, REPETITIONS]) {
      const began = performance.now();
      for (let repetition = 0; repetition < repetitions; repetition += 1) run();
      await queueDone(backend);
      timings.push(performance.now() - began);
    }
  } finally {
    override = before;
  }
  return Math.min(...timings.slice(1));
}

const STORE = 'adasim-product-style-2';

/** No request is ever made to it; what is kept needs an address. Undefined where nothing is to be kept. */
function placeOf(backend: WebGPUBackend): string | undefined {
  const name = nameOf(wordsOf(backend));
  if (name === '') return undefined;
  return `/product-style?${new URLSearchParams({ adapter: name, browser: navigator.userAgent }).toString()}`;
}

/** Storage may be forbidden, or missing on an insecure page; then each visit measures. */
async function recall(backend: WebGPUBackend): Promise<ProductStyle | undefined> {
  const place = placeOf(backend);
  if (place === undefined) return undefined;
  try {
    const kept = await (await caches.open(STORE)).match(place);
    const style = await kept?.text();
    return candidates(backend).find((candidate) => candidate === style);
  } catch {
    return undefined;
  }
}

async function remember(backend: WebGPUBackend): Promise<void> {
  const place = placeOf(backend);
  if (place === undefined) return;
  try {
    await (await caches.open(STORE)).put(place, new Response(chosen.get(backend)));
  } catch {
    // See recall.
  }
}

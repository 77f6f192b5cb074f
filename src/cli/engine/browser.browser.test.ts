import { expect, it } from 'vitest';

/** What the tests of kernels take for granted of the browser they run in. */
it('is cross-origin isolated, so that WASM has threads', () => {
  expect(crossOriginIsolated).toBe(true);
  expect(new SharedArrayBuffer(8).byteLength).toBe(8);
});

it('has a WebGPU adapter, the software one on every machine', async () => {
  const adapter = await navigator.gpu.requestAdapter();
  expect(adapter?.info.architecture).toBe('swiftshader');
  expect(adapter?.info.isFallbackAdapter).toBe(true);
});

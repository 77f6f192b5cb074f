import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { setUpBackend } from './backend.ts';
import * as tf from './tf.ts';
import {
  commandEncoderOf,
  compileStockPrograms,
  computePassOf,
  countDispatchInPass,
  divertBuffers,
  forgetHostValues,
  mallocOf,
  setCommandEncoder,
  setComputePass,
  wasmBinaries,
  wasmMemoryOf,
} from './tfjsInternals.ts';
import { wasmBackend } from './wasm/heap.ts';

describe('of the WebGPU backend', () => {
  let backend: WebGPUBackend;

  /** Stock TensorFlow.js, so that what is seen is its own doing. */
  beforeAll(async () => {
    const adapter = await navigator.gpu.requestAdapter();
    if (adapter === null) throw new Error('These tests need a WebGPU adapter.');
    const device = await adapter.requestDevice();
    tf.registerBackend('stock-webgpu', () => new WebGPUBackend(device, adapter.info));
    for (const kernel of tf.getKernelsForBackend('webgpu'))
      tf.registerKernel({ ...kernel, backendName: 'stock-webgpu' });
    await tf.setBackend('stock-webgpu');
    const current = tf.backend();
    if (!(current instanceof WebGPUBackend)) throw new Error('The stock backend is not there.');
    backend = current;
    tf.env().set('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE', 15);
    // Else a few elements would be computed on the CPU.
    tf.env().set('WEBGPU_CPU_FORWARD', false);
  });

  function submit(): void {
    backend.ensureCommandEncoderReady();
    backend.endComputePassEncoder();
    backend.submitQueue();
  }

  it('the encoder, the pass and the count follow what it queues', () => {
    submit();
    expect(commandEncoderOf(backend)).toBeNull();
    expect(computePassOf(backend)).toBeNull();
    expect(countDispatchInPass(backend)).toBe(1);
    const x = tf.tensor1d([1, 2, 3]);
    const y = tf.exp(x);
    expect(commandEncoderOf(backend)).toBeInstanceOf(GPUCommandEncoder);
    expect(computePassOf(backend)).toBeInstanceOf(GPUComputePassEncoder);
    // Our one before, its own, and this.
    expect(countDispatchInPass(backend)).toBe(3);
    submit();
    expect(commandEncoderOf(backend)).toBeNull();
    expect(computePassOf(backend)).toBeNull();
    expect(countDispatchInPass(backend)).toBe(1);
    tf.dispose([x, y]);
  });

  it('it goes on with an encoder and a pass of ours, and ends both', async () => {
    const x = tf.tensor1d([1, 2, 3]);
    // An upload among the dispatches would end the pass.
    backend.uploadToGPU(x.dataId);
    submit();
    backend.ensureCommandEncoderReady();
    const encoder = backend.device.createCommandEncoder();
    setCommandEncoder(backend, encoder);
    const pass = encoder.beginComputePass();
    setComputePass(backend, pass);
    const y = tf.square(x);
    expect(commandEncoderOf(backend)).toBe(encoder);
    expect(computePassOf(backend)).toBe(pass);
    expect([...(await y.data())]).toEqual([1, 4, 9]);
    expect(computePassOf(backend)).toBeNull();
    tf.dispose([x, y]);
  });

  it('what was read is kept, and is forgotten when told so', async () => {
    const y = tf.exp(tf.tensor1d([0, 0]));
    expect([...(await y.data())]).toEqual([1, 1]);
    expect(backend.tensorMap.get(y.dataId).values).not.toBeNull();
    forgetHostValues(backend, y.dataId);
    expect(backend.tensorMap.get(y.dataId).values).toBeNull();
    expect([...(await y.data())]).toEqual([1, 1]);
    y.dispose();
  });

  it('its programs are compiled beforehand, and computed only when they are asked for again', async () => {
    const x = tf.tensor1d([1, 2, 3]);
    const work = () => tf.reverse(tf.reshape(x, [3, 1, 1, 1]), 0);
    submit();
    const [compiling, ...others] = compileStockPrograms(backend, () => work().dispose());
    expect(others).toEqual([]);
    expect(computePassOf(backend)).toBeNull();
    await compiling;
    expect(compileStockPrograms(backend, () => work().dispose())).toEqual([]);
    const y = work();
    expect([...(await y.data())]).toEqual([3, 2, 1]);
    tf.dispose([x, y]);
  });

  it('every buffer comes through the methods that are put in place, and returns through them', () => {
    const acquired: GPUBuffer[] = [];
    const released: GPUBuffer[] = [];
    divertBuffers(backend, ({ acquireBuffer, releaseBuffer }) => ({
      acquireBuffer: (...wanted) => {
        const buffer = acquireBuffer(...wanted);
        acquired.push(buffer);
        return buffer;
      },
      releaseBuffer: (buffer, reuse) => {
        released.push(buffer);
        releaseBuffer(buffer, reuse);
      },
    }));
    const y = tf.exp(tf.tensor1d([1, 2, 3, 4, 5]));
    const { resource } = backend.tensorMap.get(y.dataId);
    expect(acquired).toContain(resource);
    submit();
    y.dispose();
    expect(released).toContain(resource);
  });
});

describe('of the WASM backend', () => {
  beforeAll(() => setUpBackend('wasm'));

  it('its memory holds its tensors', () => {
    const x = tf.tensor1d([1.5, -2, 3.25]);
    const { memoryOffset } = wasmBackend().dataIdMap.get(x.dataId);
    const { buffer } = wasmMemoryOf(wasmBackend());
    expect([...new Float32Array(buffer, memoryOffset, 3)]).toEqual([1.5, -2, 3.25]);
    x.dispose();
  });

  it('its products need none of its threads', async () => {
    const x = tf.randomUniform([300, 200], -1, 1, 'float32', 1);
    const product = tf.matMul(x, x, false, true);
    const row = [...(await x.data())].slice(0, 200);
    const squares = row.reduce((total, value) => total + value * value, 0);
    expect((await product.data())[0]).toBeCloseTo(squares, 3);
    tf.dispose([x, product]);
  });

  it('its allocator gives memory that no tensor gets', () => {
    const { buffer } = wasmMemoryOf(wasmBackend());
    const offset = mallocOf(wasmBackend())(64);
    expect(offset).toBeGreaterThan(0);
    const ours = new Uint8Array(buffer, offset, 64).fill(0x5a);
    const tensors = Array.from({ length: 50 }, (_, seed) => tf.randomUniform([16], 0, 1, 'float32', seed));
    expect(ours.every((byte) => byte === 0x5a)).toBe(true);
    tf.dispose(tensors);
  });

  it('its binaries are where they are said to be', async () => {
    for (const url of Object.values(await wasmBinaries())) {
      const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
      expect(WebAssembly.validate(bytes) || bytes.subarray(0, 4).join() === '0,97,115,109').toBe(true);
    }
  });
});

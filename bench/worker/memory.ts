/** @file The memory that an engine takes, whoever the engine is: heaps of WebAssembly and buffers of the GPU. */
import { wrapMethod } from '../../src/tensor/profiling/wrapMethod.ts';

let bufferBytes = 0;
let peakBufferBytes = 0;
const heaps: WebAssembly.Memory[] = [];

/** To be called before the engine is loaded. */
export function watchMemory(): void {
  watchHeaps();
  if ('GPUDevice' in self) watchBuffers();
}

/** The most bytes of GPU buffers that there were at once; where there were none, of heaps, which never shrink. */
export function peakBytes(): number {
  if (peakBufferBytes > 0) return peakBufferBytes;
  return heaps.reduce((sum, heap) => sum + heap.buffer.byteLength, 0);
}

function watchHeaps(): void {
  WebAssembly.Memory = class extends WebAssembly.Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      super(descriptor);
      heaps.push(this);
    }
  };
}

function watchBuffers(): void {
  const living = new WeakSet<GPUBuffer>();
  wrapMethod(GPUDevice.prototype, 'createBuffer', (proceed, parameters) => {
    const buffer = proceed(...parameters);
    if (!(buffer instanceof GPUBuffer)) return buffer;
    living.add(buffer);
    bufferBytes += buffer.size;
    peakBufferBytes = Math.max(peakBufferBytes, bufferBytes);
    return buffer;
  });
  wrapMethod(GPUBuffer.prototype, 'destroy', (proceed, parameters, buffer) => {
    if (buffer instanceof GPUBuffer && living.delete(buffer)) bufferBytes -= buffer.size;
    return proceed(...parameters);
  });
}

/** @file TensorFlow.js's WebGPU backend, able to note down what it asks of the device. */
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { CommandLog } from './commandLog.ts';
import { RecordingBuffers } from './recordingBuffers.ts';

/** A tensor's data, as the backend knows it. */
type DataId = object;

/** What a recording has heard so far. */
export interface Hearing {
  log: CommandLog;
  buffers: RecordingBuffers;
  /** Tensors from before that took part. */
  others: Set<DataId>;
  /** Those of them that were written in place. */
  written: Set<DataId>;
  /** One of `others` is gone, so that the commands cannot be given again. */
  spoilt: boolean;
}

export class RecordableBackend extends WebGPUBackend {
  private hearing: Hearing | undefined;
  private readonly buffersOf = new WeakMap<GPUBuffer, RecordingBuffers>();
  /** All that may be given again. */
  private readonly heard = new Set<Hearing>();

  constructor(device: GPUDevice, adapterInfo: GPUAdapterInfo) {
    super(device, adapterInfo);
    this.divertBuffers();
  }

  /** Notes everything from here on. */
  listen(): Hearing {
    this.flush();
    this.hearing = {
      log: new CommandLog(),
      buffers: new RecordingBuffers(this.device),
      others: new Set(),
      written: new Set(),
      spoilt: false,
    };
    this.heard.add(this.hearing);
    return this.hearing;
  }

  stopListening(): void {
    this.flush();
    this.hearing = undefined;
  }

  /** Submits what waits, so that what is written to buffers next is seen only by commands that come after. */
  flush(): void {
    this.endComputePassEncoder();
    if (Reflect.get(this, 'commandEncoder') !== null) this.submitQueue();
  }

  /** Gives back what `hearing` holds; it will not be given again. */
  forget(hearing: Hearing): void {
    this.flush();
    this.heard.delete(hearing);
    hearing.buffers.dispose();
  }

  /** To be told of tensors whose values a kernel of ours replaces. */
  noteWritten(dataId: DataId): void {
    // `read` caches what it downloads; without this it would go on returning the values from before the write.
    Reflect.set(this.tensorMap.get(dataId), 'values', null);
    if (this.hearing?.others.has(dataId) === true) this.hearing.written.add(dataId);
  }

  override uploadToGPU(dataId: DataId): void {
    const { resource } = this.tensorMap.get(dataId);
    if (this.hearing !== undefined && resource instanceof GPUBuffer && !this.hearing.buffers.owns(resource))
      this.hearing.others.add(dataId);
    super.uploadToGPU(dataId);
  }

  override ensureCommandEncoderReady(): void {
    const fresh = Reflect.get(this, 'commandEncoder') === null;
    super.ensureCommandEncoderReady();
    const encoder: unknown = Reflect.get(this, 'commandEncoder');
    if (fresh && this.hearing !== undefined && encoder instanceof GPUCommandEncoder)
      Reflect.set(this, 'commandEncoder', this.hearing.log.listening(encoder));
  }

  override disposeData(dataId: DataId, force?: boolean): boolean {
    const gone = super.disposeData(dataId, force);
    if (gone) for (const hearing of this.heard) hearing.spoilt ||= hearing.others.has(dataId);
    return gone;
  }

  /** While a step is recorded, its buffers come from the recording and return to it. */
  private divertBuffers(): void {
    const manager = this.bufferManager;
    const acquire = manager.acquireBuffer.bind(manager);
    const release = manager.releaseBuffer.bind(manager);
    manager.acquireBuffer = (size, usage, mappedAtCreation = false, reuse = true) => {
      if (this.hearing === undefined) return acquire(size, usage, mappedAtCreation, reuse);
      const { buffers } = this.hearing;
      const buffer = buffers.acquire(size, usage, mappedAtCreation);
      this.buffersOf.set(buffer, buffers);
      return buffer;
    };
    manager.releaseBuffer = (buffer, reuse = true) => {
      const buffers = this.buffersOf.get(buffer);
      if (buffers === undefined) release(buffer, reuse);
      else buffers.release(buffer);
    };
  }
}

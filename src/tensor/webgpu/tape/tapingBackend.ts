/** @file TensorFlow.js's WebGPU backend, able to note down what it asks of the device. */
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import {
  commandEncoderOf,
  divertBuffers,
  forgetHostValues,
  setCommandEncoder,
  type DataId,
} from '../../tfjsInternals.ts';
import { CommandTape } from './commandTape.ts';
import { TapeBuffers } from './tapeBuffers.ts';

/** What a tape has kept so far. */
export interface TapeContents {
  commands: CommandTape;
  buffers: TapeBuffers;
  /** Tensors from before that took part. */
  others: Set<DataId>;
  /** Those of them that were written in place. */
  written: Set<DataId>;
  /** One of `others` is gone, so that the commands cannot be given again. */
  spoilt: boolean;
}

export class TapingBackend extends WebGPUBackend {
  private contents: TapeContents | undefined;
  private readonly buffersOf = new WeakMap<GPUBuffer, TapeBuffers>();
  /** All that may be given again. */
  private readonly kept = new Set<TapeContents>();

  constructor(device: GPUDevice, adapterInfo: GPUAdapterInfo) {
    super(device, adapterInfo);
    this.divertBuffers();
  }

  /** Notes everything from here on. */
  startTaping(): TapeContents {
    this.flush();
    this.contents = {
      commands: new CommandTape(),
      buffers: new TapeBuffers(this.device),
      others: new Set(),
      written: new Set(),
      spoilt: false,
    };
    this.kept.add(this.contents);
    return this.contents;
  }

  stopTaping(): void {
    this.flush();
    this.contents = undefined;
  }

  /** Submits what waits, so that what is written to buffers next is seen only by commands that come after. */
  flush(): void {
    this.endComputePassEncoder();
    if (commandEncoderOf(this) !== null) this.submitQueue();
  }

  /** Gives back what `contents` holds; it will not be given again. */
  forget(contents: TapeContents): void {
    this.flush();
    this.kept.delete(contents);
    contents.buffers.dispose();
  }

  /** To be told of tensors whose values a kernel of ours replaces. */
  noteWritten(dataId: DataId): void {
    forgetHostValues(this, dataId);
    if (this.contents?.others.has(dataId) === true) this.contents.written.add(dataId);
  }

  override uploadToGPU(dataId: DataId): void {
    const { resource } = this.tensorMap.get(dataId);
    if (this.contents !== undefined && resource instanceof GPUBuffer && !this.contents.buffers.owns(resource))
      this.contents.others.add(dataId);
    super.uploadToGPU(dataId);
  }

  override ensureCommandEncoderReady(): void {
    const fresh = commandEncoderOf(this) === null;
    super.ensureCommandEncoderReady();
    const encoder = commandEncoderOf(this);
    if (fresh && this.contents !== undefined && encoder instanceof GPUCommandEncoder)
      setCommandEncoder(this, this.contents.commands.taping(encoder));
  }

  override disposeData(dataId: DataId, force?: boolean): boolean {
    const gone = super.disposeData(dataId, force);
    if (gone) for (const contents of this.kept) contents.spoilt ||= contents.others.has(dataId);
    return gone;
  }

  /** While a step is taped, its buffers come from the tape and return to it. */
  private divertBuffers(): void {
    divertBuffers(this, ({ acquireBuffer, releaseBuffer }) => ({
      acquireBuffer: (size, usage, mappedAtCreation = false, reuse = true) => {
        if (this.contents === undefined) return acquireBuffer(size, usage, mappedAtCreation, reuse);
        const { buffers } = this.contents;
        const buffer = buffers.acquire(size, usage, mappedAtCreation);
        this.buffersOf.set(buffer, buffers);
        return buffer;
      },
      releaseBuffer: (buffer, reuse = true) => {
        const buffers = this.buffersOf.get(buffer);
        if (buffers === undefined) releaseBuffer(buffer, reuse);
        else buffers.release(buffer);
      },
    }));
  }
}

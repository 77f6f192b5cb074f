/**
 * @file TensorFlow.js's WebGPU backend, able to note down what it asks of the device, to go through a computation
 * without asking, and held to the device's limits in what TensorFlow.js itself asks.
 */
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import {
  commandEncoderOf,
  compileStockPrograms,
  divertBuffers,
  forgetHostValues,
  setCommandEncoder,
  type DataId,
} from '../../tfjsInternals.ts';
import type * as tf from '../../tf.ts';
import { bindingProblem, DeviceLimitError, offerOf } from '../limits.ts';
import type { AdapterWords } from '../adapter.ts';
import { ForeseenPrograms } from '../foreseenPrograms.ts';
import { pipelinesOf, type Shader } from '../pipelines.ts';
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
  /** Among the programs are general forms, which stand in for faster ones. */
  provisional: boolean;
}

export class TapingBackend extends WebGPUBackend {
  private contents: TapeContents | undefined;
  private readonly buffersOf = new WeakMap<GPUBuffer, TapeBuffers>();
  /** All that may be given again. */
  private readonly kept = new Set<TapeContents>();
  private foreseen: ForeseenPrograms | undefined;

  constructor(
    device: GPUDevice,
    /** For TensorFlow.js; undefined in browsers of earlier years. */
    adapterInfo: GPUAdapterInfo | undefined,
    /** What is told of the adapter. */
    readonly adapterWords: AdapterWords,
  ) {
    super(device, adapterInfo);
    this.divertBuffers();
  }

  /** Whether {@link foresee} is under way: nothing is computed, and no memory taken. */
  get foreseeing(): boolean {
    return this.foreseen !== undefined;
  }

  /**
   * Goes through `work` without computing: its tensors have shapes and no values, and every program is held to the
   * device's limits.
   * @returns the programs that it needs
   * @throws DeviceLimitError of the first program that asks for more
   */
  foresee(work: () => void): ForeseenPrograms {
    this.flush();
    const foreseen = new ForeseenPrograms(pipelinesOf(this.device));
    this.foreseen = foreseen;
    try {
      foreseen.meetCompiling(compileStockPrograms(this, work));
      return foreseen;
    } finally {
      this.foreseen = undefined;
    }
  }

  /** To be told of programs of ours while {@link foreseeing}. */
  meet(shader: Shader): void {
    this.foreseen?.meet(shader);
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
      provisional: false,
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

  /** To be told of general forms. */
  noteStandIn(): void {
    if (this.contents !== undefined) this.contents.provisional = true;
  }

  /** To be told of tensors whose values a kernel of ours replaces. */
  noteWritten(dataId: DataId): void {
    forgetHostValues(this, dataId);
    if (this.contents?.others.has(dataId) === true) this.contents.written.add(dataId);
  }

  /** @throws DeviceLimitError where a program of TensorFlow.js asks for larger arrays than the device has */
  override runWebGPUProgram(...call: Parameters<WebGPUBackend['runWebGPUProgram']>): tf.TensorInfo {
    const [program, inputs, dtype, , given] = call;
    const output = given ?? this.makeTensorInfo(program.outputShape, dtype);
    const arrays = [output, ...inputs].map((tensor, index) => {
      const bytes = 4 * tensor.shape.reduce((product, length) => product * length, 1);
      const name = index === 0 ? 'result' : (program.variableNames[index - 1] ?? 'input');
      return { name, offset: 0, bytes, bufferBytes: bytes };
    });
    const problem = bindingProblem(offerOf(this.device).limits, arrays);
    if (problem !== undefined) throw new DeviceLimitError(program.shaderKey, problem);
    call[4] = output;
    return super.runWebGPUProgram(...call);
  }

  /** What is only looked at has no values that the host could compute with. */
  override shouldExecuteOnCPU(...call: Parameters<WebGPUBackend['shouldExecuteOnCPU']>): boolean {
    return !this.foreseeing && super.shouldExecuteOnCPU(...call);
  }

  override uploadToGPU(dataId: DataId): void {
    if (this.foreseeing) return;
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
        const array = { name: 'values', offset: 0, bytes: 0, bufferBytes: size };
        const problem = bindingProblem(offerOf(this.device).limits, [array]);
        if (problem !== undefined) throw new DeviceLimitError('with so much at once', problem);
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

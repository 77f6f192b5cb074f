/**
 * @file Many tensors in one buffer, so that one dispatch serves them all. Each begins at a multiple of
 * {@link CHUNK} elements and is padded with zeros: the buffer is a matrix `[chunks, CHUNK]`.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '../tf.ts';
import { allocate, release } from './program.ts';
import { clear, copyBytes } from './queue.ts';

export const CHUNK = 256;

/** Where each of a list of tensors lies. */
export class FlatLayout {
  /** First chunk of each tensor. */
  readonly firstChunks: readonly number[];
  readonly sizes: readonly number[];
  readonly chunks: number;

  constructor(tensors: readonly tf.TensorInfo[]) {
    this.sizes = tensors.map(({ shape }) => tf.util.sizeFromShape(shape));
    let chunk = 0;
    this.firstChunks = this.sizes.map((size) => {
      const first = chunk;
      chunk += Math.ceil(size / CHUNK);
      return first;
    });
    this.chunks = chunk;
  }

  /** The tensor that each chunk belongs to. */
  owners(): Int32Array {
    return Int32Array.from({ length: this.chunks }, (_, chunk) =>
      this.firstChunks.findLastIndex((first) => first <= chunk),
    );
  }
}

/** A list of tensors of one kind (parameters, or first moments, …) and its flat copy. */
export class FlatTensors {
  /** `[chunks, CHUNK]` */
  readonly flat: tf.TensorInfo;
  /** The tensors' data as of the last copy: a variable that was assigned has other data. */
  private seen: unknown[] = [];

  constructor(
    private readonly backend: WebGPUBackend,
    private readonly layout: FlatLayout,
  ) {
    this.flat = allocate(backend, [layout.chunks, CHUNK]);
    clear(backend, this.flat);
  }

  /** Copies in what is new since {@link store}, or everything where the tensors are new at every step. */
  load(tensors: readonly tf.TensorInfo[]): void {
    tensors.forEach((tensor, index) => {
      if (this.seen[index] === tensor.dataId) return;
      const { offset, bytes } = this.place(index);
      copyBytes(this.backend, { tensor, offset: 0 }, { tensor: this.flat, offset }, bytes);
    });
  }

  /** Copies the flat values back into the tensors. */
  store(tensors: readonly tf.TensorInfo[]): void {
    tensors.forEach((tensor, index) => {
      const { offset, bytes } = this.place(index);
      copyBytes(this.backend, { tensor: this.flat, offset }, { tensor, offset: 0 }, bytes);
    });
    this.seen = tensors.map(({ dataId }) => dataId);
  }

  dispose(): void {
    release(this.backend, this.flat);
  }

  private place(index: number): { offset: number; bytes: number } {
    const { firstChunks, sizes } = this.layout;
    return { offset: 4 * CHUNK * (firstChunks[index] ?? 0), bytes: 4 * (sizes[index] ?? 0) };
  }
}

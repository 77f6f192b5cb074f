/** @file Registration of kernels on the `wasm` backend, with inputs and attributes checked where they come in. */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '../tf.ts';
import { wasmBackend } from './heap.ts';

/** A tensor and where its elements lie in the heap. */
export interface WasmOperand {
  info: tf.TensorInfo;
  shape: number[];
  pointer: number;
}

/** What a kernel is called with. */
export class WasmCall {
  constructor(
    private readonly kernelName: string,
    private readonly backend: BackendWasm,
    private readonly inputs: tf.NamedTensorInfoMap,
    private readonly attributes: object,
  ) {}

  /**
   * The input `name`.
   * @param shape what its shape must be, −1 where any size will do: kernels write to memory unchecked
   */
  input(name: string, shape?: readonly number[], dtype: tf.DataType = 'float32'): WasmOperand {
    const info = this.inputs[name];
    if (info === undefined) throw new Error(`${this.kernelName} needs the input “${name}”.`);
    return this.operand(info, name, shape, dtype);
  }

  /** Pointer to the input `name`, 0 where it is absent. */
  optionalPointer(name: string, shape?: readonly number[]): number {
    return this.inputs[name] === undefined ? 0 : this.input(name, shape).pointer;
  }

  /** The operand of a tensor that did not come among the inputs; `name` is for messages. */
  operand(
    info: tf.TensorInfo,
    name: string,
    shape?: readonly number[],
    dtype: tf.DataType = 'float32',
  ): WasmOperand {
    const fits =
      info.dtype === dtype &&
      (shape === undefined ||
        (shape.length === info.shape.length &&
          shape.every((size, axis) => size < 0 || size === info.shape[axis])));
    if (!fits)
      throw new Error(
        `${this.kernelName} takes ${dtype} [${shape?.join(', ') ?? '…'}] as “${name}”, ` +
          `not ${info.dtype} [${info.shape.join(', ')}].`,
      );
    const data = this.backend.dataIdMap.get(info.dataId);
    return { info, shape: info.shape, pointer: data.memoryOffset };
  }

  /** A new tensor, uninitialised. */
  output(shape: number[], dtype: tf.DataType = 'float32'): WasmOperand {
    const info = this.backend.makeOutput(shape, dtype);
    return { info, shape, pointer: this.backend.dataIdMap.get(info.dataId).memoryOffset };
  }

  /** The elements of `operand`, valid until the next allocation. */
  values(operand: WasmOperand): tf.TypedArray {
    return this.backend.typedArrayFromHeap(operand.info);
  }

  attribute(name: string): unknown {
    return Reflect.get(this.attributes, name);
  }

  number(name: string): number {
    const value = this.attribute(name);
    if (typeof value !== 'number')
      throw new Error(`${this.kernelName} needs the attribute “${name}”, a number.`);
    return value;
  }

  numbers(name: string): number[] {
    const value = this.attribute(name);
    if (!Array.isArray(value) || !value.every((element) => typeof element === 'number'))
      throw new Error(`${this.kernelName} needs the attribute “${name}”, a list of numbers.`);
    return value;
  }
}

/** Registers `compute` as the kernel `kernelName`. */
export function registerKernel(kernelName: string, compute: (call: WasmCall) => WasmOperand[]): void {
  tf.registerKernel({
    kernelName,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) =>
      compute(new WasmCall(kernelName, wasmBackend(), inputs, attrs ?? {})).map(({ info }) => info),
  });
}

/** The size of `axis`, which must exist. */
export function size({ shape }: WasmOperand, axis: number): number {
  const value = shape[axis];
  if (value === undefined) throw new Error(`A tensor of shape [${shape.join(', ')}] has no axis ${axis}.`);
  return value;
}

/** The number of elements. */
export const count = ({ shape }: WasmOperand): number =>
  shape.reduce((product, length) => product * length, 1);

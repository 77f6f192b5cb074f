/**
 * @file Takes typed tensors out of a safetensors file by name, checking type, shape and range on the way.
 * Shapes are written with letters, `reader.floats('features', ['n', 'd'])`: a letter must mean the same size
 * wherever it stands.
 */
import { firstNonFinite } from './finite.ts';
import { quote } from './headerScanner.ts';
import { reject } from './safetensorsError.ts';
import { describeShape, type Safetensors, type Tensor } from './safetensorsTypes.ts';

export interface FloatTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export interface IntegerTensor {
  readonly shape: readonly number[];
  readonly data: Int32Array;
}

export interface ByteTensor {
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

/** A size, or a letter that stands for one. */
export type Dimension = number | string;

/** Allowed values, both included. */
export interface IntegerRange {
  least?: number;
  most?: number;
}

export class TensorReader {
  private readonly file: Safetensors;
  private readonly unread: Set<string>;
  /** What each letter means, and who said so. */
  private readonly sizes = new Map<string, { size: number; source: string }>();

  /** @param sizes letters whose size is known from the start, e.g. from the file's configuration. */
  constructor(file: Safetensors, sizes: Readonly<Record<string, number>> = {}) {
    this.file = file;
    this.unread = new Set(file.tensors.keys());
    for (const [letter, size] of Object.entries(sizes))
      this.sizes.set(letter, { size, source: 'the configuration' });
  }

  has(name: string): boolean {
    return this.file.tensors.has(name);
  }

  /** The shape that a tensor has, if it is there. */
  shapeOf(name: string): readonly number[] | undefined {
    return this.file.tensors.get(name)?.shape;
  }

  /** Whether any tensor's name begins so. */
  hasAny(prefix: string): boolean {
    return [...this.file.tensors.keys()].some((name) => name.startsWith(prefix));
  }

  /** The size that a letter has come to mean. */
  size(letter: string): number {
    return this.sizes.get(letter)?.size ?? reject(`No tensor says how large ${letter} is.`);
  }

  /** Finite numbers of F32, or of F64, F16 or BF16 converted to it. */
  floats(name: string, shape: readonly Dimension[]): FloatTensor {
    const tensor = this.take(name, shape);
    const { dtype } = tensor;
    if (dtype !== 'F32' && dtype !== 'F64' && dtype !== 'F16' && dtype !== 'BF16')
      return reject(`Tensor ${quote(name)} is ${dtype}, but must be floating-point.`);
    const data = tensor.data instanceof Float64Array ? Float32Array.from(tensor.data) : tensor.data;
    const bad = firstNonFinite({ data });
    if (bad >= 0) reject(`Tensor ${quote(name)} has ${String(data[bad])} at element ${bad}.`);
    return { shape: tensor.shape, data };
  }

  /** Finite numbers of any type, as a program may write rates that happen to be whole. */
  numbers(name: string, shape: readonly Dimension[]): FloatTensor {
    const dtype = this.file.tensors.get(name)?.dtype ?? 'F32';
    if (!/^[IU]/.test(dtype)) return this.floats(name, shape);
    const whole = this.integers(name, shape);
    return { shape: whole.shape, data: Float32Array.from(whole.data) };
  }

  /** I32, or whole numbers of any other type whose values fit. */
  integers(name: string, shape: readonly Dimension[], range: IntegerRange = {}): IntegerTensor {
    const tensor = this.take(name, shape);
    const { least = -(2 ** 31), most = 2 ** 31 - 1 } = range;
    const whole = (value: number | bigint) => typeof value === 'bigint' || Number.isInteger(value);
    const bad = tensor.data.findIndex(
      (value: number | bigint) => !whole(value) || value < least || value > most,
    );
    if (bad >= 0)
      reject(
        `Tensor ${quote(name)} has ${String(tensor.data[bad])} at element ${bad}; allowed is ${least} to ${most}, in whole numbers.`,
      );
    return {
      shape: tensor.shape,
      data: tensor.dtype === 'I32' ? tensor.data : Int32Array.from(tensor.data, Number),
    };
  }

  bytes(name: string, shape: readonly Dimension[]): ByteTensor {
    const tensor = this.take(name, shape);
    if (tensor.dtype !== 'U8') return reject(`Tensor ${quote(name)} is ${tensor.dtype}, but must be U8.`);
    return { shape: tensor.shape, data: tensor.data };
  }

  /** One finite number, of shape `[1]` or `[]`. */
  scalar(name: string): number {
    const [value] = this.floats(name, this.scalarShape(name)).data;
    return value ?? NaN;
  }

  /** One integer, of shape `[1]` or `[]`. */
  integerScalar(name: string, range: IntegerRange = {}): number {
    const [value] = this.integers(name, this.scalarShape(name), range).data;
    return value ?? NaN;
  }

  /** Call when all is read: what is left does not belong in the file. */
  finish(): void {
    const [extra] = this.unread;
    if (extra !== undefined)
      reject(
        this.unread.size === 1
          ? `The file has the tensor ${quote(extra)}, which does not belong in it.`
          : `The file has ${this.unread.size} tensors that do not belong in it, such as ${quote(extra)}.`,
      );
  }

  private scalarShape(name: string): number[] {
    return this.file.tensors.get(name)?.shape.length === 0 ? [] : [1];
  }

  private take(name: string, shape: readonly Dimension[]): Tensor {
    const tensor = this.file.tensors.get(name);
    if (!tensor) return reject(`The tensor ${quote(name)} is missing.`);
    const fits =
      tensor.shape.length === shape.length &&
      shape.every((dimension, axis) => this.agrees(dimension, tensor.shape[axis] ?? 0, name));
    if (!fits)
      reject(
        `Tensor ${quote(name)} is ${describeShape(tensor.shape)}, but must be [${this.explain(shape)}].`,
      );
    this.unread.delete(name);
    return tensor;
  }

  /** Whether a size is what the dimension says; an unknown letter learns it. */
  private agrees(dimension: Dimension, size: number, name: string): boolean {
    if (typeof dimension === 'number') return dimension === size;
    const known = this.sizes.get(dimension);
    if (known) return known.size === size;
    this.sizes.set(dimension, { size, source: quote(name) });
    return true;
  }

  /** `n = 240 from "features", 6` */
  private explain(shape: readonly Dimension[]): string {
    return shape
      .map((dimension) => {
        const known = typeof dimension === 'string' ? this.sizes.get(dimension) : undefined;
        return known ? `${dimension} = ${known.size} from ${known.source}` : String(dimension);
      })
      .join(', ');
  }
}

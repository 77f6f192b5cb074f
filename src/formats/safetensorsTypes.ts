/**
 * @file The element types of safetensors that we read, and tensors of them. Halves are widened to float32 (exactly);
 * they are not written.
 */

/** The in-memory array of each element type. */
export interface TensorArrays {
  F64: Float64Array;
  F32: Float32Array;
  F16: Float32Array;
  BF16: Float32Array;
  I64: BigInt64Array;
  U64: BigUint64Array;
  I32: Int32Array;
  U32: Uint32Array;
  I16: Int16Array;
  U16: Uint16Array;
  I8: Int8Array;
  U8: Uint8Array;
  /** 0 or 1 each. */
  BOOL: Uint8Array;
}

export type DType = keyof TensorArrays;

/** Row-major; `data.length` is the product of `shape`. */
export type Tensor = {
  [D in DType]: { readonly dtype: D; readonly shape: readonly number[]; readonly data: TensorArrays[D] };
}[DType];

/** A tensor of one of the given types. */
export type TensorOf<D extends DType> = Extract<Tensor, { dtype: D }>;

export interface Safetensors {
  /** The header's `__metadata__`. */
  readonly metadata: ReadonlyMap<string, string>;
  /** In the order of the header. */
  readonly tensors: ReadonlyMap<string, Tensor>;
}

/** The field in front of the header that holds its length, bytes. */
export const prefixBytes = 8;

/** Bytes of one element in the file. */
export const bytesPerElement: Readonly<Record<DType, number>> = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  I64: 8,
  U64: 8,
  I32: 4,
  U32: 4,
  I16: 2,
  U16: 2,
  I8: 1,
  U8: 1,
  BOOL: 1,
};

export function isDType(name: string): name is DType {
  return Object.hasOwn(bytesPerElement, name);
}

/** Sizes of a shape that are told; a file may have one without end. */
const SIZES_TOLD = 16;

/** `[2, 3]` */
export function describeShape(shape: readonly number[]): string {
  const told = shape.slice(0, SIZES_TOLD).join(', ');
  return shape.length > SIZES_TOLD ? `[${told}, …]` : `[${told}]`;
}

export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

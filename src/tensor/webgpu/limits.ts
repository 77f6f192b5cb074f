/** @file What a WebGPU device allows a program, and the error that says where one asks for more. */

/** A program asks for more than the device allows. The message is for the person. */
export class DeviceLimitError extends Error {
  override readonly name = 'DeviceLimitError';

  /** @param problem what is needed and what is allowed, without a full stop */
  constructor(program: string, problem: string) {
    super(
      `The graphics device cannot compute ${program}: ${problem}. Choose WASM, or a smaller batch, network or dataset.`,
    );
  }
}

type BindingLimits = Pick<
  GPUSupportedLimits,
  'maxStorageBufferBindingSize' | 'maxStorageBuffersPerShaderStage'
>;

const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;

/** Why a program cannot have such storage buffers; undefined where it can. */
export function bindingProblem(
  limits: BindingLimits,
  bindings: readonly { name: string; bytes: number }[],
): string | undefined {
  const { maxStorageBuffersPerShaderStage: most, maxStorageBufferBindingSize: largest } = limits;
  if (bindings.length > most) return `it reads and writes ${bindings.length} arrays, of ${most} at most`;
  const tooLarge = bindings.find(({ bytes }) => bytes > largest);
  return tooLarge === undefined
    ? undefined
    : `its array “${tooLarge.name}” has ${megabytes(tooLarge.bytes)}, of ${megabytes(largest)} at most`;
}

let widest = Infinity;

/** Folds programs of more than so many workgroups, for tests; Infinity: only those that a device cannot take in a row. */
export function foldBeyond(workgroups: number): void {
  widest = workgroups;
}

/** Workgroups in a row, where a device allows `most`. */
export const widestRow = (most: number): number => Math.min(widest, most);

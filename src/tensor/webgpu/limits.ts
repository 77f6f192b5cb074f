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

/** A number that a shader cannot be written with. The message is the problem of a {@link DeviceLimitError}. */
export class ConstantError extends RangeError {
  override readonly name = 'ConstantError';
}

/**
 * The limits that we ask an adapter to raise, each to the most that it has; where it has no more than what WebGPU
 * promises, that is what there is. All others stay at what WebGPU promises.
 */
export const raisedLimits = [
  'maxBufferSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
] as const;

/** What programs are held to. */
export type ProgramLimits = Record<(typeof raisedLimits)[number] | 'minStorageBufferOffsetAlignment', number>;

/** One array of a workgroup's own memory. */
export interface SharedArray {
  name: string;
  type: keyof typeof sharedElements;
  length: number;
}

const sharedElements = { f32: 4, u32: 4, 'atomic<u32>': 4, 'vec4<f32>': 16 } as const;

/** Bytes of workgroup memory, as WebGPU counts them. */
export const sharedBytes = (arrays: readonly SharedArray[]): number =>
  arrays.reduce((sum, { type, length }) => sum + 16 * Math.ceil((sharedElements[type] * length) / 16), 0);

/** A storage buffer as a program sees it. */
export interface BindingNeed {
  name: string;
  /** Where in the buffer it begins. */
  offset: number;
  bytes: number;
  /** Of the whole buffer. */
  bufferBytes: number;
}

export interface ProgramNeeds {
  bindings: readonly BindingNeed[];
  shared: readonly SharedArray[];
  workgroupSize: number;
  subgroups: boolean;
}

/** What of a device decides whether a program runs on it. */
export interface DeviceOffer {
  limits: ProgramLimits;
  subgroups: boolean;
}

/** Why a device cannot run a program of such needs, in any number of workgroups; undefined where it can. */
export function problemOf(offer: DeviceOffer, needs: ProgramNeeds): string | undefined {
  return bindingProblem(offer.limits, needs.bindings) ?? workgroupProblem(offer, needs);
}

/** Why a program cannot have such storage buffers; undefined where it can. */
export function bindingProblem(
  limits: Pick<
    ProgramLimits,
    | 'maxBufferSize'
    | 'maxStorageBufferBindingSize'
    | 'maxStorageBuffersPerShaderStage'
    | 'minStorageBufferOffsetAlignment'
  >,
  bindings: readonly BindingNeed[],
): string | undefined {
  const most = limits.maxStorageBuffersPerShaderStage;
  if (bindings.length > most) return `it reads and writes ${bindings.length} arrays, of ${most} at most`;
  for (const { name, offset, bytes, bufferBytes } of bindings) {
    const tooLarge = [
      [bytes, limits.maxStorageBufferBindingSize],
      [bufferBytes, limits.maxBufferSize],
    ].find(([needed = 0, largest = 0]) => needed > largest);
    if (tooLarge !== undefined)
      return `its array “${name}” has ${tooLarge.map(inWords).join(', of ')} at most`;
    const step = limits.minStorageBufferOffsetAlignment;
    if (offset % step !== 0)
      return `its part of “${name}” begins at byte ${offset}, which is no multiple of ${step}`;
  }
  return undefined;
}

function workgroupProblem({ limits, subgroups }: DeviceOffer, needs: ProgramNeeds): string | undefined {
  const bytes = sharedBytes(needs.shared);
  const room = limits.maxComputeWorkgroupStorageSize;
  if (bytes > room) return `a workgroup of it needs ${bytes} bytes of memory, of ${room} at most`;
  const most = Math.min(limits.maxComputeInvocationsPerWorkgroup, limits.maxComputeWorkgroupSizeX);
  if (needs.workgroupSize > most)
    return `a workgroup of it has ${needs.workgroupSize} invocations, of ${most} at most`;
  if (needs.subgroups && !subgroups) return 'it needs subgroups, which this device has not';
  return undefined;
}

const inWords = (bytes: number): string =>
  bytes < 2 ** 20 ? `${bytes} bytes` : `${(bytes / 2 ** 20).toFixed(1)} MiB`;

let lowered: Partial<ProgramLimits> = {};

/** Holds programs to less than the device allows, for tests; nothing: to what it allows. */
export function lowerLimits(limits: Partial<ProgramLimits> = {}): void {
  lowered = limits;
}

/** What `device` offers to programs. */
export const offerOf = ({ limits, features }: GPUDevice): DeviceOffer => ({
  limits: {
    maxBufferSize: limits.maxBufferSize,
    maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
    maxComputeWorkgroupSizeX: limits.maxComputeWorkgroupSizeX,
    maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
    maxComputeWorkgroupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
    maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
    maxStorageBuffersPerShaderStage: limits.maxStorageBuffersPerShaderStage,
    minStorageBufferOffsetAlignment: limits.minStorageBufferOffsetAlignment,
    ...lowered,
  },
  subgroups: features.has('subgroups'),
});

let widest = Infinity;

/** Folds programs of more than so many workgroups, for tests; Infinity: only those that a device cannot take in a row. */
export function foldBeyond(workgroups: number): void {
  widest = workgroups;
}

/** Workgroups in a row, where a device allows `most`. */
export const widestRow = (most: number): number => Math.min(widest, most);

import { expect, it } from 'vitest';
import {
  DeviceLimitError,
  problemOf,
  sharedBytes,
  type BindingNeed,
  type DeviceOffer,
  type ProgramNeeds,
} from './limits.ts';

/** What WebGPU promises. */
const offer: DeviceOffer = {
  limits: {
    maxBufferSize: 2 ** 28,
    maxComputeInvocationsPerWorkgroup: 256,
    maxComputeWorkgroupSizeX: 256,
    maxComputeWorkgroupStorageSize: 16384,
    maxComputeWorkgroupsPerDimension: 65535,
    maxStorageBufferBindingSize: 2 ** 27,
    maxStorageBuffersPerShaderStage: 8,
    minStorageBufferOffsetAlignment: 256,
  },
  subgroups: false,
};

const binding = (bytes: number, more: Partial<BindingNeed> = {}): BindingNeed => ({
  name: 'pixels',
  offset: 0,
  bytes,
  bufferBytes: bytes,
  ...more,
});

const problem = (needs: Partial<ProgramNeeds>): string | undefined =>
  problemOf(offer, { bindings: [], shared: [], workgroupSize: 64, subgroups: false, ...needs });

const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

it('takes what a device allows, to the last byte', () => {
  expect(
    problem({
      bindings: [...times(7, binding(2 ** 27)), binding(2 ** 27, { offset: 2 ** 27, bufferBytes: 2 ** 28 })],
      shared: [{ name: 'tile', type: 'vec4<f32>', length: 1024 }],
      workgroupSize: 256,
    }),
  ).toBeUndefined();
});

it.each<[string, Partial<ProgramNeeds>, string]>([
  [
    'too large a binding',
    { bindings: [binding(4), binding(188_160_000)] },
    'its array “pixels” has 179.4 MiB, of 128.0 MiB at most',
  ],
  [
    'a binding of too large a buffer',
    { bindings: [binding(4, { bufferBytes: 737_280_000 })] },
    'its array “pixels” has 703.1 MiB, of 256.0 MiB at most',
  ],
  ['too many bindings', { bindings: times(9, binding(4)) }, 'it reads and writes 9 arrays, of 8 at most'],
  [
    'a binding that begins where none may',
    { bindings: [binding(4, { offset: 128 })] },
    'its part of “pixels” begins at byte 128, which is no multiple of 256',
  ],
  [
    'too much workgroup memory',
    { shared: [{ name: 'tile', type: 'vec4<f32>', length: 1025 }] },
    'a workgroup of it needs 16400 bytes of memory, of 16384 at most',
  ],
  ['too large a workgroup', { workgroupSize: 257 }, 'a workgroup of it has 257 invocations, of 256 at most'],
  ['subgroups', { subgroups: true }, 'it needs subgroups, which this device has not'],
])('names %s', (_, needs, expected) => {
  expect(problem(needs)).toBe(expected);
});

it('counts workgroup memory as WebGPU does: each array in whole vectors', () => {
  expect(
    sharedBytes([
      { name: 'a', type: 'f32', length: 1 },
      { name: 'b', type: 'atomic<u32>', length: 5 },
      { name: 'c', type: 'vec4<f32>', length: 3 },
    ]),
  ).toBe(16 + 32 + 48);
});

it('is a sentence for the person', () => {
  const { message } = new DeviceLimitError('AdaSimNearest', 'it reads and writes 9 arrays, of 8 at most');
  expect(message).toMatch(
    /^The graphics device cannot compute AdaSimNearest: .* at most\. Choose WASM, .*\.$/,
  );
});

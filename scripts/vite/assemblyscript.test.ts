import { expect, it } from 'vitest';
import { compileKernels, hasDataSection } from './assemblyscript.ts';

it.each(['single', 'single-relaxed', 'threads', 'threads-relaxed'])(
  'compiles the variant %s without data',
  async (variant) => {
    const binary = await compileKernels(variant);
    expect([...binary.subarray(0, 4)]).toEqual([0, 0x61, 0x73, 0x6d]);
    expect(hasDataSection(binary)).toBe(false);
  },
);

it('names the variant that does not exist', async () => {
  await expect(compileKernels('avx')).rejects.toThrow('avx');
});

it('finds a data section', () => {
  const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  const empty = Uint8Array.from([...header, 11, 1, 0]);
  const filled = Uint8Array.from([...header, 1, 1, 0, 11, 7, 1, 0, 0x41, 0, 0x0b, 1, 0x2a]);
  expect(hasDataSection(empty)).toBe(false);
  expect(hasDataSection(filled)).toBe(true);
});

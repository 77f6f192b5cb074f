import { existsSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { requireDawn } from '../engine/node/dawn.ts';
import { verifyFiles } from './verifyFiles.ts';

const dawnIsThere = (): boolean => {
  try {
    requireDawn();
    return true;
  } catch {
    return false;
  }
};

// Skipped where the package is not installed, as a fresh clone has it: `npm install --no-save webgpu` brings it.
describe.skipIf(!dawnIsThere())('in Node, without a browser', { tags: ['slow'] }, () => {
  /** A card's driver where one is named, else the software that comes with Chromium. */
  beforeAll(() => {
    const software = '/usr/lib/chromium/vk_swiftshader_icd.json';
    if (existsSync(software)) process.env.VK_ICD_FILENAMES ??= software;
  });

  it('a recording of the released code is met on Dawn’s WebGPU', async () => {
    const [result] = await verifyFiles(
      ['fixtures/golden/dino-vit.safetensors'],
      [{ backend: 'webgpu', portable: false }],
      () => undefined,
      { host: 'node' },
    );
    expect(result).toMatchObject({ passed: true, backend: 'webgpu' });
  });
});

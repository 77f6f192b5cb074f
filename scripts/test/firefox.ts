/** @file Firefox as a stage of the tests: the recordings, starts of the built site, and, where asked, the kernels. */
import { findFirefox } from '../../src/cli/engine/firefox.ts';
import { hasVulkan } from '../browser/host.ts';
import { noCounts, sum, type Counts } from './counts.ts';
import { recordingsInFirefox } from './recordings.ts';
import { playwright, vitest, type Say } from './runners.ts';
import { siteBuilt } from './site.ts';

const skipped: Counts = { ...noCounts, skipped: 1 };

/** @param full also its own WGSL compiler on every kernel, and fifty starts in a row */
export async function firefox(say: Say, full: boolean): Promise<Counts> {
  if (findFirefox() === undefined) {
    say('There is no Firefox on this machine: skipped.\n');
    return skipped;
  }
  const webgpu = hasVulkan();
  if (!webgpu) say('There is no Vulkan on this machine: what needs Firefox’s WebGPU is skipped.\n');
  const counts = [
    webgpu ? noCounts : skipped,
    await recordingsInFirefox(say, webgpu ? ['wasm', 'webgpu'] : ['wasm']),
    await siteBuilt(say),
    await playwright(say, [
      '--config',
      'playwright.firefox.config.ts',
      ...grep(full ? [] : ['@full'], webgpu ? [] : ['WebGPU']),
    ]),
  ];
  if (full && webgpu)
    counts.push(
      await vitest(say, ['run', '--config', 'vitest.firefox.config.ts', '--tags-filter', '!chromium']),
    );
  return sum(counts);
}

/** Playwright's words that leave out what matches any of these. */
function grep(...without: string[][]): string[] {
  const words = without.flat();
  return words.length === 0 ? [] : ['--grep-invert', words.join('|')];
}

/** @file A run starts every time: in Firefox, by WASM and by WebGPU, and as often as one likes in both browsers. */
import { availableParallelism } from 'node:os';
import { expect, test } from 'playwright/test';
import { launch, type Browser } from 'puppeteer-core';
import { launchOptions, requireBrowser } from '../../src/cli/engine/browser.ts';
import { firefoxOptions, requireFirefox } from '../../src/cli/engine/firefox.ts';
import { slow } from '../tags.ts';
import { visit } from './visit.ts';

const threads = Math.min(16, availableParallelism());

const browsers = {
  Firefox: () => launch(firefoxOptions(requireFirefox())),
  Chromium: () => {
    const { executablePath, args } = launchOptions(requireBrowser('software'), 'software');
    return launch({
      executablePath: executablePath ?? '',
      headless: 'shell',
      args: ['--no-sandbox', ...(args ?? [])],
    });
  },
} satisfies Record<string, () => Promise<Browser>>;

async function startOnWasm(name: keyof typeof browsers, times: number): Promise<void> {
  const browser = await browsers[name]();
  try {
    for (let start = 1; start <= times; start += 1) {
      const { device, reason, faults } = await visit(browser, 'wasm');
      expect(faults, `start ${start}`).toEqual([]);
      expect(device, `start ${start}`).toContain(`${threads} threads`);
      expect(reason).toBe('You chose WASM.');
    }
  } finally {
    await browser.close();
  }
}

test('Firefox starts a run on WASM every time, on all threads', () => startOnWasm('Firefox', 3));

test('Firefox starts a run on WebGPU', async () => {
  const browser = await browsers.Firefox();
  try {
    const { device, faults } = await visit(browser, 'webgpu');
    expect(faults).toEqual([]);
    expect(device).toContain('WebGPU');
    expect(device).toContain('does not name');
  } finally {
    await browser.close();
  }
});

for (const name of ['Firefox', 'Chromium'] as const)
  test(`${name} starts fifty runs on WASM in a row`, slow, () => startOnWasm(name, 50));

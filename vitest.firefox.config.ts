/**
 * @file The ops and WGSL kernels in Firefox, whose compiler of shaders is another than Chromium's: `npx vitest run
 * --config vitest.firefox.config.ts --tags-filter '!chromium'`, or `npm test -- firefox --full`.
 */
import { defineConfig } from 'vitest/config';
import { firefoxProvider } from './scripts/browser/firefoxProvider.ts';

export default defineConfig({
  test: {
    tags: [
      { name: 'slow', description: 'slow and seldom breaks' },
      { name: 'chromium', description: 'of what its software adapter has: not to be run here' },
    ],
    projects: [
      {
        extends: './vite.config.ts',
        test: {
          name: 'firefox',
          include: ['src/tensor/{ops,webgpu,wasm}/**/*.browser.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 120_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: firefoxProvider(),
            instances: [{ browser: 'firefox' }],
          },
        },
      },
    ],
  },
});

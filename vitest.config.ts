/**
 * @file Two kinds of tests beside the code: `*.test.ts` run in Node, `*.browser.test.ts` in a real headless
 * browser, where WebGPU, WASM and its threads are.
 */
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { launchOptions, requireBrowser } from './src/cli/browser.ts';

/** Only the browser's tests need a browser to be found; Vitest reads both projects whichever is asked for. */
function browserLaunch() {
  const wanted = process.argv.some((argument) => argument.includes('unit'));
  return wanted ? {} : launchOptions(requireBrowser(), 'software');
}

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: ['{src,scripts,bench}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.browser.test.*'],
        },
      },
      {
        extends: './vite.config.ts',
        test: {
          name: 'kernel',
          include: ['{src,bench}/**/*.browser.test.{ts,tsx}'],
          // Kernels on a software adapter share two cores with the browser: one file at a time, and time for it.
          fileParallelism: false,
          testTimeout: 60_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: browserLaunch() }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});

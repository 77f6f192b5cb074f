/**
 * @file Two kinds of tests beside the code: `*.test.ts` run in Node, `*.browser.test.ts` in a real headless
 * browser, where WebGPU, WASM and its threads are.
 */
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { torchCommands } from './scripts/test/torch.ts';
import { findBrowser, launchOptions } from './src/cli/engine/browser.ts';

/** Where there is none, Playwright says so when the browser's tests start; the others need none. */
const browser = findBrowser('software');

/** Files that need a device of which nothing is known yet, or leave another than the next would find. */
const alone = [
  'src/tensor/ops/gradients.browser.test.ts',
  'src/tensor/webgpu/generalForm.browser.test.ts',
  'src/tensor/webgpu/linear.browser.test.ts',
  'src/training/firstSteps.browser.test.ts',
];

const inBrowser = (name: string, files: { include: string[]; exclude?: string[]; isolate: boolean }) => ({
  extends: './vite.config.ts',
  test: {
    ...files,
    name,
    // A software adapter compiles shaders on one core: a second page has use for the other.
    maxWorkers: 2,
    // Some shaders take minutes to compile where something else runs; a test that hangs is ended all the same.
    testTimeout: 900_000,
    setupFiles: ['src/tensor/testing.ts'],
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      commands: torchCommands,
      provider: playwright(
        browser === undefined ? {} : { launchOptions: launchOptions(browser, 'software') },
      ),
      instances: [{ browser: 'chromium' as const }],
    },
  },
});

export default defineConfig({
  test: {
    tags: [
      { name: 'slow', description: 'slow and seldom breaks: `npm test -- --full` runs it' },
      {
        name: 'drawn',
        description: 'many experiments of one kind, tried part by part by a stage of `--full`',
      },
      { name: 'chromium', description: 'of what its software adapter has, and a card or Firefox has not' },
    ],
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          // To start a process for each file, and to load there what it imports, took longer than the tests.
          isolate: false,
          include: ['{src,scripts,bench}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.browser.test.*'],
          // Compiling kernels takes seconds, and more on a busy machine.
          testTimeout: 240_000,
        },
      },
      // Files that share a page share what it has loaded and compiled, which is most of their work.
      inBrowser('kernel', {
        include: ['{src,bench}/**/*.browser.test.{ts,tsx}'],
        exclude: alone,
        isolate: false,
      }),
      inBrowser('kernel alone', { include: alone, isolate: true }),
    ],
  },
});

/**
 * @file End-to-end tests of the built site (`vite build` first; `npm test -- e2e` does both). It is served
 * twice: with the headers that give WASM its threads, and from a sub-path of a host that sends none.
 */
import { defineConfig } from 'playwright/test';
import { isolated, plain } from './e2e/addresses.ts';
import { findBrowser, launchOptions } from './src/cli/engine/browser.ts';

const browser = findBrowser('software');

export default defineConfig({
  testDir: 'e2e',
  // What drives browsers by another protocol has a configuration of its own.
  testIgnore: 'firefox/**',
  outputDir: 'test-results',
  workers: 2,
  forbidOnly: process.env.CI !== undefined,
  // How long something takes is never what is tested: what has not come by then is taken for hanging.
  timeout: 300_000,
  expect: { timeout: 120_000 },
  reporter: 'list',
  use: {
    baseURL: isolated,
    viewport: { width: 1440, height: 900 },
    launchOptions: browser === undefined ? {} : launchOptions(browser, 'software'),
  },
  webServer: [
    {
      command: `npx --no-install vite preview --host 127.0.0.1 --port ${new URL(isolated).port} --strictPort`,
      url: isolated,
    },
    { command: `npx --no-install tsx e2e/plainHost.ts ${plain}`, url: plain },
  ],
  projects: [
    // Training needs both cores of a small machine: one test of it at a time.
    { name: 'training', grepInvert: /@page/, workers: 1 },
    { name: 'page', grep: /@page/, fullyParallel: true },
  ],
});

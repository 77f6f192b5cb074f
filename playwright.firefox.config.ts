/** @file End-to-end tests that drive browsers by WebDriver BiDi, as Firefox is; the site is served as for the others. */
import { defineConfig } from 'playwright/test';
import { isolated } from './e2e/addresses.ts';

export default defineConfig({
  testDir: 'e2e/firefox',
  outputDir: 'test-results/firefox',
  workers: 1,
  forbidOnly: process.env.CI !== undefined,
  timeout: 900_000,
  reporter: 'list',
  webServer: {
    command: `npx --no-install vite preview --host 127.0.0.1 --port ${new URL(isolated).port} --strictPort`,
    url: isolated,
  },
});

/** @file One visit of the built site by any browser that Puppeteer drives. */
import type { Browser } from 'puppeteer-core';
import { isolated } from '../addresses.ts';
import { tinyRunWith } from '../app.ts';

/** What the page says of itself once it trains. */
export interface Visit {
  /** Of the status line. */
  device: string;
  reason: string;
  /** Uncaught errors, and what the console was told of as one. */
  faults: string[];
}

/** Opens the page in a tab of its own, presses Play, and leaves when the first steps are done. */
export async function visit(browser: Browser, backend: string): Promise<Visit> {
  const page = await browser.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error instanceof Error ? error.message : String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  try {
    await page.goto(`${isolated}?${tinyRunWith({ backend }).toString()}`);
    await (await page.waitForSelector('[data-testid=play]', { timeout: 0 }))?.click();
    const status = await page.waitForSelector('[data-testid=status]:not([data-step="0"])', {
      timeout: 240_000,
    });
    const phase = await status?.evaluate((line) => line.getAttribute('data-phase'));
    if (phase !== 'training') faults.push(`The run is ${phase ?? 'nowhere'}.`);
    const [device = '', reason = ''] = await page.$eval('[data-testid=device]', (element) => [
      element.textContent,
      element.getAttribute('title') ?? '',
    ]);
    return { device, reason, faults };
  } finally {
    await page.close();
  }
}

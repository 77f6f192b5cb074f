/** @file A page that trains, for benchmarks of it: how far it is. */
import { expect, type Page } from 'playwright/test';

/** The longest wait for steps, milliseconds. */
const PATIENCE_MS = 1_800_000;

/** Steps that the page says are done. */
export const stepOf = async (page: Page): Promise<number> =>
  Number(await page.getByTestId('status').getAttribute('data-step'));

/**
 * Resolves once so many steps are done.
 *
 * @param intervals milliseconds between two looks
 */
export const reached = (page: Page, step: number, intervals?: number[]): Promise<void> =>
  expect
    .poll(() => stepOf(page), { timeout: PATIENCE_MS, ...(intervals !== undefined && { intervals }) })
    .toBeGreaterThanOrEqual(step);

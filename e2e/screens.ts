/** @file The screens that every part of the page is looked at on, and what holds on all of them. */
import type { Page } from 'playwright/test';
import { expect, test } from './app.ts';
import { violations } from './violations.ts';

export const screens = [
  { name: 'a desk in the light', size: { width: 1440, height: 900 }, scheme: 'light' },
  { name: 'a desk in the dark', size: { width: 1440, height: 900 }, scheme: 'dark' },
  { name: 'a phone in the light', size: { width: 390, height: 844 }, scheme: 'light' },
  { name: 'a phone in the dark', size: { width: 390, height: 844 }, scheme: 'dark' },
] as const;

/** One of each size, and one of each scheme: for parts whose colours are those of the whole page. */
export const deskAndPhone = [screens[0], screens[3]] as const;

export const phones = screens.filter(({ size }) => size.width < 500);

export type Screen = Pick<(typeof screens)[number], 'scheme'> & { size: { width: number; height: number } };

/** Without motion: what moves is looked at where it comes to rest. */
export async function lookOn(page: Page, { size, scheme }: Screen): Promise<void> {
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
}

/** Looks at what the page shows now on each of these screens. */
export async function onEach(
  page: Page,
  shown: readonly (Screen & { name: string })[],
  look: (screen: Screen) => Promise<void>,
): Promise<void> {
  for (const { name, ...screen } of shown)
    await test.step(`on ${name}`, async () => {
      await lookOn(page, screen);
      await look(screen);
    });
}

/** Axe finds nothing on the page, or within the part that a selector gives, and nothing goes beyond the right edge. */
export async function expectSound(page: Page, within?: string): Promise<void> {
  expect(await violations(page, within)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
}

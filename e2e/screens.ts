/** @file The screens that every part of the page is looked at on, and what holds on all of them. */
import type { Locator, Page } from 'playwright/test';
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

/** One of each scheme, and little room. */
export const narrow = [
  { name: 'the narrowest phone in the light', size: { width: 320, height: 640 }, scheme: 'light' },
  { name: 'a desk at 200 % in the dark', size: { width: 720, height: 450 }, scheme: 'dark' },
] as const;

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

/** Controls that can be seen and go beyond an edge of the page, without those in a part that scrolls sideways. */
export const beyondTheEdge = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const scrolls = (element: Element | null): boolean =>
      element !== null &&
      element !== document.body &&
      (/auto|scroll/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
    return [...document.querySelectorAll('button, a[href], input, select, summary, [tabindex="0"]')]
      .filter((control) => control.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
      .filter((control) => control.closest('.hidden, .skip') === null && !scrolls(control.parentElement))
      .filter((control) => {
        const { left, right, width } = control.getBoundingClientRect();
        return width > 1 && (left < -0.5 || right > innerWidth + 0.5);
      })
      .map((control) => control.outerHTML.slice(0, 160));
  });

/** Texts that an ellipsis cuts. A select's is measured, as its own width does not tell. */
export const cutOff = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const pen = document.createElement('canvas').getContext('2d');
    const missing = (element: Element): number => {
      const { font, paddingLeft, paddingRight } = getComputedStyle(element);
      if (!(element instanceof HTMLSelectElement) || pen === null)
        return element.scrollWidth - element.clientWidth;
      pen.font = font;
      const room = element.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
      return pen.measureText(element.selectedOptions[0]?.label ?? '').width - room;
    };
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
      .filter((element) => getComputedStyle(element).textOverflow === 'ellipsis' && missing(element) > 1)
      .map((element) => element.outerHTML.slice(0, 160));
  });

/** On a phone, on a tablet and on a desk, no text is cut. */
export async function expectWhole(page: Page, widths: readonly number[] = [320, 900, 1440]): Promise<void> {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    await expect.poll(() => cutOff(page), { message: `at ${width} pixels`, timeout: 5000 }).toEqual([]);
  }
}

/** Whether the middle of an element is its own, or of something within it. */
export const isOnTop = (one: Locator): Promise<boolean> =>
  one.evaluate((node) => {
    const { left, top, width, height } = node.getBoundingClientRect();
    return node.contains(document.elementFromPoint(left + width / 2, top + height / 2));
  });

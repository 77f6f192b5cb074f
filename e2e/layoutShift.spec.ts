/** @file What comes late takes a place that was kept for it: nothing that a person reads or reaches for moves away. */
import type { Page } from 'playwright/test';
import { expect, test } from './app.ts';
import { deskAndPhone } from './screens.ts';
import { untrained } from './tags.ts';

/** Of all shifts of a visit together, in Chromium's measure: share of the screen that moves, times how far. */
const LIMIT = 0.05;

/** Chromium's entry, which TypeScript's DOM does not know. */
interface LayoutShift extends PerformanceEntry {
  value: number;
  hadRecentInput: boolean;
  sources: { node: Node | null; previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly }[];
}

interface Shift {
  value: number;
  /** What moved, and from where to where. */
  sources: string[];
}

/** From before the page loads on, every shift that no input explains goes into the list that is returned. */
async function watchShifts(page: Page): Promise<Shift[]> {
  const shifts: Shift[] = [];
  await page.exposeFunction('tellShift', (shift: Shift) => void shifts.push(shift));
  await page.addInitScript(() => {
    const named = (node: Node | null): string => {
      const element = node instanceof Element ? node : node?.parentElement;
      const part = element?.closest('[data-testid]')?.getAttribute('data-testid') ?? 'the page';
      const text = node?.textContent?.trim().slice(0, 40) ?? '';
      return `${element?.localName ?? 'what is gone'}.${element?.getAttribute('class') ?? ''} of ${part} “${text}”`;
    };
    const placed = ({ x, y, width, height }: DOMRectReadOnly): string =>
      `${[x, y].map(Math.round).join(', ')} (${[width, height].map(Math.round).join(' × ')})`;
    new PerformanceObserver((list) => {
      for (const { value, hadRecentInput, sources } of list.getEntries() as LayoutShift[]) {
        const told = sources.map(
          ({ node, previousRect, currentRect }) =>
            `${named(node)} from ${placed(previousRect)} to ${placed(currentRect)}`,
        );
        if (!hadRecentInput) tellShift({ value, sources: told });
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  return shifts;
}

declare function tellShift(shift: Shift): void;

/** The worst first, for whoever has to mend them. */
const toldOf = (shifts: readonly Shift[]): string =>
  shifts
    .toSorted((one, other) => other.value - one.value)
    .slice(0, 5)
    .map(({ value, sources }) => [`shift of ${value.toFixed(4)}`, ...sources].join('\n  '))
    .join('\n');

for (const { name, size, scheme } of deskAndPhone)
  test(
    `hardly anything moves while the recorded run comes and plays, on ${name}`,
    untrained,
    async ({ app }) => {
      const { page } = app;
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme: scheme });
      const shifts = await watchShifts(page);
      await app.open();
      await expect(page.getByTestId('gallery').locator('.query canvas')).toHaveCount(5);
      await expect(page.getByTestId('diagram')).toHaveAttribute('data-image', /\d/);
      await expect(page.getByTestId('playback')).toHaveText(/Replay/);
      await expect(page.getByTestId('diagnosis-2')).not.toContainText('Too early');
      // Pictures of the diagram cross-fade for as long as the page is looked at: something always moves a little.
      await expect.poll(() => shifts.length).toBeGreaterThan(0);
      const total = shifts.reduce((sum, { value }) => sum + value, 0);
      expect(total, toldOf(shifts)).toBeLessThanOrEqual(LIMIT);
    },
  );

for (const { name, size, scheme } of deskAndPhone)
  test(
    `a verdict that takes two lines leaves the cards where they are, on ${name}`,
    untrained,
    async ({ app }) => {
      const { page } = app;
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await app.open();
      await expect(page.getByTestId('gallery').locator('.query canvas')).toHaveCount(5);
      const slider = page.getByTestId('playback-slider');
      const [steps, epoch] = [
        Number(await slider.getAttribute('max')),
        Number(await slider.getAttribute('step')),
      ];
      const verdicts = new Set<string>();
      const lines = new Set<number>();
      const places = new Set<string>();
      for (let step = 0; step <= steps; step += 2 * epoch) {
        await slider.fill(String(step));
        await expect.poll(() => app.number('step')).toBe(step);
        const seen = await page.evaluate(() => {
          const range = document.createRange();
          const all = [...document.querySelectorAll('.legend .diagnosis')];
          const top = document.querySelector('.legend')?.getBoundingClientRect().top ?? 0;
          return {
            verdicts: all.map((one) => one.querySelector('button')?.textContent ?? ''),
            lines: all.map((one) => {
              range.selectNodeContents(one);
              const { height } = range.getBoundingClientRect();
              return Math.round(height / parseFloat(getComputedStyle(one).lineHeight));
            }),
            below: [...document.querySelectorAll('.question')].map((card) =>
              Math.round(card.getBoundingClientRect().top - top),
            ),
          };
        });
        for (const verdict of seen.verdicts) verdicts.add(verdict);
        for (const count of seen.lines) lines.add(count);
        places.add(seen.below.join());
      }
      expect(verdicts.size, [...verdicts].join()).toBeGreaterThan(2);
      expect(lines).toContain(2);
      expect([...places], 'how far below the verdicts the cards stand').toHaveLength(1);
    },
  );

test(
  'that the link is copied is said where Share stood, and moves nothing in the bar',
  untrained,
  async ({ app, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    // Wide enough for the word.
    await app.page.setViewportSize({ width: 1600, height: 900 });
    await app.open('preset=quick');
    const word = app.button('share').locator('.button-label');
    expect((await word.boundingBox())?.width).toBeGreaterThan(20);
    const boxes = () =>
      app.page.locator('.topbar button, .topbar select').evaluateAll((all) =>
        all.map((one) => {
          const { x, y, width, height } = one.getBoundingClientRect();
          return [x, y, width, height];
        }),
      );
    const before = await boxes();
    expect(before.length).toBeGreaterThan(5);
    await app.button('share').click();
    await expect(app.button('share')).toHaveText('Copied');
    expect(await boxes()).toEqual(before);
  },
);

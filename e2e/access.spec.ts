/** @file Narrow pages, magnified pages and forced colours, on the screens that need no training. */
import type { Page } from 'playwright/test';
import { expect, test, type App } from './app.ts';
import { beyondTheEdge, expectSound, expectWhole, narrow, onEach } from './screens.ts';
import { untrained } from './tags.ts';

const diagramThere = (page: Page) =>
  expect(page.getByTestId('diagram').locator('.nearest li').first()).toBeVisible();

const narrowScreens: Readonly<Record<string, { query: string; reached: (app: App) => Promise<void> }>> = {
  'the recorded overview': {
    query: 'preset=contrast',
    reached: async ({ page }) => {
      await diagramThere(page);
      await expect(page.getByTestId('gallery').locator('.query').first()).toBeVisible();
    },
  },
  'the map of a recorded run': {
    query: 'preset=contrast#map',
    reached: ({ page }) => expect(page.getByTestId('map')).toBeVisible(),
  },
  'a lesson': {
    query: 'preset=contrast&lesson=the-gate&card=4',
    reached: ({ page }) => expect(page.getByTestId('lesson')).toBeVisible(),
  },
  'four arms before they are trained': {
    query: 'preset=collapse',
    reached: ({ page }) => expect(page.getByTestId('question-learning')).toBeVisible(),
  },
  'a page within another': {
    query: 'preset=quick&embed=1',
    reached: ({ page }) => expect(page.getByTestId('question-learning')).toBeVisible(),
  },
};

for (const [name, { query, reached }] of Object.entries(narrowScreens))
  test(`${name} fits 320 pixels and 200 %, and no text in it is cut`, untrained, async ({ app }) => {
    const { page } = app;
    await page.setViewportSize(narrow[0].size);
    await page.goto(`./?${query}`);
    await reached(app);
    await onEach(page, narrow, async () => {
      await expectSound(page);
      expect(await beyondTheEdge(page)).toEqual([]);
    });
    await test.step('no text is cut', () => expectWhole(page));
  });

/** One computed property of the first element that a selector finds. */
const style = (page: Page, selector: string, property: string): Promise<string> =>
  page
    .locator(selector)
    .first()
    .evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property);

/** How many borders of a pseudo-element of the first that a selector finds are drawn. */
const bordersSeen = (page: Page, selector: string, pseudo: string): Promise<number> =>
  page
    .locator(selector)
    .first()
    .evaluate((element, part) => {
      const style = getComputedStyle(element, part);
      const isSeen = (side: string) =>
        style.getPropertyValue(`border-${side}-color`) !== 'rgba(0, 0, 0, 0)' &&
        style.getPropertyValue(`border-${side}-width`) !== '0px';
      return ['top', 'right', 'bottom', 'left'].filter(isSeen).length;
    }, pseudo);

test(
  'with forced colours the chosen view, arm and rings are still told apart',
  untrained,
  async ({ app }) => {
    const { page } = app;
    await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
    await app.open('preset=contrast');
    await expect(page.getByTestId('gallery').locator('.query').first()).toBeVisible();

    const pairs = [
      ['.views a[aria-current]', '.views a:not([aria-current])', 'border-bottom-color'],
      ['.arm-tabs [aria-pressed=true]', '.arm-tabs [aria-pressed=false]', 'background-color'],
      ['.marks .mark-identity', '.marks .mark-label', 'border-top-style'],
      ['.marks .mark-identity', '.marks .mark-self', 'border-top-style'],
      ['.marks .mark-label', '.marks .mark-self', 'border-top-style'],
    ] as const;
    for (const [one, other, property] of pairs)
      expect(await style(page, one, property), `${property} of ${one}`).not.toBe(
        await style(page, other, property),
      );
    for (const mark of ['identity', 'label', 'self'])
      expect(await style(page, `.marks .mark-${mark}`, 'border-top-style')).not.toBe('none');
    // Arrow heads are triangles: of their four borders one is seen.
    for (const [drawn, pseudo] of [
      ['.wire', '::after'],
      ['.road', '::before'],
      ['.votes', '::after'],
      ['.loop', '::after'],
      ['.kept', '::after'],
      ['.memory', '::after'],
    ] as const)
      expect(await bordersSeen(page, `.diagram ${drawn}`, pseudo), drawn).toBe(1);
    await expect(page.locator('.lane:has(:checked) .tile').first()).toHaveCSS('outline-style', 'solid');
    expect(await beyondTheEdge(page)).toEqual([]);
  },
);

test('on a phone the focus is never beneath a lesson', untrained, async ({ app }) => {
  const { page } = app;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('./?preset=contrast&lesson=the-gate&card=4');
  await diagramThere(page);
  await expect(page.getByTestId('gallery').locator('.query').first()).toBeVisible();
  await expect(page.getByTestId('lesson')).toBeVisible();
  await page.evaluate(() => scrollTo(0, 0));
  await page.getByTestId('preset').focus();
  let seen = 0;
  for (let stop = 0; stop < 30; stop += 1) {
    await page.keyboard.press('Tab');
    const bottoms = await page.evaluate(() => {
      const focused = document.activeElement;
      const sheet = document.querySelector('[data-testid=lesson]');
      if (focused === null || focused.closest('main') === null || sheet?.contains(focused) === true)
        return null;
      return { of: focused.getBoundingClientRect().bottom, sheet: sheet?.getBoundingClientRect().top ?? NaN };
    });
    if (bottoms === null) continue;
    seen += 1;
    expect(bottoms.of).toBeLessThanOrEqual(bottoms.sheet);
  }
  expect(seen).toBeGreaterThan(8);
});

test(
  'a card that points at the pair points at the pictures until one is asked about',
  untrained,
  async ({ app }) => {
    const { page } = app;
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto('./?preset=contrast&lesson=the-gate&card=2');
    const gallery = page.getByTestId('gallery');
    await expect(gallery.locator('.query').first()).toBeVisible();
    await expect(page.getByTestId('ring')).toHaveAttribute('data-selector', /inspector/);
    await expect(gallery).toHaveCSS('outline-style', 'solid');
  },
);

test('a card that points at the overview leads there from the map', untrained, async ({ app }) => {
  const { page } = app;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('./?preset=contrast&lesson=the-gate&card=4#map');
  await expect(page.getByTestId('lesson')).toBeVisible();
  const overview = page.getByTestId('view-overview');
  await expect(overview).toHaveCSS('outline-style', 'solid');
  await overview.click();
  await diagramThere(page);
  await expect(page.locator('.diagram .gate').first()).toHaveCSS('outline-style', 'solid');
  await expect(overview).toHaveCSS('outline-style', 'none');
});

/** @file Words that may be new are explained where they stand: to a pointer, to the keyboard, to a finger. */
import type { Locator, Page } from 'playwright/test';
import { expect, test, type App } from './app.ts';
import { isOnTop } from './screens.ts';
import { untrained } from './tags.ts';
import { violations } from './violations.ts';

/** What a newcomer to the first screen has not met, each somewhere on it. */
const newWords = [
  ...['RankMe', 'LiDAR', 'α-ReQ', 'k-NN accuracy', 'linear probe', 'retrieval', 'alignment', 'uniformity'],
  ...[
    'feature std',
    'spectrum',
    'teacher entropy',
    'teacher–student KL',
    'purity',
    'bootstrapped',
    'teacher EMA',
  ],
  ...['k-NN on Fashion-MNIST', 'linear probe on Fashion-MNIST', 'prototypes K', 'positive of an image'],
  ...['view', 'ViT', 'neighbour', 'gate', 'self-distillation', 'raw pixels', 'untrained', 'ln K', 'release'],
];

const explanation = (page: Page): Locator => page.getByTestId('term-popover');

/** Within the screen, and with nothing over it. */
async function expectInSight(page: Page): Promise<void> {
  const box = await explanation(page).boundingBox();
  const screen = page.viewportSize();
  if (box === null || screen === null) throw new Error('There is no explanation.');
  expect(box.x).toBeGreaterThanOrEqual(0);
  expect(box.y).toBeGreaterThanOrEqual(0);
  expect(box.x + box.width).toBeLessThanOrEqual(screen.width);
  expect(box.y + box.height).toBeLessThanOrEqual(screen.height);
  expect(await isOnTop(explanation(page))).toBe(true);
}

/** The recorded run at its end, with all settings and all charts. */
async function openAll(app: App): Promise<void> {
  const { page } = app;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await app.open();
  await page.getByTestId('recorded').waitFor();
  // What comes late moves what stands below.
  await page.getByTestId('diagram').waitFor();
  await page.getByTestId('gallery').locator('.query').first().waitFor();
  await app.openSettings();
  for (const question of ['learning', 'collapsing', 'bootstrapping', 'optimising'])
    await page.getByTestId(`more-${question}`).click();
}

test(
  'a word is explained to pointer and keyboard, and Escape closes that alone',
  untrained,
  async ({ app }) => {
    const { page } = app;
    await openAll(app);
    // Charts are drawn one after the other.
    const unexplained = () =>
      page
        .locator('[data-term]')
        .evaluateAll(
          (nodes, words) =>
            words.filter((word) => !nodes.some((node) => node.getAttribute('data-term') === word)),
          newWords,
        );
    await expect.poll(unexplained).toEqual([]);
    const rank = page.getByTestId('question-collapsing').locator('.term', { hasText: 'RankMe' }).first();
    await rank.hover();
    await expect(explanation(page)).toContainText('feature dimensions are in use');
    await expectInSight(page);
    // The pointer may go over what it says.
    await explanation(page).hover();
    await expect(rank).toHaveAttribute('aria-describedby', 'term-text');
    await page.keyboard.press('Escape');
    await expect(explanation(page)).toHaveCount(0);
    // From where an explanation has gone, in one leap back to the word.
    await rank.hover();
    await expect(explanation(page)).toContainText('feature dimensions are in use');
    await page.keyboard.press('Escape');
    await expect(explanation(page)).toHaveCount(0);

    await page.locator('.skip').focus();
    const first = page.locator('.story .term').first();
    await first.focus();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Tab');
    await expect(explanation(page)).toBeVisible();
    await expect(first).toHaveAccessibleDescription(/\w/);
    await page.keyboard.press('Tab');
    await expect(first).not.toHaveAttribute('aria-describedby');

    // What the keyboard has come to would lie over the next, depending on where that is scrolled to.
    await page.keyboard.press('Escape');
    await expect(explanation(page)).toHaveCount(0);
    // A line's name in a chart, which is drawn.
    const pixels = page.getByTestId('question-learning').locator('.drawn-term', { hasText: 'raw pixels' });
    await pixels.hover();
    await expect(explanation(page)).toContainText('pixel by pixel');
    await expectInSight(page);
    expect(await violations(page, '.questions')).toEqual([]);
    expect(await violations(page, '.lede')).toEqual([]);

    // Pressing a small chart's name explains it, pressing the chart enlarges it.
    const small = page.getByTestId('chart-lidar');
    await small.locator('.term').click();
    await expect(explanation(page)).toContainText('tell images apart');
    await small.getByRole('button', { name: /Enlarge/ }).click();
    await expect(page.locator('figure[data-testid="chart-lidar"]')).toBeVisible();
    await expect(explanation(page)).toHaveCount(0);

    // In a modal dialog, which stays open.
    await page.getByRole('button', { name: /^Help/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('.term', { hasText: 'gate' }).hover();
    await expect(explanation(page)).toContainText('its neighbours are trusted');
    await expectInSight(page);
    await page.keyboard.press('Escape');
    await expect(explanation(page)).toHaveCount(0);
    await expect(dialog).toBeVisible();
  },
);

/** Words that once stood on the page without a meaning, or with one for a mouse alone. */
const onceUnexplained = [
  ...['ViT', 'self-distillation', 'k-NN accuracy', 'RankMe', 'positive', 'sharpening', 'centring', 'ln K'],
  ...['raw pixels', 'bank', 'prototype', 'arm', 'release', '1/√d', 'linear probe', 'retrieval'],
  ...[
    'k-NN on Fashion-MNIST',
    'alignment',
    'uniformity',
    'feature std',
    'spectrum',
    'teacher entropy',
    'teacher–student KL',
  ],
  ...['LiDAR', 'α-ReQ', 'purity', 'bootstrapped', 'teacher EMA'],
];

test('each word that once had no meaning has one on some screen', untrained, async ({ app }) => {
  const { page } = app;
  const met = new Set<string>();
  const look = async () => {
    for (const word of await page
      .locator('[data-term]')
      .evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-term') ?? '')))
      met.add(word);
  };
  await openAll(app);
  await page
    .getByTestId('chart-featureStd')
    .getByRole('button', { name: /Enlarge/ })
    .click();
  await expect(page.locator('figure[data-testid="chart-featureStd"] .drawn-term').first()).toBeVisible();
  await look();
  await page.getByTestId('gallery').locator('.query').first().click();
  await expect(page.getByTestId('verdict')).toBeVisible();
  await look();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog').locator('.term').first()).toBeVisible();
  await look();
  await app.open('preset=collapse');
  await expect(page.locator('.story .term').first()).toBeVisible();
  await look();
  const missing = onceUnexplained.filter((word) => !met.has(word));
  expect(missing, [...met].sort().join(' · ')).toEqual([]);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test(
    'a word is explained to a finger, within the screen, until it is touched elsewhere',
    untrained,
    async ({ app }) => {
      const { page } = app;
      await app.open();
      await page.getByTestId('recorded').waitFor();
      await page.getByTestId('more-learning').tap();
      for (const word of [
        page.locator('.story .term').first(),
        page.getByTestId('question-learning').locator('figure .term').first(),
        page.getByTestId('question-learning').locator('.companion .term').last(),
      ]) {
        await word.tap();
        await expect(explanation(page)).toBeVisible();
        await expectInSight(page);
      }
      await page.locator('.question-head h2').first().tap();
      await expect(explanation(page)).toHaveCount(0);

      await page.getByTestId('open-settings').tap();
      await page.getByTestId('field-head.outDim').locator('label .term').tap();
      await expect(explanation(page)).toContainText('one of K directions');
      await expectInSight(page);
    },
  );
});

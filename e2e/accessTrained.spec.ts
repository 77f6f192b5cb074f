/** @file Narrow pages, magnified pages and both themes, on the screens that a run has once it is trained. */
import type { Page } from 'playwright/test';
import { expect, test, tinyRunWith, type App } from './app.ts';
import {
  beyondTheEdge,
  cutOff,
  expectSound,
  expectWhole,
  lookOn,
  narrow,
  onEach,
  screens,
} from './screens.ts';
import { untrained } from './tags.ts';

/** Three arms with a window of three epochs of eight steps; a network of four by four patches. */
const contrast = tinyRunWith({
  preset: 'contrast',
  'data.trainImages': '128',
  'backbone.patchSize': '8',
  'evaluation.transfer': 'none',
  epochs: '40',
});

/** What a part of the page shows fits, and axe finds nothing in it, with little room in both themes. */
const expectFits = (page: Page, within?: string) =>
  onEach(page, narrow, async () => {
    await expectSound(page, within);
    expect(await beyondTheEdge(page)).toEqual([]);
    expect(await cutOff(page)).toEqual([]);
  });

const onDesk = (page: Page) => lookOn(page, screens[0]);

/** Trains so far that there is a gallery and the map has some moments, and pauses. */
async function trained(app: App): Promise<void> {
  const { page } = app;
  await onDesk(page);
  await app.open(contrast);
  await page.getByTestId('view-map').click();
  await expect(page.getByTestId('map-waiting')).toBeVisible();
  await app.button('play').click();
  await app.untilStep(5 * 8);
  await app.button('play').click();
  await app.expectPhase('paused');
}

test('what a live run shows fits 320 pixels and 200 %, screen by screen', async ({ app }) => {
  const { page } = app;
  await trained(app);

  await test.step('the map of one arm, of two, and its brush', async () => {
    await expectFits(page, '[data-testid=map]');
    await page.getByTestId('colour-agreement').click();
    await page.getByTestId('beside').click();
    await expect(page.locator('.map-card')).toHaveAttribute('data-maps', '2');
    await page.getByTestId('map-canvas').focus();
    for (const key of ['ArrowRight', 'b', 'Enter']) await page.keyboard.press(key);
    await expect(page.getByTestId('map-brushed')).toBeVisible();
    await expectFits(page, '[data-testid=map]');
  });

  await test.step('the overview', async () => {
    await page.getByTestId('view-overview').click();
    await expect(page.getByTestId('gallery').locator('.query').first()).toBeVisible();
    await expectFits(page);
    await expectWhole(page);
  });

  await test.step('a pair, and what the networks look at', async () => {
    await onEach(page, narrow, async () => {
      await page.getByTestId('gallery').locator('.query').first().click();
      await expect(page.getByTestId('look-table')).toBeVisible();
      await page.getByTestId('look-chooser').getByRole('button').nth(3).click();
      await expectSound(page, 'dialog');
      expect(await beyondTheEdge(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    });
  });

  await test.step('slow motion', async () => {
    await page.getByTestId('slow-motion').click();
    await expect(page.getByTestId('walk-place')).toContainText('1 of');
    await page.getByTestId('walk-next').click();
    await expectFits(page, '[data-testid=diagram]');
    await page.keyboard.press('Escape');
  });

  await test.step('the files', async () => {
    await app.button('files').click();
    await expect(page.getByRole('menu')).toBeVisible();
    await expectFits(page, '[role=menu]');
    await page.keyboard.press('Escape');
  });

  await test.step('a word that is explained', async () => {
    await page.locator('[data-term=gate]').first().focus();
    await expect(page.getByTestId('term-popover')).toBeVisible();
    await expectFits(page, '[data-testid=term-popover]');
    await page.keyboard.press('Escape');
  });
});

test(
  'the form that shares with a class, and its code, fit 320 pixels and 200 %',
  untrained,
  async ({ app }) => {
    const { page } = app;
    await page.goto('./?preset=contrast&lesson=the-gate&card=2');
    await page.getByTestId('to-class').click();
    await expect(page.getByRole('dialog').getByTestId('qr')).toBeVisible();
    await expectFits(page, '.share-dialog');
    await page.getByTestId('fill-screen').click();
    await expect(page.getByTestId('qr-full').getByTestId('qr')).toBeVisible();
    await expectFits(page, '[data-testid=qr-full]');
  },
);

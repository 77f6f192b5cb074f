/** @file “What it looks at”: attention, parts and what is alike, of any image of a live run. */
import type { Locator, Page } from 'playwright/test';
import { expect, test, tinyRunWith, type App } from './app.ts';
import { expectSound, narrow, onEach, screens } from './screens.ts';
import { untrained } from './tags.ts';

/** Quick, of fewer and smaller parts: four by four patches of 8 pixels. Eight heads are more than there is room for. */
const small = tinyRunWith({ 'data.trainImages': '128', 'backbone.patchSize': '8', 'backbone.heads': '8' });
const heads = [1, 2, 3, 4, 5, 6, 7, 8].map((head) => `head ${head}`);
const resnets = new URLSearchParams({
  preset: 'backbones',
  backend: 'wasm',
  'data.trainImages': '128',
  'data.testImages': '64',
  batchSize: '16',
});

async function inspected(app: App, query: URLSearchParams): Promise<Locator> {
  const { page } = app;
  await app.open(query);
  await app.button('play').click();
  // Two epochs: the gallery is there, and weights have moved.
  await page.getByTestId('gallery').locator('.query').first().waitFor();
  await app.button('play').click();
  await app.expectPhase('paused');
  await page.getByTestId('gallery').locator('.query').first().click();
  const looks = page.getByTestId('looks-at');
  await expect(looks.getByTestId('look-table')).toBeVisible();
  return looks;
}

/** It shows the networks as they are where the run stands. */
const upToDate = async (app: App, looks: Locator) =>
  expect(looks).toHaveAttribute('data-step', String(await app.number('step')));

const figure = (looks: Locator, network: string, map: string) =>
  looks.locator(`[data-network="${network}"] [data-map="${map}"]`);

/** The veil, or the map, as it is painted. */
const painted = (of: Locator) =>
  of
    .locator('.look-places canvas')
    .evaluate((canvas: HTMLCanvasElement) => [
      ...(canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? []),
    ]);

/** Places that the veil covers wholly. */
async function dark(of: Locator): Promise<number> {
  const alphas = (await painted(of)).filter((_, i) => i % 4 === 3);
  return alphas.filter((alpha) => alpha === Math.max(...alphas)).length;
}

const sheet = (page: Page) => page.getByRole('dialog', { name: 'Why this pair?' });

test('heads, their mean and the parts of three networks; the share, a patch and the map alone', async ({
  app,
}) => {
  const { page } = app;
  const looks = await inspected(app, small);
  await upToDate(app, looks);
  const table = looks.getByTestId('look-table');
  await expect(table.getByRole('columnheader')).toHaveText([...heads, 'mean', 'parts']);
  await expect(table.getByRole('rowheader')).toHaveText([/^teacher/, /^student/, /^untrained/]);
  await expect(table.getByRole('img')).toHaveCount(30);
  for (const network of ['teacher', 'student', 'untrained'])
    for (const map of ['head 1', 'head 8', 'mean']) {
      const shown = figure(looks, network, map);
      const numbers = await shown.evaluate(({ dataset }) => [Number(dataset.own), Number(dataset.patches)]);
      expect(numbers.reduce((sum, number) => sum + number)).toBeCloseTo(1, 4);
      await expect(shown).toHaveAccessibleName(
        new RegExp(`^${network}, ${map}: 50\\s% of its attention on the picture lies on \\d+ of 16 patches`),
      );
    }
  const head = figure(looks, 'teacher', 'head 1');
  expect(await painted(head)).not.toEqual(await painted(figure(looks, 'untrained', 'head 1')));

  // Fewer patches hold less of it.
  const slider = looks.getByTestId('look-share');
  await slider.fill('30');
  await expect(head).toHaveAccessibleName(/^teacher, head 1: 30\s% .* on \d+ of 16 patches/);
  const count = Number(/on (\d+) of 16/.exec((await head.getAttribute('aria-label')) ?? '')?.[1]);
  expect(await dark(head)).toBe(16 - count);
  expect(count).toBeLessThan(8);
  await slider.fill('100');

  // A patch by mouse, another by keyboard, and none.
  const chooser = looks.getByTestId('look-chooser');
  const patches = chooser.getByRole('button');
  await expect(patches).toHaveCount(16);
  await patches.nth(5).click();
  await expect(looks.getByTestId('look-similarity')).toContainText(
    'The patch in row 2, column 2 has a cosine',
  );
  await expect(patches.nth(5)).toHaveAttribute('aria-pressed', 'true');
  expect(Number(await patches.nth(5).getAttribute('data-cosine'))).toBeCloseTo(1, 5);
  expect(Number(await patches.nth(6).getAttribute('data-cosine'))).toBeLessThan(1);
  const before = await painted(chooser);
  await page.keyboard.press('ArrowDown');
  await expect(patches.nth(9)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(looks.getByTestId('look-similarity')).toContainText('row 3, column 2');
  expect(await painted(chooser)).not.toEqual(before);
  await page.keyboard.press('Space');
  await expect(looks.getByTestId('look-similarity')).toContainText('Choose a patch of the picture');

  await looks.getByText('alone', { exact: true }).click();
  await expect(looks.getByRole('radio', { name: 'alone' })).toBeChecked();
  // Nothing shines through: the map is all that there is.
  await expect(head.locator('canvas')).toHaveCount(1);
  expect((await painted(head)).filter((_, i) => i % 4 === 3)).toEqual(Array.from({ length: 16 }, () => 255));
  await looks.getByText('over the picture', { exact: true }).click();
  await expect(head.locator('canvas')).toHaveCount(2);

  // It goes along with the run, and with the image.
  await app.stepOnce();
  await upToDate(app, looks);
  const image = Number(await page.getByTestId('inspector-image').inputValue());
  await page.getByRole('button', { name: 'Next image' }).click();
  await expect(looks.locator('.look-shown')).toHaveAttribute('data-image', String((image + 1) % 128));
  await expect(looks.locator('.look-shown')).toHaveAttribute('aria-busy', 'false');

  await page.keyboard.press('Escape');
  await onEach(page, screens, async ({ size }) => {
    await page.getByTestId('gallery').locator('.query').nth(1).click();
    await expect(looks.getByTestId('look-table')).toBeVisible();
    await looks.getByTestId('look-chooser').getByRole('button').nth(3).click();
    await expectSound(page, '[data-testid=looks-at]');
    const scroll = looks.getByRole('region', { name: 'Maps by network and head' });
    expect(await scroll.evaluate((node) => node.scrollWidth > node.clientWidth)).toBe(true);
    // The names stay where the last column is.
    await figure(looks, 'untrained', 'parts').scrollIntoViewIfNeeded();
    await expect(table.getByRole('rowheader').last()).toBeInViewport({ ratio: 1 });
    if (size.width < 500) {
      const fits = await sheet(page).evaluate((node) => node.scrollWidth <= node.clientWidth);
      expect(fits).toBe(true);
    }
    await page.keyboard.press('Escape');
    await expect(looks).toHaveCount(0);
  });
});

test('a ResNet has one column, the length of its vectors, and parts', async ({ app }) => {
  const { page } = app;
  const looks = await inspected(app, resnets);
  await page.getByTestId('inspector').getByTestId('arm-tab-1').click();
  const table = looks.getByTestId('look-table');
  await expect(table.getByRole('columnheader')).toHaveText(['norm', 'parts']);
  await expect(looks).toContainText('A ResNet has no attention.');
  const norm = table.locator('[data-map=norm]').first();
  expect(Number(await norm.getAttribute('data-patches'))).toBeCloseTo(1, 4);
  await expect(norm).toHaveAccessibleName(/norm: 50\s% of the vectors’ length is in \d+ of 64 places/);
  await page.getByTestId('inspector').getByTestId('arm-tab-0').click();
  await expect(table.getByRole('columnheader').first()).toHaveText('head 1');
  await page.getByTestId('inspector').getByTestId('arm-tab-1').click();
  await expect(table.getByRole('columnheader').first()).toHaveText('norm');
  await page.keyboard.press('Escape');
  await onEach(page, narrow, async () => {
    await page.getByTestId('gallery').locator('.query').first().click();
    await expect(looks.getByTestId('look-table')).toBeVisible();
    await expectSound(page, '[data-testid=looks-at]');
    await page.keyboard.press('Escape');
  });
});

test('a recorded run says that it does not carry this', untrained, async ({ app }) => {
  const { page } = app;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await app.open();
  await page.getByTestId('gallery').locator('.query').first().click();
  await expect(page.getByTestId('looks-at')).toContainText(
    'The recording does not carry what its networks looked at.',
  );
  await expect(page.getByTestId('look-table')).toHaveCount(0);
});

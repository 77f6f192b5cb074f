/** @file “Why this pair?”: any image at any epoch, by mouse and by keyboard, on a desk and on a phone. */
import type { Page } from 'playwright/test';
import { expect, test, tinyRunWith, type App } from './app.ts';
import { deskAndPhone, expectSound, onEach } from './screens.ts';

const stepsAnEpoch = 8;
const images = 128;
const small = tinyRunWith({ 'data.trainImages': String(images) });

/** A window of three epochs, so that pairs are drawn from the fourth on. */
const contrast = new URLSearchParams(small);
contrast.set('preset', 'contrast');
contrast.set('evaluation.transfer', 'none');

async function trainedAndPaused(app: App, query: URLSearchParams, step: number): Promise<void> {
  await app.open(query);
  await app.button('play').click();
  await app.untilStep(step);
  await app.button('play').click();
  await app.expectPhase('paused');
}

const explanation = (page: Page) => page.locator('.explanation');
const answered = async (page: Page, image: number, epoch: number) => {
  await expect(explanation(page)).toHaveAttribute('data-image', String(image));
  await expect(explanation(page)).toHaveAttribute('data-epoch', String(epoch));
  await expect(explanation(page)).toHaveAttribute('aria-busy', 'false');
};

test('an image of the gallery tells why it has its pair, epoch by epoch and arm by arm, on a desk or a phone', async ({
  app,
}) => {
  const { page } = app;
  await trainedAndPaused(app, contrast, 6 * stepsAnEpoch);
  await page.getByTestId('gallery').locator('.query').first().click();
  const inspector = page.getByTestId('inspector');
  await expect(inspector).toBeVisible();
  // It takes the gallery's place, which Escape gives back.
  await expect(page.getByTestId('gallery')).toBeHidden();
  const slider = inspector.getByTestId('inspector-slider');
  const newest = Number(await slider.getAttribute('max'));
  expect(newest).toBe(Math.floor((await app.number('step')) / stepsAnEpoch));

  // Newest epoch of the last arm, which is AdaSim: a gate, a full window, and what was or was not drawn.
  const verdict = inspector.getByTestId('verdict');
  await expect(verdict).toContainText(/^Gate (open|shut)\. Over the last 3 epochs image \d+ /);
  await expect(inspector.getByTestId('window-votes').getByRole('columnheader')).toHaveText(
    [newest - 2, newest - 1, newest].map((epoch) => `epoch ${epoch}`),
  );
  await expect(inspector.locator('.view')).toHaveCount(2);
  await expect(inspector.getByTestId('pair')).toContainText(
    /Step \d+ (trained|will train) on these two views/,
  );
  const chances = inspector.locator('.candidate');
  expect(await chances.count()).toBeGreaterThan(1);

  // Votes are there to be seen behind a gate that is shut, too.
  for (let tries = 0; !(await verdict.innerText()).startsWith('Gate shut'); tries += 1) {
    expect(tries).toBeLessThan(images);
    const image = Number(await inspector.getByTestId('inspector-image').inputValue());
    await inspector.getByRole('button', { name: 'Next image' }).click();
    await answered(page, (image + 1) % images, newest);
  }
  const bars = await chances
    .locator('.bar i')
    .evaluateAll((all) => all.map((bar) => bar.getBoundingClientRect().width));
  expect(bars).toEqual(bars.toSorted((one, other) => other - one));
  expect(bars[0]).toBeGreaterThan(20);

  // One whose gate is open is one click away. It draws: the probabilities are of one whole.
  await inspector.getByTestId('inspector-open').click();
  await expect(verdict).toContainText(/^Gate open\./);
  const shares = await chances.evaluateAll((all) =>
    all.map((one) => Number(one.getAttribute('data-probability'))),
  );
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 4);
  const drawn = await inspector.locator('.candidate.taken').getAttribute('data-image');
  expect(drawn).toBe(await inspector.getByTestId('pair').getAttribute('data-positive'));

  await slider.fill('0');
  await expect(verdict).toContainText('Too early. The votes of 3 epochs are needed and none are recorded');
  await expect(inspector.getByTestId('window-votes')).toHaveCount(0);
  await slider.fill('2');
  await expect(verdict).toContainText('2 are recorded');

  await slider.fill(String(newest - 1));
  await inspector.getByTestId('arm-tab-1').click();
  await expect(verdict).toContainText('Always the nearest. Policy naive takes the nearest other image');
  await inspector.getByTestId('arm-tab-0').click();
  await expect(verdict).toContainText('No neighbours. Policy none pairs');
  await expect(inspector.locator('.view').nth(1)).toContainText('view 2 of the image itself');

  await page.keyboard.press('Escape');
  await expect(page.getByTestId('gallery')).toBeVisible();
  await onEach(page, deskAndPhone, async ({ size }) => {
    await page.getByTestId('gallery').locator('.query').nth(1).click();
    await expect(page.getByTestId('verdict')).toBeVisible();
    // A card beside the gallery, or a sheet over it.
    const sheet = page.getByRole('dialog', { name: 'Why this pair?' });
    const isPhone = size.width < 500;
    await expectSound(page, isPhone ? 'dialog' : '[data-testid=inspector]');
    if (isPhone) {
      expect((await sheet.boundingBox())?.width).toBe(size.width);
      expect(await sheet.evaluate((node) => node.scrollWidth <= node.clientWidth)).toBe(true);
    }
    await page.keyboard.press('Escape');
    await expect(sheet.or(inspector)).toHaveCount(0);
  });
});

test('the newest epoch is followed while the run goes on, and a chosen one stays; a checkpoint knows the epochs since', async ({
  app,
}) => {
  const { page } = app;
  await trainedAndPaused(app, small, stepsAnEpoch);
  await page.getByTestId('gallery').locator('.query').first().click();
  const slider = page.getByTestId('inspector-slider');
  await expect(slider).toHaveAttribute('max', /\d/);
  const before = Number(await slider.inputValue());
  await app.button('play').click();
  await expect.poll(async () => Number(await slider.inputValue())).toBeGreaterThan(before + 1);
  await slider.fill('1');
  await expect(explanation(page)).toHaveAttribute('data-epoch', '1');
  const newest = Number(await slider.getAttribute('max'));
  await expect.poll(async () => Number(await slider.getAttribute('max'))).toBeGreaterThan(newest);
  await expect(explanation(page)).toHaveAttribute('data-epoch', '1');

  // Far enough for a window that is full.
  await app.untilStep(5 * stepsAnEpoch);
  await app.button('play').click();
  await app.expectPhase('paused');
  const epoch = Math.floor((await app.number('step')) / stepsAnEpoch);
  const { content } = await app.take('checkpoint');
  await app.choose('run.safetensors', content);
  await app.expectPhase('paused');
  await expect(page.getByTestId('inspector')).toContainText(
    `Epochs before ${epoch + 1} were trained before the file was saved`,
  );
  await expect(page.getByTestId('verdict')).toContainText(/^Gate/);
  await app.button('reset').click();
  await expect(page.getByTestId('verdict')).toContainText('Too early.');
  await expect(page.getByTestId('inspector')).not.toContainText('Epochs before');
});

test('the keyboard opens it, chooses in it and closes it; the focus comes back', async ({ app }) => {
  const { page } = app;
  await trainedAndPaused(app, small, 4 * stepsAnEpoch);
  const pictures = page.getByTestId('gallery').locator('.gallery-rows').getByRole('button');
  await pictures.first().focus();
  for (const key of ['ArrowRight', 'ArrowDown', 'ArrowLeft']) await page.keyboard.press(key);
  const image = page.getByTestId('gallery').locator('.query').nth(1);
  await expect(image).toBeFocused();
  // One stop for all of the pictures, at the one that was looked at last.
  await expect(page.locator('.gallery-rows button[tabindex="0"]')).toHaveCount(1);
  await expect(image).toHaveAttribute('tabindex', '0');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Why this pair?' })).toBeFocused();
  const newest = Number(await page.getByTestId('inspector-slider').inputValue());

  const box = page.getByRole('textbox', { name: 'image №' });
  await box.fill(String(images));
  await expect(box).toHaveAttribute('aria-invalid', 'true');
  await box.press('Escape');
  await expect(box).not.toHaveValue('256');
  await expect(page.getByTestId('inspector')).toBeVisible();
  await box.fill('41');
  await box.press('Enter');
  await answered(page, 41, newest);
  await page.getByTestId('inspector-slider').focus();
  await page.keyboard.press('ArrowLeft');
  await answered(page, 41, newest - 1);
  await page.getByTestId('inspector-random').press('Enter');
  await expect(box).toHaveValue(/^\d+$/);
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('inspector')).toHaveCount(0);
  await expect(image).toBeFocused();
});

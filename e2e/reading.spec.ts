/** @file Charts are read: by pointer and keyboard, all at one epoch, over some epochs, and with gallery and diagram. */
import type { Locator } from 'playwright/test';
import { expect, test } from './app.ts';
import { untrained } from './tags.ts';
import { violations } from './violations.ts';

/** Where a share of the way along a chart is. */
async function along(chart: Locator, share: number): Promise<{ x: number; y: number }> {
  await chart.scrollIntoViewIfNeeded();
  const box = await chart.locator('.plot-readable').boundingBox();
  if (box === null) throw new Error('There is no such chart.');
  return { x: box.x + share * box.width, y: box.y + box.height / 2 };
}

test(
  'all charts are read where one is, by pointer and by keys, and a click turns the page',
  untrained,
  async ({ app }) => {
    const { page } = app;
    // The recorded run is at its end at once.
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await app.open();
    await page.getByTestId('diagram').waitFor();
    const gallery = page.getByTestId('gallery');
    await gallery.locator('.query').first().waitFor();
    await page.getByTestId('diagnosis-0').waitFor();
    const chart = page.getByTestId('chart-knnAccuracy');
    const other = page.getByTestId('chart-rankMe');
    const values = chart.getByTestId('plot-values');

    const half = await along(chart, 0.5);
    await page.mouse.move(half.x, half.y);
    await expect(values).toContainText(/epoch 30\.0/);
    for (const arm of ['none', 'naive', 'adaptive'])
      await expect(values).toContainText(new RegExp(`${arm}\\s*\\d`));
    await expect(other.getByTestId('plot-values')).toBeVisible();
    await expect(other.locator('.plot-point')).toHaveCount(3);
    await page.mouse.move(2, 2);
    await expect(page.getByTestId('plot-values')).toHaveCount(0);

    // From point to point by keys, told to who does not see it.
    const slider = chart.getByRole('slider');
    await slider.focus();
    await page.keyboard.press('Home');
    await expect(slider).toHaveAttribute('aria-valuetext', /^epoch 0\.0: none \d/);
    await page.keyboard.press('ArrowRight');
    await expect(slider).toHaveAttribute('aria-valuetext', /^epoch [1-9]\d*\.0: none \d/);
    expect(await violations(page, '.questions')).toEqual([]);

    // Enter turns gallery and diagram to that epoch, and again back.
    const when = gallery.locator('.scrubber label');
    await expect(when).toContainText('after epoch 60');
    await page.keyboard.press('Enter');
    await expect(when).not.toContainText('after epoch 60');
    await expect(other.locator('.plot-pin')).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(when).toContainText('after epoch 60');
    await expect(page.locator('.plot-pin')).toHaveCount(0);

    // A drag shows some epochs, in all charts; the key 0 shows all.
    const [from, to] = [await along(chart, 0.25), await along(chart, 0.5)];
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move((from.x + to.x) / 2, from.y);
    await expect(chart.locator('.plot-range')).toBeVisible();
    await page.mouse.move(to.x, to.y);
    await page.mouse.up();
    const otherSlider = other.getByRole('slider');
    await expect
      .poll(async () => Math.round(Number(await otherSlider.getAttribute('aria-valuemin'))))
      .toBe(15);
    await expect
      .poll(async () => Math.round(Number(await otherSlider.getAttribute('aria-valuemax'))))
      .toBe(30);
    await slider.focus();
    await page.keyboard.press('0');
    await expect(otherSlider).toHaveAttribute('aria-valuemin', '0');
    await slider.press('+');
    await expect(otherSlider).not.toHaveAttribute('aria-valuemax', '60');
    await chart.getByRole('button', { name: 'Whole run' }).click();
    await expect(otherSlider).toHaveAttribute('aria-valuemax', '60');
  },
);

test('a loss is read smooth and on a logarithmic axis', untrained, async ({ app }) => {
  const { page } = app;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await app.open();
  await page.getByTestId('diagnosis-0').waitFor();
  await page.getByTestId('more-optimising').click();
  const chart = page.getByTestId('question-optimising').locator('figure.chart');
  await expect(chart).toHaveAttribute('data-testid', 'chart-loss');
  const curves = chart.locator('.plot-curve');
  await expect(curves).toHaveCount(3);
  const smooth = page.getByRole('button', { name: 'Smooth' });
  await smooth.click();
  await expect(smooth).toHaveAttribute('aria-pressed', 'true');
  await expect(curves).toHaveCount(6);
  const shape = () => curves.first().getAttribute('d');
  const before = await shape();
  await page.getByRole('button', { name: 'Log scale' }).click();
  await expect.poll(shape).not.toBe(before);
  // Even on logarithms, what is read are the values.
  await chart.getByRole('slider').focus();
  await page.keyboard.press('End');
  await expect(chart.getByRole('slider')).toHaveAttribute('aria-valuetext', /none [1-9]/);
  expect(await violations(page, '.questions')).toEqual([]);
});

/** @file What is open lies over nothing that is needed, and nothing is cut off. */
import type { Page } from 'playwright/test';
import { expect, test, tinyRunWith } from './app.ts';
import { isOnTop, lookOn, screens } from './screens.ts';
import { untrained } from './tags.ts';

const phone = screens[2];

/** The recorded run at its end, with its pictures. */
async function openRecorded(page: Page): Promise<void> {
  await page.getByTestId('recorded').waitFor();
  await page.getByTestId('gallery').locator('.query').first().waitFor();
}

test('the menu lies over the performance panel', untrained, async ({ app }) => {
  const { page } = app;
  // So low that the two meet.
  await page.setViewportSize({ width: 1000, height: 560 });
  await app.open('preset=quick');
  await page.getByTestId('performance').click();
  const panel = page.getByRole('region', { name: 'Performance' });
  await expect(panel).toBeVisible();
  await app.button('files').click();
  const menu = page.getByRole('menu', { name: 'File' });
  const [over, under] = [await menu.boundingBox(), await panel.boundingBox()];
  expect((over?.y ?? 0) + (over?.height ?? 0)).toBeGreaterThan((under?.y ?? Infinity) + 40);
  expect((over?.x ?? 0) + (over?.width ?? 0)).toBeGreaterThan((under?.x ?? Infinity) + 40);
  for (const item of await menu.getByRole('menuitem').all()) {
    await item.scrollIntoViewIfNeeded();
    expect(await isOnTop(item), await item.innerText()).toBe(true);
  }
});

test('what closes a sheet stays in reach, however far it is scrolled', untrained, async ({ app }) => {
  const { page } = app;
  await lookOn(page, phone);
  await app.open();
  await openRecorded(page);
  await page.getByTestId('gallery').locator('.query').first().click();
  const sheet = page.getByRole('dialog', { name: 'Why this pair?' });
  await expect(sheet.getByTestId('verdict')).toBeVisible();
  await sheet.evaluate((node) => node.scrollTo(0, node.scrollHeight));
  expect(await sheet.evaluate((node) => node.scrollTop)).toBeGreaterThan(100);
  const close = sheet.getByRole('button', { name: 'Close' });
  await expect(close).toBeInViewport({ ratio: 1 });
  expect(await isOnTop(close)).toBe(true);
  await close.click();
  await expect(sheet).toHaveCount(0);
});

test('what a chart tells under the pointer lies over its dots', untrained, async ({ app }) => {
  const { page } = app;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await app.open();
  await openRecorded(page);
  // Where the curves end within the plot, so that what is told comes to lie on their heads.
  await page.getByTestId('playback-slider').fill('1260');
  // What lets the pointer through would not be found under it.
  await page.addStyleTag({ content: '.plot * { pointer-events: auto !important; }' });
  let met = 0;
  for (const metric of ['knnAccuracy', 'rankMe', 'gateOpenShare']) {
    const chart = page.getByTestId(`chart-${metric}`);
    await chart.scrollIntoViewIfNeeded();
    const slider = chart.getByRole('slider');
    await slider.focus();
    await slider.press('Home');
    for (let point = 0; point < 40; point += 1) {
      await slider.press('ArrowRight');
      const dots = await chart.evaluate((figure) => {
        const values = figure.querySelector('.plot-values');
        if (values === null) return [];
        const { left, right, top, bottom } = values.getBoundingClientRect();
        return [...figure.querySelectorAll('.head, .plot-point')].flatMap((dot) => {
          const box = dot.getBoundingClientRect();
          const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
          if (x <= left + 1 || x >= right - 1 || y <= top + 1 || y >= bottom - 1) return [];
          return [values.contains(document.elementFromPoint(x, y))];
        });
      });
      met += dots.length;
      expect(dots).not.toContain(false);
    }
  }
  expect(met).toBeGreaterThan(0);
});

test('four arms, on a desk and on a phone: no number wraps, the status cuts none, and pictures left out say so', async ({
  app,
}) => {
  const { page } = app;
  // Two steps of sixteen images an epoch leave eight of forty out.
  const four = tinyRunWith({ 'data.trainImages': '40', 'evaluation.everyEpochs': '20' });
  four.set('preset', 'collapse');
  await app.open(four);
  await app.button('play').click();
  await app.untilStep(100);
  for (const size of [{ width: 1440, height: 900 }, { width: 1000, height: 800 }, phone.size]) {
    await page.setViewportSize(size);
    for (const metric of ['knnAccuracy', 'teacherEntropy', 'gateOpenShare', 'loss']) {
      const values = page.getByTestId(`latest-${metric}`).locator('b');
      await expect(values).toHaveCount(4);
      await expect(values.first()).not.toHaveText('\u00a0');
      const tops = await values.evaluateAll((all) =>
        all.map((one) => Math.round(one.getBoundingClientRect().top)),
      );
      expect(new Set(tops).size, `${metric} at ${size.width}`).toBe(1);
    }
  }
  // On the phone: what has no room is wholly out of sight, on a second line.
  await expect(app.status).toContainText(/ left/);
  const cut = () =>
    app.status.evaluate((line) => {
      const whole = line.getBoundingClientRect();
      return [...line.children].flatMap((part) => {
        const { right, top, width } = part.getBoundingClientRect();
        const shown = width > 0 && top < whole.bottom - 1 && part.checkVisibility();
        const fits = right <= whole.right + 0.5 && part.scrollWidth <= part.clientWidth + 1;
        return shown && !fits && !part.classList.contains('hidden') ? [part.textContent] : [];
      });
    });
  for (let look = 0; look < 5; look += 1) {
    expect(await cut()).toEqual([]);
    await app.untilStep((await app.number('step')) + 4);
  }
  await app.button('play').click();
  await app.expectPhase('paused');
  const gallery = page.getByTestId('gallery');
  const slider = gallery.getByTestId('gallery-slider');
  const leftOut = gallery.locator('.left-out');
  for (let back = 0; (await leftOut.count()) === 0; back += 1) {
    expect(back).toBeLessThan(20);
    await slider.press('ArrowLeft');
  }
  await expect(leftOut.first()).toHaveText('left out of this epoch');
  await expect(leftOut.first().locator('.term')).toBeVisible();
});

/** @file The map: a live run's pictures where the network puts them, by pointer and by keyboard, on a desk and on a phone. */
import type { Locator, Page } from 'playwright/test';
import { expect, test, tinyRunWith, type App } from './app.ts';
import { deskAndPhone, expectSound, onEach } from './screens.ts';
import { untrained } from './tags.ts';

const images = 128;

/** A window of three epochs of eight steps, in three arms. */
const contrast = tinyRunWith({ 'data.trainImages': String(images) });
contrast.set('preset', 'contrast');
contrast.set('evaluation.transfer', 'none');

const canvas = (page: Page): Locator => page.getByTestId('map-canvas');
const card = (page: Page): Locator => page.locator('.map-card');
const slider = (page: Page): Locator => page.getByTestId('map-slider');

/** The step of the moment that is shown. */
const stepShown = async (page: Page): Promise<number> => Number(await card(page).getAttribute('data-step'));

/** Trains with the map open until there are a few moments of it, and pauses. */
async function trainedAndPaused(app: App, epochs: number): Promise<void> {
  const { page } = app;
  await app.open(contrast);
  await page.getByTestId('view-map').click();
  await expect(page.getByTestId('map-waiting')).toBeVisible();
  await app.button('play').click();
  await expect
    .poll(async () => Number(await slider(page).getAttribute('max')))
    .toBeGreaterThanOrEqual(epochs);
  await app.button('play').click();
  await app.expectPhase('paused');
}

/** A picture of what the canvas shows. */
const shown = (page: Page): Promise<string> =>
  canvas(page).evaluate((node) => (node as HTMLCanvasElement).toDataURL());

test('tells of every epoch while the run goes on, and of none once it is closed', async ({ app }) => {
  const { page } = app;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await app.open(contrast);
  await page.getByTestId('view-map').click();
  await expect(page).toHaveURL(/\?preset=contrast&.*#map$/);
  await app.button('play').click();
  await expect(canvas(page)).toBeVisible();
  await expect(canvas(page)).toHaveAttribute('aria-label', `Map of ${images} training pictures`);
  const [step, before] = [await stepShown(page), await shown(page)];
  await expect.poll(() => stepShown(page)).toBeGreaterThan(step);
  await expect.poll(() => shown(page)).not.toBe(before);
  await expect(page.getByTestId('legend-value-0')).toContainText('circle');

  // The run goes on where it is not looked at, and its settings stay in the address.
  await page.goBack();
  await expect(page.getByTestId('diagram')).toBeVisible();
  await expect(page.getByTestId('view-overview')).toHaveAttribute('aria-current', 'page');
  await app.untilStep((await app.number('step')) + 1);
  await app.expectPhase('training');
  await page.goForward();
  await expect(canvas(page)).toBeVisible();
  await app.button('play').click();
  await app.expectPhase('paused');
  await expect(page).toHaveURL(/\?preset=contrast&.*data\.trainImages=128.*#map$/);
});

test('is walked by keyboard: a picture is chosen, its neighbours are told, and it is asked about', async ({
  app,
}) => {
  const { page } = app;
  const { keyboard } = page;
  await trainedAndPaused(app, 4);
  const said = page.getByTestId('map-said');
  const chosen = page.getByTestId('map-chosen');
  await canvas(page).focus();
  await keyboard.press('ArrowRight');
  await expect(said).toHaveText(/^[\w ]+, (gate (open|shut)|no gate yet), nearest: [\w ]+$/);
  const first = await chosen.getAttribute('data-image');
  await keyboard.press('ArrowLeft');
  await expect(chosen).not.toHaveAttribute('data-image', first ?? '');

  // The keys 1 to 5 lead to the neighbours that stand beside the map in words.
  const near = page.getByTestId('map-neighbours').getByRole('button');
  await expect(near).toHaveCount(5);
  const others = await near.evaluateAll((all) =>
    all.flatMap((one) => (one.hasAttribute('disabled') ? [] : one.getAttribute('data-image'))),
  );
  await keyboard.press('2');
  await expect(chosen).toHaveAttribute('data-image', others[1] ?? '');
  await expect(canvas(page)).toBeFocused();

  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Why this pair?' })).toBeFocused();
  await expect(page.locator('.explanation')).toHaveAttribute('data-image', others[1] ?? '');
  // Both ways: what the inspector turns to is looked at on the map.
  await page.getByTestId('inspector').getByRole('button', { name: 'Next image' }).click();
  await expect(chosen).toHaveAttribute('data-image', String((Number(others[1]) + 1) % images));
  await keyboard.press('Escape');
  await expect(canvas(page)).toBeFocused();

  // Zoomed, it is another picture; as a whole, the same again.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const whole = await shown(page);
  await keyboard.press('+');
  await expect.poll(() => shown(page)).not.toBe(whole);
  await keyboard.press('0');
  await expect.poll(() => shown(page)).toBe(whole);
});

test('a brush by keyboard and by pointer tells what is in it', async ({ app }) => {
  const { page } = app;
  await trainedAndPaused(app, 4);
  const brushed = page.getByTestId('map-brushed');
  await canvas(page).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('b');
  await expect(page.getByTestId('map-brush')).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Enter');
  await expect(brushed).toContainText(/^In the brush: \d+ pictures?/);
  await expect(page.getByTestId('map-said')).toHaveText(/^\d+ pictures in the brush$/);
  await expect(brushed.getByRole('listitem').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(brushed).toHaveCount(0);
  await expect(page.getByTestId('map-brush')).toHaveAttribute('aria-pressed', 'false');

  // Around everything.
  await page.getByTestId('map-brush').click();
  const box = await canvas(page).boundingBox();
  if (box === null) throw new Error('There is no map.');
  const [right, bottom] = [box.x + box.width - 4, box.y + box.height - 4];
  await page.mouse.move(box.x + 4, box.y + 4);
  await page.mouse.down();
  for (const [x, y] of [
    [right - 60, box.y + 4],
    [right, bottom],
    [box.x + 4, bottom],
  ] as const)
    await page.mouse.move(x, y);
  await page.mouse.up();
  await expect(brushed).toContainText(`In the brush: ${images} pictures`);
  await expect(brushed).toContainText(/gate open for \d/);
});

test('colours, isolates, finds, compares two arms and turns back through the epochs', async ({ app }) => {
  const { page } = app;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await trainedAndPaused(app, 5);
  const looks = new Set([await shown(page)]);
  const expectOther = async () => {
    await expect.poll(async () => looks.has(await shown(page))).toBe(false);
    looks.add(await shown(page));
  };
  await page.getByTestId('legend-value-2').click();
  await expect(page.getByTestId('legend-value-2')).toHaveAttribute('aria-pressed', 'true');
  await expectOther();
  await page.getByTestId('legend-value-2').click();
  await page.getByTestId('map-search').fill('meadow');
  await expectOther();
  await page.getByTestId('map-search').fill('');
  await page.getByTestId('colour-gate').click();
  await expect(page.locator('.map-legend')).toContainText(/Gate shut \d+/);
  await expectOther();
  await page.getByTestId('colour-agreement').click();
  await expect(page.locator('.map-legend')).toContainText('of five nearest, both arms share');
  await expectOther();

  await page.getByTestId('beside').click();
  await expect(card(page)).toHaveAttribute('data-maps', '2');
  await expect(page.locator('.arm-names')).toContainText(/k-NN 0\.\d\d, RankMe \d/);
  await expectOther();
  await canvas(page).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByTestId('map-compared')).toContainText(/Both arms agree on \d of 5/);
  await page.getByTestId('beside').click();
  await expect(card(page)).toHaveAttribute('data-maps', '1');

  const newest = Number(await slider(page).getAttribute('max'));
  const step = await stepShown(page);
  await slider(page).fill('2');
  await expect(card(page)).toHaveAttribute('data-step', '16');
  await expect(page.locator('.time-words')).toContainText(`after epoch 2of ${newest}`);
  await expectOther();
  await canvas(page).focus();
  await page.keyboard.press(']');
  await expect(card(page)).toHaveAttribute('data-step', '24');
  await page.getByTestId('map-play').click();
  await expect(card(page)).toHaveAttribute('data-step', String(step));
  await expect(page.getByTestId('map-play')).toHaveAccessibleName('Play the epochs');

  await onEach(page, deskAndPhone, () => expectSound(page, '[data-testid=map]'));
});

test('UMAP is laid out when it is asked for, says what it is not, and leads back to PCA', async ({ app }) => {
  const { page } = app;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await trainedAndPaused(app, 4);
  const subtitle = page.getByTestId('map-subtitle');
  await expect(subtitle).toContainText('principal axes');
  const axes = await shown(page);
  await page.getByTestId('map-umap').click();
  await expect(subtitle).toContainText('UMAP: a layout, not a measurement.');
  await expect(page.getByTestId('map-umap')).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => shown(page)).not.toBe(axes);
  await expect(canvas(page)).toHaveAttribute('aria-label', `Map of ${images} training pictures`);
  await expectSound(page, '[data-testid=map]');
  await slider(page).fill('2');
  await expect(subtitle).toContainText('principal axes');
  await expect(card(page)).toHaveAttribute('data-step', '16');
  // It is kept.
  await page.getByTestId('map-umap').click();
  await expect(subtitle).toContainText('a layout, not a measurement');
});

test(
  'the map of a recorded run goes with its charts, and they with it; what was not recorded is said',
  untrained,
  async ({ app }) => {
    const { page } = app;
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await app.open('backend=wasm#map');
    await expect(canvas(page)).toHaveAttribute('aria-label', 'Map of 320 training pictures');
    const end = await stepShown(page);
    expect(end).toBe(await app.number('step'));
    const late = await shown(page);
    await expect(page.getByTestId('map-subtitle')).toContainText('320 of 2 382 pictures. Train live');
    await expect(page.getByTestId('map-umap')).toHaveCount(0);
    await expect(page.getByTestId('colour-agreement')).toHaveCount(0);
    await onEach(page, deskAndPhone, () => expectSound(page, '[data-testid=map]'));

    // Its own track moves the whole run, to a moment that was kept.
    await slider(page).fill('1');
    await expect.poll(() => stepShown(page)).toBe(37);
    expect(await app.number('step')).toBe(37);
    await expect.poll(() => shown(page)).not.toBe(late);
    const early = await shown(page);
    await page.getByTestId('view-overview').click();
    expect(await app.number('step')).toBe(37);
    await expect(page.getByTestId('gallery-slider')).toHaveValue('0');
    await page.getByTestId('playback-slider').fill(String(end));
    await page.getByTestId('view-map').click();
    await expect.poll(() => stepShown(page)).toBe(end);
    await expect.poll(() => shown(page)).not.toBe(early);

    // A picture tells what it is, and that its neighbours are not kept.
    await canvas(page).press('ArrowRight');
    await canvas(page).press('ArrowRight');
    await expect(page.getByTestId('map-said')).toContainText('no neighbours recorded');
    await expect(page.getByTestId('map-chosen')).toContainText('The recording keeps who is nearest');
  },
);

test(
  'a recorded run whose map cannot be had says so, and is trained live from there',
  untrained,
  async ({ app }) => {
    const { page } = app;
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.route('**/recorded/*.scenes.json', (route) => route.fulfill({ status: 404 }));
    await app.open('backend=wasm#map');
    const notice = page.getByTestId('map-recorded');
    await expect(notice).toContainText('The map of this recorded run could not be fetched.');
    await onEach(page, deskAndPhone, () => expectSound(page, '[data-testid=map]'));
    await page.getByTestId('map-train').click();
    await expect(notice).toHaveCount(0);
    await expect(page.getByTestId('map-waiting')).toBeVisible();
  },
);

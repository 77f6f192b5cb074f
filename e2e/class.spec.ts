/** @file Before a class: the page on a projector, a link for pupils with its QR code, and a frame in another page. */
import type { Page } from 'playwright/test';
import { isolated } from './addresses.ts';
import { expect, test } from './app.ts';
import { deskAndPhone, expectSound, lookOn, onEach } from './screens.ts';
import { untrained } from './tags.ts';
import { violations } from './violations.ts';

const classroom = { size: { width: 1920, height: 1080 }, scheme: 'light' } as const;

/** Every text on the page that is seen and smaller than this, in pixels of the screen; drawings may be stretched. */
const smallTexts = (page: Page, least: number): Promise<string[]> =>
  page.evaluate((limit) => {
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node.parentElement;
      if (element === null || node.textContent?.trim() === '' || element.closest('style, script') !== null)
        continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const { width, height } = range.getBoundingClientRect();
      const seen = element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
      if (!seen || width === 0 || height === 0 || element.closest('.hidden, .skip') !== null) continue;
      const matrix = element instanceof SVGGraphicsElement ? element.getScreenCTM() : null;
      const stretched =
        matrix === null ? 1 : Math.min(Math.hypot(matrix.a, matrix.b), Math.hypot(matrix.c, matrix.d));
      const size = Number.parseFloat(getComputedStyle(element).fontSize) * stretched;
      if (size < limit) found.push(`${size.toFixed(1)} px: ${node.textContent ?? ''}`);
    }
    return found;
  }, least);

test('on a projector no text is under 20 pixels, whatever the lesson shows', untrained, async ({ app }) => {
  const { page } = app;
  await lookOn(page, classroom);
  await app.open();
  // What the test looks for is there: without the mode there is smaller text, in HTML and in drawings.
  const usual = await smallTexts(page, 20);
  expect(usual.length).toBeGreaterThan(50);

  await page.keyboard.press('p');
  await expect(page.getByTestId('caption-bar')).toBeVisible();
  await expect(page.getByTestId('diagram').locator('.nearest li').first()).toBeVisible();
  expect(await smallTexts(page, 20)).toEqual([]);
  // A pointer on the curves has them tell their values.
  await page.getByTestId('chart-knnAccuracy').locator('.plot-readable').hover();
  await expect(page.getByTestId('chart-knnAccuracy').getByTestId('plot-values')).toBeVisible();
  expect(await smallTexts(page, 20)).toEqual([]);

  await page.goto('./?lesson=the-gate&projector=1');
  const bar = page.getByTestId('caption-bar');
  await expect(bar).toHaveAttribute('data-stage', 'text');
  await expect(page.getByTestId('diagram').locator('.nearest li').first()).toBeVisible();
  const stages = new Set<string | null>();
  while (await page.getByTestId('caption-next').isEnabled()) {
    const stage = await bar.getAttribute('data-stage');
    stages.add(stage);
    if (stage === 'task') {
      await page.getByTestId('caption-act').click();
      await expect(page.getByTestId('caption-act').locator('.icon')).toBeVisible();
    }
    expect(await smallTexts(page, 20)).toEqual([]);
    await page.getByTestId('caption-next').click();
  }
  expect([...stages]).toEqual(['text', 'task', 'question', 'answer']);

  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  expect(await smallTexts(page, 20)).toEqual([]);
});

test('a clicker turns what is on the projector, and Escape leaves it', untrained, async ({ app }) => {
  const { page } = app;
  const { keyboard } = page;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await app.open('lesson=the-gate&card=1');
  await page.getByTestId('to-projector').click();
  const bar = page.getByTestId('caption-bar');
  await expect(page).toHaveURL(/lesson=the-gate&card=1&projector=1$/);
  await expect(bar).toContainText('only if the network recognises the picture itself');
  await expect(page.locator('.diagram .gate')).toHaveCSS('outline-style', 'solid');
  await keyboard.press('PageDown');
  await expect(bar).toHaveAttribute('data-stage', 'task');
  await keyboard.press('ArrowRight');
  await expect(bar).toContainText('One in eight or nine.');
  await expect(bar.getByTestId('caption-answer')).toHaveCount(0);
  await keyboard.press('PageDown');
  await expect(bar.getByTestId('caption-answer')).toContainText('Most pictures are still taken for another');
  await keyboard.press('PageUp');
  await expect(bar).toHaveAttribute('data-stage', 'question');
  await keyboard.press('ArrowRight');
  await keyboard.press('ArrowRight');
  await expect(bar).toContainText('A shut gate');
  await expect(page).toHaveURL(/card=2&projector=1$/);
  await keyboard.press('Escape');
  await expect(bar).toHaveCount(0);
  await expect(page).toHaveURL(/lesson=the-gate&card=2$/);
  await expect(page.getByTestId('lesson').getByRole('heading', { level: 2 })).toHaveText('A shut gate');
});

test(
  'a lesson on a projector needs no scrolling, and axe finds nothing on it',
  untrained,
  async ({ app }) => {
    const { page } = app;
    for (const size of [classroom.size, { width: 1440, height: 900 }]) {
      await lookOn(page, { ...classroom, size });
      for (const card of ['the-gate&card=1', 'the-gate&card=4', 'neighbours&card=5', 'did-it-learn&card=2']) {
        await page.goto(`./?lesson=${card}&projector=1`);
        await expect(page.getByTestId('diagram').locator('.nearest li').first()).toBeVisible();
        await expect(page.locator('.question')).toHaveCount(2);
        const next = page.getByTestId('caption-next');
        for (let stage = 0; stage < 4; stage += 1) {
          const over = () =>
            page.evaluate(
              () => document.documentElement.scrollHeight - document.documentElement.clientHeight,
            );
          await expect.poll(over, `${card} at ${size.width}, stage ${stage}`).toBeLessThanOrEqual(0);
          if (stage < 3) await next.click();
        }
      }
    }
    await expectSound(page);
    await lookOn(page, { ...classroom, scheme: 'dark' });
    await expectSound(page);
  },
);

test(
  'what is shared with a class begins, hides and locks as its form says',
  untrained,
  async ({ app, context }) => {
    const { page } = app;
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await app.open('preset=contrast&seed=8&lesson=the-gate&card=2');
    await page.getByTestId('to-class').click();
    const dialog = page.getByRole('dialog', { name: 'Share with a class' });
    const link = dialog.getByTestId('class-link');
    await expect(link).toContainText('?preset=contrast&seed=8&lesson=the-gate&card=2');
    await expect(dialog).toContainText('they protect nothing');
    const code = async () => (await dialog.getByTestId('qr').locator('path').getAttribute('d')) ?? '';
    const before = await code();
    await dialog.getByTestId('class-card').selectOption('1');
    for (const hidden of ['settings', 'files']) await dialog.getByTestId(`sees-${hidden}`).click();
    for (const held of ['preset', 'seed', 'arm']) await dialog.getByTestId(`changes-${held}`).click();
    await dialog.getByTestId('answers').click();
    expect(await code()).not.toBe(before);
    await onEach(page, deskAndPhone, () => expectSound(page, '.share-dialog'));

    await dialog.getByTestId('fill-screen').click();
    const full = page.getByTestId('qr-full');
    const box = await full.getByTestId('qr').boundingBox();
    expect(box?.width).toBeGreaterThan(300);
    await page.keyboard.press('Escape');
    await expect(full).toHaveCount(0);
    await expect(dialog).toBeVisible();
    await dialog.getByTestId('copy-class-link').click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(await link.innerText()).toBe(copied);
    expect(copied).toContain('card=1&hide=settings,files&lock=preset,seed,arm&answers=kept');

    await lookOn(page, { size: { width: 1440, height: 900 }, scheme: 'light' });
    await page.goto(copied);
    await expect(page.getByTestId('lesson')).toBeVisible();
    for (const absent of ['open-settings', 'files']) await expect(page.getByTestId(absent)).toHaveCount(0);
    await expect(page.getByTestId('preset')).toBeDisabled();
    await expect(app.button('new-seed')).toBeDisabled();
    await expect(app.button('new-seed')).toHaveAccessibleName(/locked by whoever shared this link/);
    await expect(page.getByTestId('lane-1')).toBeDisabled();
    await expect(page.getByTestId('diagram').getByTestId('locked-note')).toHaveText(
      'The arm is locked by whoever shared this link.',
    );
    // Their keys go with them.
    for (const key of [',', 'n']) await page.keyboard.press(key);
    await expect(page.getByRole('complementary', { name: 'Experiment' })).toHaveCount(0);
    await expect(app.button('new-seed')).toContainText('8');
    await page.getByTestId('option-3').click();
    await expect(page.getByTestId('option-3')).toHaveAttribute('data-answer', 'open');
    await expect(page.getByTestId('lesson-answer')).toHaveCount(0);
    await expect(page.getByTestId('lesson-question')).toContainText('keeps the answer for the class');
    expect(await violations(page)).toEqual([]);
  },
);

test(
  'settings that are locked can be read, and a page without pictures has none',
  untrained,
  async ({ app }) => {
    const { page } = app;
    await app.open('preset=quick&lock=settings&hide=diagram,neighbours');
    await app.openSettings();
    await expect(page.locator('#settings').getByTestId('locked-note')).toHaveText(
      'The settings are locked by whoever shared this link.',
    );
    await expect(page.getByTestId('field-bootstrap.topK').getByRole('textbox')).toBeDisabled();
    await expect(page.getByTestId('diagram')).toHaveCount(0);
    await expect(page.getByTestId('gallery')).toHaveCount(0);
    await expect(page.getByTestId('question-learning')).toBeVisible();
    expect(await violations(page)).toEqual([]);
  },
);

test('within another page it has a small bar, and leads to the whole one', untrained, async ({ app }) => {
  const { page } = app;
  await lookOn(page, { size: { width: 800, height: 600 }, scheme: 'light' });
  await page.goto('./?preset=quick&seed=4&embed=1');
  await expect(app.button('play')).toBeVisible();
  await expectSound(page);

  await page.setContent(
    `<h1>A course</h1><iframe src="${isolated}?preset=quick&seed=4&embed=1" width="700" height="500"></iframe>`,
  );
  const frame = page.frameLocator('iframe');
  await expect(frame.getByTestId('question-learning')).toBeVisible();
  await expect(frame.getByTestId('play')).toBeVisible();
  for (const absent of ['preset', 'files', 'performance', 'open-settings'])
    await expect(frame.getByTestId(absent)).toHaveCount(0);
  const whole = await frame.getByTestId('full-page').getAttribute('href');
  expect(new URL(whole ?? '', isolated).href).toBe(`${isolated}?preset=quick&seed=4`);
});

/** @file The page before Play: its weight, its link, its keys, its themes, and what assistive software meets. */
import { gzipSync } from 'node:zlib';
import { expect, test } from './app.ts';
import { deskAndPhone, expectSound, lookOn, screens } from './screens.ts';
import { violations } from './violations.ts';
import { slowAndUntrained, untrained } from './tags.ts';

test(
  'loads at most 200 kB of JavaScript before Play, and nothing of the engine',
  untrained,
  async ({ app }) => {
    const scripts: Promise<{ url: string; size: number }>[] = [];
    app.page.on('response', (response) => {
      if (response.url().endsWith('.js'))
        scripts.push(response.body().then((body) => ({ url: response.url(), size: gzipSync(body).length })));
    });
    await app.open();
    await app.page.waitForLoadState('networkidle');
    const loaded = await Promise.all(scripts);
    expect(loaded.length).toBeGreaterThan(0);
    expect(loaded.reduce((total, { size }) => total + size, 0)).toBeLessThan(200_000);
    // As the build names them: the workers, TensorFlow.js, its backends and our kernels.
    const engine = /\/(\w*worker|tf|dist|install|threads|single)[-.]/i;
    expect(loaded.filter(({ url }) => engine.test(url))).toEqual([]);
  },
);

test('the address holds what differs from the preset, and leads back to it', untrained, async ({ app }) => {
  await app.open('preset=emoji-vit&bootstrap.topK=8');
  await app.openSettings();
  const field = app.page.getByTestId('field-bootstrap.topK');
  await expect(field.getByRole('textbox')).toHaveValue('8');
  await expect(field.getByRole('button', { name: /Emoji ViT: 5/ })).toBeVisible();

  await app.page.getByTestId('field-bootstrap.policy').getByText('naive').click();
  await expect(app.page).toHaveURL(/\?preset=emoji-vit&bootstrap\.policy=naive&bootstrap\.topK=8$/);
  await field.getByRole('button', { name: /Emoji ViT: 5/ }).click();
  await expect(app.page).toHaveURL(/\?preset=emoji-vit&bootstrap\.policy=naive$/);

  await app.page.reload();
  await expect(
    app.page.getByTestId('field-bootstrap.policy').getByRole('radio', { name: 'naive' }),
  ).toBeChecked();
});

test('Back and Forward leave the settings alone, and the address has them', untrained, async ({ app }) => {
  const { page } = app;
  await app.open('preset=emoji-vit');
  await app.openSettings();
  const box = page.getByTestId('field-bootstrap.topK').getByRole('textbox');
  await page.keyboard.press('?');
  await page.getByTestId('to-check').click();
  await page.getByTestId('to-playground').click();
  await box.fill('9');
  await box.press('Enter');
  await expect(page).toHaveURL(/\?preset=emoji-vit&bootstrap\.topK=9$/);
  await page.goBack();
  await expect(page).toHaveURL(/\?preset=emoji-vit&bootstrap\.topK=9#check$/);
  await page.goBack();
  await expect(box).toHaveValue('9');
  await expect(page).toHaveURL(/\?preset=emoji-vit&bootstrap\.topK=9$/);

  // Within the moment in which the address is not written again.
  await box.fill('8');
  await box.press('Enter');
  // The setting comes into the box in its own time, and would undo the selection that is typed over.
  await expect(box).toHaveValue('8');
  await box.fill('7');
  await box.press('Enter');
  await page.evaluate(() => (location.hash = '#check'));
  await expect(page.getByRole('heading', { name: /Does this device compute/ })).toBeVisible();
  await expect(page).toHaveURL(/\?preset=emoji-vit&bootstrap\.topK=7#check$/);
});

test('shares its link, without what others put into it', untrained, async ({ app, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await app.open('preset=emoji-vit&bootstrap.topK=8&fbclid=x%2By&utm_source=a');
  await expect(app.notices).toHaveCount(0);
  await app.button('share').click();
  await expect(app.button('share')).toHaveText('Copied');
  expect(await app.page.evaluate(() => navigator.clipboard.readText())).toMatch(
    /\?preset=emoji-vit&bootstrap\.topK=8$/,
  );
  await app.openSettings();
  await app.page.getByTestId('field-bootstrap.policy').getByText('none').click();
  await expect(app.page).toHaveURL(/&bootstrap\.policy=none&bootstrap\.topK=8&fbclid=x%2By&utm_source=a$/);
});

test('a new seed is part of the link', untrained, async ({ app }) => {
  await app.open();
  await app.button('new-seed').click();
  await expect(app.page).toHaveURL(/seed=\d+/);
});

test('the keyboard alone reaches and drives everything', untrained, async ({ app }) => {
  await app.open();
  const { keyboard } = app.page;
  const focused = () =>
    app.page.evaluate(
      () => document.activeElement?.getAttribute('data-testid') ?? document.activeElement?.className,
    );
  await keyboard.press('Tab');
  expect(await focused()).toBe('skip');
  for (const view of ['overview', 'map']) {
    await keyboard.press('Tab');
    expect(await focused()).toBe(`view-${view}`);
  }
  await keyboard.press('Tab');
  expect(await focused()).toBe('preset');
  await keyboard.press('Tab');
  expect(await focused()).toBe('open-settings');
  await keyboard.press('Tab');
  expect(await focused()).toBe('play');

  await keyboard.press(',');
  await expect(app.page.getByRole('complementary', { name: 'Experiment' })).toBeVisible();
  await keyboard.press(',');
  await expect(app.page.getByRole('complementary', { name: 'Experiment' })).toHaveCount(0);

  await keyboard.press('?');
  const help = app.page.getByRole('dialog', { name: 'How this works' });
  await expect(help).toBeVisible();
  await expect(help.getByText('play or pause')).toBeVisible();
  await keyboard.press('Escape');
  await expect(help).toHaveCount(0);

  await keyboard.press('t');
  await expect(app.page.locator('html')).toHaveAttribute('data-theme', 'light');
  await keyboard.press('t');
  await expect(app.page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await keyboard.press('n');
  await expect(app.page).toHaveURL(/seed=\d+/);
  // T on a Russian keyboard, in its place.
  await app.page.evaluate(() =>
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'е', code: 'KeyT' })),
  );
  await expect(app.page.locator('html')).not.toHaveAttribute('data-theme');
});

test('a key that is pressed as soon as the page is there counts', untrained, async ({ app }) => {
  await app.page.addInitScript(() => {
    const watch = new MutationObserver(() => {
      if (document.querySelector('[data-testid=play]') === null) return;
      watch.disconnect();
      document.dispatchEvent(new KeyboardEvent('keydown', { key: '?' }));
    });
    watch.observe(document, { childList: true, subtree: true });
  });
  await app.open();
  await expect(app.page.getByRole('dialog')).toBeVisible();
});

test('single-key shortcuts can be switched off, and stay off', untrained, async ({ app }) => {
  await app.open();
  await app.page.keyboard.press('?');
  await app.page.getByRole('switch', { name: 'Single-key shortcuts' }).click();
  await app.page.keyboard.press('Escape');
  await app.page.reload();
  await app.page.keyboard.press('t');
  await expect(app.page.locator('html')).not.toHaveAttribute('data-theme');
});

test('credits name every work and its licence', untrained, async ({ app }) => {
  await app.open();
  await app.page.keyboard.press('?');
  await app.page.getByRole('button', { name: 'Credits and licences' }).click();
  const credits = app.page.getByRole('dialog', { name: 'Credits and licences' });
  for (const work of ['Noto Emoji', 'Twemoji', 'OpenMoji', 'Fashion-MNIST', 'TensorFlow.js', 'Inter'])
    await expect(credits.getByRole('link', { name: work, exact: true })).toBeVisible();
  await expect(credits.getByText('CC-BY-SA-4.0')).toBeVisible();
});

/** Each size and each scheme is among these; the other two pairs are for when there is time. */
const enough: readonly string[] = deskAndPhone.map(({ name }) => name);

for (const { name, ...screen } of screens) {
  const tags = enough.includes(name) ? untrained : slowAndUntrained;
  test(`axe finds nothing on ${name}, and nothing overflows`, tags, async ({ app }) => {
    await lookOn(app.page, screen);
    await app.open('preset=emoji-vit&bootstrap.topK=8&backend=quantum');
    await expectSound(app.page);

    if (screen.size.width >= 500) {
      await app.page.getByTestId('table-toggle-optimising').click();
      await app.page.getByTestId('more-collapsing').click();
    }
    await app.openSettings();
    if (screen.size.width < 500) {
      await expect(app.page.getByRole('dialog', { name: 'Experiment' })).toBeVisible();
    } else {
      await app.page.getByRole('button', { name: /more in Method/ }).click();
    }
    expect(await violations(app.page)).toEqual([]);
  });
}

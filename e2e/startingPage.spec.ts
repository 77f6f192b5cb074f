/** @file Ways to open the app in which it cannot start, or not at once: what the visitor is told then. */
import { pathToFileURL } from 'node:url';
import { plain } from './addresses.ts';
import { expect, test } from './app.ts';
import { untrained } from './tags.ts';

test('an address without the slash at its end leads to the app, link and all', untrained, async ({ app }) => {
  const { page } = app;
  const bare = plain.replace(/\/$/, '');
  // Such a host answers the folder's address with the folder's page.
  await page.route(
    (url) => url.href.split('?')[0] === bare,
    (route) => route.fulfill({ path: 'dist/index.html' }),
  );
  await page.goto(`${bare}?preset=emoji-vit&bootstrap.topK=8`);
  await expect(app.button('play')).toBeVisible();
  expect(page.url()).toBe(`${plain}?preset=emoji-vit&bootstrap.topK=8`);
  await app.openSettings();
  await expect(page.getByTestId('field-bootstrap.topK').getByRole('textbox')).toHaveValue('8');
});

test('a page whose files are not there says so', untrained, async ({ page }) => {
  await page.route(/\/assets\/index.*\.js$/, (route) => route.fulfill({ status: 404, body: 'Not found.' }));
  await page.goto('./');
  await expect(page.getByText('The app’s files could not be loaded.')).toBeVisible();
});

test('a page that is opened from the disk says what to do', untrained, async ({ page }) => {
  await page.goto(pathToFileURL('dist/index.html').href);
  await expect(page.getByText('This page was opened from a folder')).toBeVisible();
});

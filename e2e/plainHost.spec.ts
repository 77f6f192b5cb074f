/** @file The built folder on any static host: from a sub-path, without the headers that give WASM threads. */
import { plain } from './addresses.ts';
import { expect, test, tinyRun } from './app.ts';

test.use({ baseURL: plain });

test('trains from a sub-path, on one thread, and says so', async ({ app }) => {
  await app.open(tinyRun);
  expect(await app.page.evaluate(() => crossOriginIsolated)).toBe(false);
  await app.button('play').click();
  await app.untilStep(20);
  await expect(app.status).toContainText('1 thread');
});

test('finds its packed data below the sub-path', async ({ app }) => {
  const asked: string[] = [];
  app.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const emoji = new URLSearchParams(tinyRun);
  emoji.set('data.name', 'emoji-32');
  await app.open(emoji);
  await app.button('play').click();
  await app.untilStep(1);
  expect(asked.filter((path) => !path.startsWith('/some/where/'))).toEqual([]);
  expect(asked.some((path) => path.startsWith('/some/where/data/emoji-32/'))).toBe(true);
});

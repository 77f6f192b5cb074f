/** @file The table that a run ends with, on the built site, with features tried on another dataset. */
import { expect, test, tinyRunWith } from './app.ts';
import { deskAndPhone, expectSound, narrow, onEach } from './screens.ts';

test('a run ends with a table of its arms against the floors, which can be copied and fits every screen', async ({
  app,
  context,
}) => {
  const { page } = app;
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  // Tried on grey images of few pixels, of which the floors are soon measured.
  await app.open(
    tinyRunWith({
      preset: 'contrast',
      'evaluation.transfer': 'fashion-mnist',
      epochs: '4',
    }),
  );
  const results = page.getByTestId('results');
  await expect(page.getByTestId('to-results')).toBeHidden();
  await app.button('play').click();
  await app.expectPhase('finished');
  await page.getByTestId('to-results').click();
  await expect(results).toBeInViewport();
  await expect(results.locator('thead th')).toHaveText([
    /^k-NN Shapes/,
    /^linear probe Shapes/,
    /^retrieval Shapes/,
    /^transfer k-NN Fashion-MNIST/,
    /^transfer probe Fashion-MNIST/,
    /^RankMe/,
  ]);
  await expect(results.locator('tbody th')).toHaveText([
    ...['none', 'naive', 'adaptive'],
    ...['untrained', 'raw pixels', 'chance'],
  ]);

  const inTable = async (column: number) => {
    const cells = results.locator(`tbody:first-of-type td:nth-of-type(${column})`);
    return cells.evaluateAll((all) => all.map((cell) => Number(cell.getAttribute('data-value'))));
  };
  for (const [column, metric] of [
    [1, 'knnAccuracy'],
    [5, 'transferProbe'],
  ] as const) {
    const last = [...(await app.columns('learning', metric)).values()].map((values) => values.at(-1));
    expect(last.every((value) => (value ?? 0) > 0)).toBe(true);
    expect(await inTable(column)).toEqual(last);
  }
  await page.getByTestId('more-learning').click();
  await expect(page.getByTestId('chart-transferKnn')).toBeVisible();
  await expect(page.getByTestId('table-transferKnn').locator('caption')).toContainText(
    'k-NN on Fashion-MNIST',
  );

  await page.getByTestId('copy-markdown').click();
  await expect(page.getByTestId('copy-markdown')).toHaveText('Copied');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied.split('\n')).toHaveLength(10);
  expect(copied).toContain('| transfer k-NN (Fashion-MNIST) |');

  await onEach(page, [...narrow, ...deskAndPhone], async () => {
    await results.scrollIntoViewIfNeeded();
    await expectSound(page, '[data-testid=results]');
  });
  const table = page.getByRole('region', { name: 'Results, table' });
  await table.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => table.evaluate((region) => region.scrollLeft)).toBeGreaterThan(0);
});

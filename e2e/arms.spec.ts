/** @file Several arms on the built site: curves, names, gallery, tables, the link, and one that diverges. */
import { expect, test, tinyRun } from './app.ts';
import { slow, untrained } from './tags.ts';

const contrast = new URLSearchParams(tinyRun);
contrast.set('preset', 'contrast');
contrast.set('evaluation.transfer', 'none');
contrast.set('evaluation.everyEpochs', '2');
// Eight steps an epoch.
contrast.set('data.trainImages', '128');

test('the contrast draws three curves that part, and the gallery shows each arm’s neighbours', async ({
  app,
}) => {
  await app.open(contrast);
  await expect(app.page.getByRole('list', { name: 'Lines in the charts' })).toContainText(
    /none.*naive.*adaptive/,
  );
  await app.button('play').click();
  // The policies part when the second epoch begins; the window is full after the third.
  await app.untilStep(8 * 6);
  await expect(app.status).toContainText(/Training none, naive, adaptive/);
  await expect(app.status).toContainText('steps/s in all');
  await app.button('play').click();
  await app.expectPhase('paused');

  const { steps, columns } = await app.read('optimising', 'loss');
  expect([...columns.keys()]).toEqual(['none', 'naive', 'adaptive']);
  const [none = [], naive = [], adaptive = []] = [...columns.values()];
  expect(none.length).toBeGreaterThan(20);
  // Well within the first epoch, whose positives are all the images themselves.
  const alike = steps.filter((step) => step < 8).length;
  expect(alike).toBeGreaterThan(0);
  expect(none.slice(0, alike)).toEqual(naive.slice(0, alike));
  expect(none.at(-1)).not.toEqual(naive.at(-1));
  expect(adaptive.slice(0, alike)).toEqual(none.slice(0, alike));
  expect(adaptive.at(-1)).not.toEqual(naive.at(-1));
  await expect(app.page.getByTestId('latest-loss').locator('b')).toHaveCount(3);
  await expect(app.page.getByTestId('chart-loss').locator('path.recharts-line-curve')).toHaveCount(3);
  const kNN = await app.columns('learning', 'knnAccuracy');
  for (const values of kNN.values()) expect(values[0]).toBeGreaterThan(0);
  expect(kNN.get('naive')?.[0]).toBe(kNN.get('none')?.[0]);

  const gallery = app.page.getByTestId('gallery');
  const neighbours = async () =>
    gallery
      .getByRole('img', { name: /^Neighbour / })
      .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
  await expect(gallery.getByRole('button', { name: 'adaptive' })).toHaveAttribute('aria-pressed', 'true');
  const ofAdaptive = await neighbours();
  await gallery.getByRole('button', { name: 'naive' }).click();
  expect(await neighbours()).not.toEqual(ofAdaptive);
});

test('a comparison is made in the form, and the link leads back to it', untrained, async ({ app }) => {
  await app.open(tinyRun);
  await app.openSettings();
  const compare = app.page.getByTestId('compare');
  await compare.getByTestId('compare-by').selectOption('bootstrap.window');
  const values = compare.getByTestId('varied-bootstrap.window').getByRole('textbox');
  await expect(values).toHaveCount(2);
  await expect(app.page.getByTestId('field-bootstrap.window')).toContainText('differs');
  await compare.getByTestId('add-arm').click();
  await expect(values).toHaveCount(3);
  await values.nth(2).fill('9');
  await values.nth(2).press('Enter');
  await compare.getByRole('button', { name: 'Name the arms' }).click();
  await compare.getByRole('textbox', { name: 'Name of W 3' }).fill('hasty');
  await compare.getByRole('textbox', { name: 'Name of W 3' }).press('Enter');
  const legend = app.page.getByRole('list', { name: 'Lines in the charts' });
  await expect(legend).toContainText(/hasty.*W 6.*W 9/);
  await expect(app.page).toHaveURL(
    /&arm=label=hasty&arm=bootstrap\.window=6&arm=bootstrap\.window=9&backend=wasm$/,
  );

  await app.page.reload();
  await expect(legend).toContainText(/hasty.*W 6.*W 9/);
  await expect(values.nth(2)).toHaveValue('9');
  await compare.getByTestId('remove-arm-1').click();
  await expect(legend).toContainText(/hasty.*W 9/);
  await compare.getByRole('button', { name: /^same in all/ }).click();
  await expect(app.page.getByTestId('field-bootstrap.window').getByRole('textbox')).toHaveValue('3');
  await expect(compare.getByTestId('add-arm')).toHaveCount(0);
});

test('an arm that diverges stops alone, with a notice that names it', slow, async ({ app }) => {
  const query = new URLSearchParams(tinyRun);
  query.append('arm', 'label=tame');
  // A learning rate that falls to 10 instead of to almost nothing, and a decay that multiplies weights by −9.
  query.append('arm', 'optimizer.minLr=10;optimizer.weightDecay.end=1;label=reckless');
  query.set('epochs', '8');
  await app.open(query);
  await app.button('play').click();
  await expect(app.notices).toContainText(/^reckless has stopped, the others go on\. The loss was NaN/);
  await app.expectPhase('finished');
  await expect(app.page.getByTestId('legend-1')).toContainText('Stopped');
  const last = async (arm: string) => (await app.columns('optimising', 'loss')).get(arm)?.at(-1);
  await expect.poll(() => last('tame')).toBeGreaterThan(0);
  await expect.poll(() => last('reckless')).toBeNull();
});

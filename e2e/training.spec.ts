/** @file A real run on the built site: train, pause, step, resume, reset, with constant memory. */
import { expect, test, tinyRun } from './app.ts';
import { mainWay, untrained } from './tags.ts';

test('trains, pauses, steps, resumes and resets to the same first losses', mainWay, async ({ app }) => {
  await app.open(tinyRun);

  await app.button('step').click();
  await app.expectPhase('paused');
  expect(await app.number('step')).toBe(1);
  for (let step = 0; step < 4; step++) await app.stepOnce();
  const losses = () => app.table('optimising', 'loss');
  await expect.poll(async () => [...(await losses()).keys()]).toEqual([0, 1, 2, 3, 4]);
  const firstLosses = await losses();
  for (const loss of firstLosses.values()) expect(loss).toBeGreaterThan(0);

  await app.button('play').click();
  await app.untilStep(50);
  const memory = { tensors: await app.number('tensors'), bytes: await app.number('bytes') };
  expect(memory.tensors).toBeGreaterThan(0);
  await app.untilStep(130);
  expect({ tensors: await app.number('tensors'), bytes: await app.number('bytes') }).toEqual(memory);

  await app.button('play').click();
  await app.expectPhase('paused');
  const paused = await app.number('step');
  await app.page.waitForTimeout(500);
  expect(await app.number('step')).toBe(paused);
  await app.stepOnce();

  await app.button('play').click();
  await app.expectPhase('training');
  await app.untilStep(paused + 10);
  await app.button('play').click();
  await app.expectPhase('paused');

  await app.button('reset').click();
  await app.endAnyway();
  await expect(app.status).toHaveAttribute('data-step', '0');
  for (let step = 0; step < 5; step++) await app.stepOnce();
  await expect.poll(losses).toEqual(firstLosses);
  await expect(app.notices).toHaveCount(0);
});

test('shows every question, the floors, the gallery and the spectrum', async ({ app }) => {
  await app.open(tinyRun);
  await app.button('play').click();
  await app.untilStep(70);
  for (const question of ['learning', 'collapsing', 'bootstrapping', 'optimising'])
    await app.page.getByTestId(`more-${question}`).click();
  const metrics = [
    ...['knnAccuracy', 'linearProbe', 'retrieval'],
    ...['rankMe', 'featureStd', 'covarianceSpectrum', 'teacherEntropy', 'lidar', 'alphaReq'],
    ...['marginalEntropy', 'mutualInformation', 'gateOpenShare', 'loss'],
  ];
  for (const metric of metrics)
    await expect(app.page.getByTestId(`latest-${metric}`).locator('b')).not.toHaveText('–');
  await expect(
    app.page.getByRole('figure', { name: /^k-NN accuracy: .*raw pixels .*untrained .*chance/ }),
  ).toBeVisible();

  const gallery = app.page.getByTestId('gallery');
  await expect(gallery.getByRole('img', { name: /^Neighbour 1: image \d+/ }).first()).toBeVisible();
  const slider = gallery.getByTestId('gallery-slider');
  await slider.focus();
  await slider.press('Home');
  await expect(gallery.getByText(/after epoch 1\b/)).toBeVisible();
  await slider.press('End');
  await expect(gallery.getByText('newest')).toBeVisible();

  await expect.poll(async () => (await app.table('learning', 'knnAccuracy')).get(0)).toBeGreaterThan(0);

  // The floor of the probe comes when it is there, and the spectrum is drawn over its directions.
  await expect(
    app.page.getByRole('button', { name: /^linear probe: .*raw pixels .*untrained .*chance/ }),
  ).toBeVisible();

  await app.page.getByTestId('chart-covarianceSpectrum').click();
  const chart = app.page.getByRole('figure', { name: /^spectrum: / });
  await expect(chart.getByText('directions')).toBeVisible();
  await expect(chart.getByText('at the start')).toBeVisible();
  const spectrum = await app.table('collapsing', 'covarianceSpectrum');
  expect([...spectrum.keys()]).toEqual(Array.from({ length: 32 }, (_, index) => index + 1));
  const values = [...spectrum.values()].map(Number);
  expect(values).toEqual([...values].sort((a, b) => b - a));
  expect(values[0]).toBeGreaterThan(0);
  const start = app.page.getByTestId('table-covarianceSpectrum').locator('tbody tr:first-child td').nth(1);
  expect(Number(await start.getAttribute('data-value'))).not.toBe(values[0]);
});

test(
  'shows what the experiment has: no prototypes without DINO, no retrieval where nothing is seen twice',
  untrained,
  async ({ app }) => {
    await app.open();
    await app.openSettings();
    for (const question of ['learning', 'collapsing']) await app.page.getByTestId(`more-${question}`).click();
    await expect(app.page.getByTestId('chart-mutualInformation')).toBeVisible();
    await app.page.getByTestId('field-method').getByText('BYOL').click();
    await expect(app.page.getByTestId('chart-mutualInformation')).toHaveCount(0);
    await expect(app.page.getByTestId('chart-lidar')).toBeVisible();
    await expect(app.page.getByTestId('chart-retrieval')).toBeVisible();
    await app.page.getByTestId('field-data.name').getByText('Fashion').click();
    await expect(app.page.getByTestId('chart-retrieval')).toHaveCount(0);
  },
);

test('applies the policy live and marks it beside the curves', async ({ app }) => {
  await app.open(tinyRun);
  await app.button('play').click();
  await app.untilStep(5);
  await app.openSettings();
  await app.page.getByTestId('field-bootstrap.policy').getByText('naive').click();
  await expect(app.page.getByTestId('tunings')).toContainText(/positive of an image naive/);
  await expect(app.page.getByTestId('pending')).toHaveCount(0);

  await app.page.getByTestId('field-bootstrap.topK').getByRole('textbox').fill('4');
  await app.page.keyboard.press('Enter');
  await expect(app.page.getByTestId('pending')).toContainText('neighbours k');
  await app.page.getByRole('button', { name: 'Begin again' }).click();
  await app.endAnyway();
  await expect(app.page.getByTestId('pending')).toHaveCount(0);
  await app.untilStep(5);
});

test('runs by the keyboard alone', async ({ app }) => {
  await app.open(tinyRun);
  const { keyboard } = app.page;
  await keyboard.press('Space');
  await app.untilStep(20);
  await keyboard.press('Space');
  await app.expectPhase('paused');
  const paused = await app.number('step');
  await keyboard.press('s');
  await expect.poll(() => app.number('step')).toBe(paused + 1);
  await keyboard.press('[');
  await keyboard.press('r');
  await keyboard.press('Tab');
  await expect(app.page.getByTestId('end-anyway')).toBeFocused();
  await keyboard.press('Enter');
  await expect(app.status).toHaveAttribute('data-step', '0');
  await expect(app.notices).toHaveCount(0);
});

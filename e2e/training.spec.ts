/** @file A real run on the built site: train, pause, step, resume, reset, with constant memory. */
import { expect, test, tinyRun } from './app.ts';

test.describe.configure({ mode: 'serial' });
test.setTimeout(240_000);

test('trains, pauses, steps, resumes and resets to the same first losses', async ({ app }) => {
  await app.open(tinyRun);

  await app.button('step').click();
  await app.expectPhase('paused');
  expect(await app.number('step')).toBe(1);
  for (let step = 0; step < 4; step++) await app.stepOnce();
  const firstLosses = await app.table('optimising', 'loss');
  expect([...firstLosses.keys()]).toEqual([0, 1, 2, 3, 4]);
  for (const loss of firstLosses.values()) expect(loss).toBeGreaterThan(0);

  await app.button('play').click();
  await app.untilStep(50);
  const memory = { tensors: await app.number('tensors'), bytes: await app.number('bytes') };
  expect(memory.tensors).toBeGreaterThan(0);
  await app.untilStep(200);
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
  await expect(app.status).toHaveAttribute('data-step', '0');
  for (let step = 0; step < 5; step++) await app.stepOnce();
  expect(await app.table('optimising', 'loss')).toEqual(firstLosses);
  await expect(app.notices).toHaveCount(0);
});

test('shows every question, the floors and the gallery', async ({ app }) => {
  await app.open(tinyRun);
  await app.button('play').click();
  await app.untilStep(70);
  for (const metric of ['knnAccuracy', 'rankMe', 'featureStd', 'teacherEntropy', 'gateOpenShare', 'loss'])
    await expect(app.page.getByTestId(`latest-${metric}`).locator('b')).not.toHaveText('–', {
      timeout: 30_000,
    });
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

  const knn = await app.table('learning', 'knnAccuracy');
  expect(knn.get(0)).toBeGreaterThan(0);
});

test('applies the policy live and marks it beside the curves', async ({ app }) => {
  await app.open(tinyRun);
  await app.button('play').click();
  await app.untilStep(5);
  await app.page.getByTestId('field-bootstrap.policy').getByText('naive').click();
  await expect(app.page.getByTestId('tunings')).toContainText(/positive of an image naive/);
  await expect(app.page.getByTestId('pending')).toHaveCount(0);

  await app.page.getByTestId('field-bootstrap.topK').getByRole('textbox').fill('4');
  await app.page.keyboard.press('Enter');
  await expect(app.page.getByTestId('pending')).toContainText('neighbours k');
  await app.page.getByRole('button', { name: 'Begin again' }).click();
  await expect(app.page.getByTestId('pending')).toHaveCount(0);
  await app.untilStep(5);
});

test('never blocks the page for more than 50 ms while it trains', async ({ app }) => {
  await app.page.addInitScript(() => {
    window.longTasks = [];
    new PerformanceObserver((list) => {
      window.longTasks.push(...list.getEntries().map(({ duration }) => duration));
    }).observe({ type: 'longtask' });
  });
  await app.open(tinyRun);
  await app.button('play').click();
  // The first charts are loaded and drawn here; from now on the run only streams.
  await app.untilStep(20);
  await app.page.waitForTimeout(1500);
  await app.page.evaluate(() => {
    window.longTasks = [];
  });
  await app.untilStep((await app.number('step')) + 150);
  expect(await app.page.evaluate(() => window.longTasks)).toEqual([]);
});

declare global {
  interface Window {
    /** Durations of the main thread's long tasks, ms. */
    longTasks: number[];
  }
}

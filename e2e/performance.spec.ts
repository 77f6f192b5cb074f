/** @file The performance panel on the built site: closed, open, and a measurement in the middle of a run. */
import { expect, test, tinyRun, tinyRunWith } from './app.ts';
import { deskAndPhone, expectSound, lookOn, narrow, onEach } from './screens.ts';
import { slow, untrained } from './tags.ts';

/** Epochs that are long enough for the page: at the end of each it draws a gallery. */
const longEpochs = tinyRunWith({ 'data.trainImages': '4096' });

test(
  'measures the device on the steps of a run, which goes on; the panel fits every screen',
  slow,
  async ({ app, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await app.open(longEpochs);
    const button = app.page.getByTestId('performance');
    await button.click();
    const panel = app.page.getByRole('region', { name: 'Performance' });
    const measure = panel.getByTestId('measure');
    await expect(measure).toBeDisabled();
    await expect(panel.getByTestId('measure-state')).toContainText('press Play');

    await app.button('play').click();
    await expect(panel.getByTestId('performance-device')).toContainText('WASM');
    await expect(measure).toBeEnabled();
    await measure.click();
    await expect(panel.getByTestId('limit-share')).toHaveText(/^\d+(\.\d)?\s%$/);
    await expect(measure).toBeEnabled();
    await app.expectPhase('training');
    await app.untilStep((await app.number('step')) + 20);
    await app.button('play').click();
    await app.expectPhase('paused');

    await panel.getByRole('button', { name: /^Show all \d+$/ }).click();
    const kernels = panel.getByTestId('kernels').getByRole('row');
    await expect(
      kernels.filter({ has: app.page.getByRole('rowheader', { name: 'linear', exact: true }) }),
    ).toBeVisible();
    const times = await panel
      .locator('td[data-value]')
      .evaluateAll((cells) => cells.map((cell) => Number(cell.getAttribute('data-value'))));
    expect(times.length).toBeGreaterThan(8);
    for (const ms of times) expect(ms).toBeGreaterThanOrEqual(0);
    expect(times).toEqual([...times].sort((a, b) => b - a));

    await panel.getByTestId('copy-profile').click();
    await expect(panel.getByTestId('copy-profile')).toHaveText('Copied');
    const report: unknown = JSON.parse(await app.page.evaluate(() => navigator.clipboard.readText()));
    expect(report).toMatchObject({
      format: 'adasim-performance/1',
      device: { backend: 'wasm' },
      config: { batchSize: 16 },
      profile: { images: 32, binds: expect.any(String) as unknown },
    });

    await expect(app.notices).toHaveCount(0);
    await onEach(app.page, [...deskAndPhone, ...narrow], async () => {
      await expect(panel.getByTestId('profile')).toBeVisible();
      const box = await panel.boundingBox();
      expect(box?.x).toBeGreaterThanOrEqual(0);
      expect(box?.y).toBeGreaterThanOrEqual(0);
      expect(await panel.evaluate((node) => node.scrollWidth <= node.clientWidth)).toBe(true);
      await expectSound(app.page, '[data-testid=performance-panel]');
    });
    await lookOn(app.page, deskAndPhone[0]);
    await app.page.keyboard.press('Escape');
    await expect(panel).toHaveCount(0);
    await expect(button).toBeFocused();
  },
);

// The worker is held to the same to the last bit, always.
test(
  'a paused run is paused again after it was measured, with the losses of one that was not',
  slow,
  async ({ app }) => {
    const losses = () => app.table('optimising', 'loss');
    await app.open(tinyRun);
    await app.stepFromIdle();
    await app.page.getByTestId('performance').click();
    await app.page.getByTestId('measure').click();
    await expect(app.page.getByTestId('profile')).toBeVisible();
    await app.expectPhase('paused');
    await app.page.keyboard.press('Escape');
    await expect(app.page.getByTestId('performance-panel')).toHaveCount(0);
    const reached = await app.number('step');
    await expect.poll(async () => [...(await losses()).keys()].at(-1)).toBe(reached - 1);
    const measured = await losses();

    await app.button('reset').click();
    await app.endAnyway();
    await expect(app.status).toHaveAttribute('data-step', '0');
    for (let step = 0; step < reached; step += 1) await app.stepOnce();
    await expect.poll(losses).toEqual(measured);
  },
);

test('nothing of it is loaded before it is opened', untrained, async ({ app }) => {
  const scripts: string[] = [];
  app.page.on('response', (response) => scripts.push(response.url()));
  await app.open();
  await app.page.waitForLoadState('networkidle');
  expect(scripts.filter((url) => url.includes('PerformancePanel'))).toEqual([]);
  await app.page.getByTestId('performance').click();
  await expect(app.page.getByTestId('performance-panel')).toBeVisible();
  expect(scripts.filter((url) => url.includes('PerformancePanel'))).not.toEqual([]);
});

/** @file The recorded run that a visitor meets on the built site: before anything of the engine, until there is a live one. */
import { expect, test, type App } from './app.ts';
import { deskAndPhone, expectSound, onEach } from './screens.ts';
import { untrained } from './tags.ts';

const recorded = ({ page }: App) => page.getByTestId('recorded');
const replay = ({ page }: App) => page.getByTestId('playback');
const sketched = ({ page }: App) => page.getByTestId('chart-loss').locator('.sketch .plot-curve');

/** The page's time is the test's from now on: a recording neither waits for a slow machine nor ends before it. */
async function stopClock({ page }: App): Promise<void> {
  await page.clock.install({ time: '2026-01-01T00:00' });
  // It goes on from there until it is stopped, which must not be in its past.
  await page.clock.pauseAt('2026-01-01T01:00');
}

/** Three seconds pass in a moment, without what would be drawn in between. */
async function threeSeconds({ page: { clock } }: App): Promise<void> {
  await clock.fastForward(2900);
  await clock.runFor(100);
}

test(
  'it plays at once, says that it is recorded, and loads nothing to train with',
  untrained,
  async ({ app }) => {
    const asked: string[] = [];
    app.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await stopClock(app);
    await app.open();
    await expect(recorded(app)).toContainText(/^Recorded: The contrast, seed 7, .*WASM, commit [0-9a-f]{7}/);
    await app.expectPhase('recorded');
    await expect(app.button('play')).toHaveText('Train live');
    await expect(app.page.getByRole('list', { name: 'Lines in the charts' })).toContainText(
      /none.*naive.*adaptive/,
    );
    expect(await app.number('step')).toBe(0);
    await threeSeconds(app);
    await app.untilStep(1);
    await app.page.clock.resume();
    await expect(sketched(app)).toHaveCount(3);
    for (const line of await sketched(app).all()) await expect(line).toHaveAttribute('d', /^M.+L/);
    await app.page.waitForLoadState('networkidle');
    expect(asked.some((path) => path.endsWith('/recorded/contrast.json'))).toBe(true);
    expect(asked.filter((path) => /worker|tfjs|tf-|kernels|\/data\//.test(path))).toEqual([]);
  },
);

test(
  'it can be held, goes on, and under the pointer the curves tell their values',
  untrained,
  async ({ app }) => {
    const { clock } = app.page;
    await stopClock(app);
    await app.open();
    await app.expectPhase('recorded');
    await expect(replay(app)).toHaveText(/Pause/);
    await threeSeconds(app);
    await replay(app).click();
    await expect(replay(app)).toHaveText(/Go on/);
    const held = await app.number('step');
    expect(held).toBeGreaterThan(0);
    await threeSeconds(app);
    expect(await app.number('step')).toBe(held);
    await replay(app).click();
    await threeSeconds(app);
    expect(await app.number('step')).toBeGreaterThan(held);
    await clock.resume();
    const loss = app.page.getByTestId('chart-loss');
    await loss.locator('.plot-readable').hover();
    await expect(loss.getByTestId('plot-values')).toContainText(/none.*naive.*adaptive/s);
    await expect(replay(app)).toHaveText(/Replay/);
  },
);

test(
  'its gallery has pictures that go with the charts, and tells why an image had its pair',
  untrained,
  async ({ app }) => {
    const { page } = app;
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await app.open();
    const gallery = page.getByTestId('gallery');
    const neighbours = gallery.locator('.neighbour');
    await expect(gallery.locator('.query canvas')).toHaveCount(5);
    await expect(gallery).toContainText('OpenMoji');
    const titles = () => neighbours.evaluateAll((all) => all.map((one) => one.getAttribute('title') ?? ''));
    const last = await titles();
    const steps = await app.number('step');

    // The slider of the gallery moves the whole, and that of the whole the gallery.
    await gallery.getByTestId('gallery-slider').fill('0');
    await expect.poll(titles).not.toEqual(last);
    expect(await app.number('step')).toBeLessThan(steps);
    const evaluations = async () =>
      (await app.columns('learning', 'knnAccuracy')).get('adaptive')?.length ?? 0;
    const early = await evaluations();
    await page.getByTestId('playback-slider').fill(String(steps));
    await expect.poll(titles).toEqual(last);
    await expect.poll(evaluations).toBeGreaterThan(early);

    await gallery.locator('.query').first().click();
    const inspector = page.getByTestId('inspector');
    await expect(inspector.getByTestId('verdict')).toContainText(
      /^Gate (open|shut)\. Over the last 3 epochs/,
    );
    await expect(inspector.locator('.view canvas')).toHaveCount(2);
    await expectSound(page, '[data-testid=inspector]');
    const epoch = () => page.locator('.explanation').getAttribute('data-epoch');
    const newest = Number(await epoch());
    await inspector.getByTestId('inspector-slider').press('ArrowLeft');
    await expect.poll(async () => Number(await epoch())).toBeLessThan(newest);
    expect(await app.number('step')).toBeLessThan(steps);
    await page.getByTestId('playback-slider').fill('0');
    await expect(inspector.getByTestId('verdict')).toContainText('Too early.');

    // Most images were not kept: it says so, and those that were are one click away.
    await page.getByTestId('playback-slider').fill(String(steps));
    const kept = inspector.getByTestId('kept-images').getByRole('button');
    const known = await kept.getByRole('img').evaluateAll((all) => all.map((one) => one.ariaLabel));
    const strange = last.findIndex(
      (title) => !known.some((name) => title.includes(`: ${name?.toLowerCase()},`)),
    );
    await page.getByTestId('close-inspector').click();
    await neighbours.nth(strange).click();
    await expect(inspector.getByTestId('not-kept')).toContainText(/kept the pairs of the \d+ images above/);
    await kept.last().click();
    await expect(inspector.getByTestId('verdict')).toBeVisible();
  },
);

test(
  'pictures that cannot be had leave the charts as they are, and can be asked for again',
  untrained,
  async ({ app }) => {
    const { page } = app;
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.route('**/recorded/*.png', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }),
    );
    await app.open();
    const missing = page.getByTestId('pictures-missing');
    await expect(missing).toContainText('could not be loaded; its charts are whole.');
    await expect(sketched(app)).toHaveCount(3);
    await expect(app.notices).toHaveCount(0);
    await page.unroute('**/recorded/*.png');
    await missing.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByTestId('gallery').locator('.query canvas')).toHaveCount(5);
  },
);

test('Train live trains the experiment that was shown', async ({ app }) => {
  await app.open();
  await expect(recorded(app)).toBeVisible();
  await app.button('play').click();
  await expect(recorded(app)).toHaveCount(0);
  await app.untilStep(1);
  await expect(app.page.getByTestId('device')).toContainText('WASM');
  await expect(app.status).toContainText('2 220');
  expect([...(await app.columns('optimising', 'loss')).keys()]).toEqual(['none', 'naive', 'adaptive']);
});

test('it goes with the experiment it is of, and comes back with it', untrained, async ({ app }) => {
  await app.open();
  await expect(recorded(app)).toBeVisible();
  await app.page.getByTestId('preset').selectOption('quick');
  await expect(recorded(app)).toHaveCount(0);
  await app.expectPhase('idle');
  await app.page.getByTestId('preset').selectOption('contrast');
  await app.expectPhase('recorded');
  await app.button('new-seed').click();
  await app.expectPhase('idle');
  await expect(app.button('play')).toHaveText('Play');
});

test(
  'a link to other settings, or a recording that cannot be had, leaves the page as it is',
  untrained,
  async ({ app }) => {
    const asked: string[] = [];
    await app.page.route('**/recorded/*.json', (route) => {
      asked.push(route.request().url());
      return route.abort();
    });
    await app.open('preset=contrast&seed=8');
    await app.page.waitForLoadState('networkidle');
    expect(asked).toEqual([]);
    await app.open();
    await expect.poll(() => asked.length).toBe(1);
    await app.page.waitForLoadState('networkidle');
    await app.expectPhase('idle');
    await expect(app.notices).toHaveCount(0);
    await expect(app.button('play')).toHaveText('Play');
  },
);

test(
  'without motion it is whole at once, and axe finds nothing on a desk or a phone',
  untrained,
  async ({ app }) => {
    await app.page.emulateMedia({ reducedMotion: 'reduce' });
    await app.open();
    await expect(replay(app)).toHaveText(/Replay/);
    await recorded(app).locator('summary').click();
    await expect(recorded(app)).toContainText('npm run train -- --preset contrast');
    const columns = await app.columns('learning', 'knnAccuracy');
    expect([...columns.keys()]).toEqual(['none', 'naive', 'adaptive']);
    for (const values of columns.values()) {
      expect(values.length).toBeGreaterThan(1);
      expect(values.at(-1)).toBeGreaterThan(0);
    }
    await onEach(app.page, deskAndPhone, async () => {
      await expectSound(app.page);
      for (const button of ['share', 'files', 'theme'] as const)
        await expect(app.button(button)).toBeInViewport({ ratio: 1 });
    });
  },
);

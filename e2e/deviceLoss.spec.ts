/** @file The browser's graphics process crashes in the middle of a run on WebGPU, as a driver's reset has it. */
import type { Browser } from 'playwright/test';
import { expect, test as base, tinyRunWith, type App } from './app.ts';
import { slow } from './tags.ts';

/** In a browser of its own, which goes on however often that happens. */
const test = base.extend<object, object>({
  launchOptions: [
    async ({ launchOptions }, use) => {
      const args = launchOptions.args ?? [];
      await use({ ...launchOptions, args: [...args, '--disable-gpu-process-crash-limit'] });
    },
    { scope: 'worker' },
  ],
});

/** Of few shaders: a software adapter takes long to compile them. */
const onWebgpu = tinyRunWith({ backend: 'webgpu', method: 'simsiam' });

async function crashGraphics(browser: Browser): Promise<void> {
  const session = await browser.newBrowserCDPSession();
  await session.send('Browser.crashGpuProcess');
  await session.detach();
}

/** The losses of the run's file of measurements, which has each step once, in order. */
async function lossesOf(app: App): Promise<number[]> {
  const lines = (await app.take('metrics')).content.toString().trimEnd().split('\n');
  const steps = lines
    .map((line) => JSON.parse(line) as { kind: string; step: number; loss: number })
    .filter(({ kind }) => kind === 'step');
  expect(steps.map(({ step }) => step)).toEqual([...steps.keys()]);
  return steps.map(({ loss }) => loss);
}

async function pause(app: App): Promise<void> {
  await app.button('play').click();
  await app.expectPhase('paused');
}

test(
  'the run goes on by itself, every step of its curve there once, and one line says why',
  slow,
  async ({ app, browser }) => {
    await app.open(onWebgpu);
    await app.button('play').click();
    await app.untilStep(10);
    await crashGraphics(browser);
    await expect(app.notices).toHaveText(/^The graphics device was lost.*; the run goes on from step \d+\./);
    const lostAt = await app.number('step');
    expect(lostAt).toBeGreaterThanOrEqual(10);
    await app.untilStep(lostAt + 8);
    await pause(app);
    const losses = await lossesOf(app);
    expect(losses.length).toBeGreaterThanOrEqual(lostAt + 8);

    await app.button('reset').click();
    await app.endAnyway();
    await expect(app.status).toHaveAttribute('data-step', '0');
    await app.button('play').click();
    await app.untilStep(lostAt + 8);
    await pause(app);
    const again = await lossesOf(app);
    const common = Math.min(losses.length, again.length);
    expect(again.slice(0, common)).toEqual(losses.slice(0, common));
  },
);

test(
  'a device that is lost again leaves the run paused; it is saved, and goes on on WASM',
  slow,
  async ({ app, browser }) => {
    await app.open(onWebgpu);
    await app.button('play').click();
    await app.untilStep(10);
    // Its snapshot is of a run at rest.
    await pause(app);
    await app.page.waitForTimeout(3000);
    await app.button('play').click();
    await app.untilStep(8);
    await crashGraphics(browser);
    await app.expectPhase('preparing');
    await crashGraphics(browser);
    await app.expectPhase('paused');
    await expect(app.notices.last()).toHaveText(
      /lost.* The run is paused at step \d+\. Choose WASM .*; then Resume goes on from its snapshot of step \d+/,
    );
    const lostAt = await app.number('step');
    const saved = await app.take('checkpoint');
    expect(saved.name).toMatch(/-step\d+\.safetensors$/);

    await app.openSettings();
    await app.page.getByTestId('field-backend').getByText('WASM').click();
    await app.button('play').click();
    await app.untilStep(lostAt + 8);
    await expect(app.page.getByTestId('device')).toContainText('WASM');
    await pause(app);
    await lossesOf(app);
  },
);

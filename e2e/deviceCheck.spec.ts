/** @file The device check on the built site: the shipped recordings, files of one's own, and what can be wrong. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright/test';
import { expect, test } from './app.ts';
import { expectSound, narrow, onEach, phones } from './screens.ts';
import { violations } from './violations.ts';
import { untrained } from './tags.ts';

const golden = (name: string): string => `fixtures/golden/${name}.safetensors`;
const stems = ['dino-vit', 'dino-vit-mean', 'dino-resnet-bn', 'dino-resnet-lars', 'metrics', 'augment'];

/** On WASM alone, which every machine has and which is quick. */
async function openCheck(page: Page): Promise<void> {
  await page.goto('./#check');
  await expect(page.getByTestId('check-wasm')).toBeChecked();
  await expect(page.getByTestId('check-cpu')).toBeChecked();
  await page.getByTestId('check-cpu').uncheck();
  if (await page.getByTestId('check-webgpu').isEnabled()) await page.getByTestId('check-webgpu').uncheck();
}

const verdict = (page: Page) => page.getByTestId('check-verdict');
const summary = (page: Page, file: string, backend = 'wasm') =>
  page.getByTestId(`finding-${file}`).getByTestId(`summary-${backend}`);

/** The page with WASM chosen and one file of the visitor's own, and nothing else. */
async function checkFile(page: Page, file: { name: string; buffer: Buffer }): Promise<void> {
  await openCheck(page);
  await page.getByTestId('check-shipped').uncheck();
  await page.getByTestId('check-files').setInputFiles({ ...file, mimeType: 'application/octet-stream' });
  await page.getByTestId('check-start').click();
  await expect(verdict(page)).toBeVisible();
}

/** Which recording the site serves at an address: the build adds eight characters to its name. */
const stemOf = (url: string) => /\/([\w-]+)-[\w-]{8}\.safetensors$/.exec(url)?.[1] ?? url;

test('every shipped recording is fetched and checked, and the report can be taken away', async ({
  app,
  context,
}) => {
  const { page } = app;
  // What these three compute is held against the released code by a stage of its own, on every backend. Here it
  // counts that the site has each, and that the page checks as many.
  const spared = ['dino-vit-mean', 'dino-resnet-bn', 'dino-resnet-lars'];
  const small = await readFile(golden('metrics'));
  const fetched = new Map<string, Buffer>();
  await page.route('**/*.safetensors', async (route) => {
    const stem = stemOf(route.request().url());
    const whole = await (await route.fetch()).body();
    fetched.set(stem, whole);
    await route.fulfill({ status: 200, body: spared.includes(stem) ? small : whole });
  });
  await openCheck(page);
  expect(fetched.size).toBe(0);
  expect(await violations(page)).toEqual([]);

  await page.getByTestId('check-start').click();
  await expect(page.getByTestId('check-progress')).toContainText('of 6');
  await expect(verdict(page)).toHaveAttribute('data-outcome', 'passed');
  await expect(verdict(page)).toContainText(
    /all \d+ quantities of 6 recordings are within tolerance, on WASM/,
  );
  expect([...fetched.keys()].sort()).toEqual(stems.toSorted());
  for (const [stem, content] of fetched)
    expect(content.equals(await readFile(golden(stem))), stem).toBe(true);
  for (const stem of stems)
    await expect(summary(page, `${stem}.safetensors`)).toHaveAttribute('data-state', 'passed');
  const gate = page.getByTestId('finding-dino-vit.safetensors').getByRole('row', { name: /^gate / });
  await expect(gate.getByRole('cell')).toHaveText(['0', '0', 'pass', 'exact']);
  expect(await violations(page)).toEqual([]);

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByTestId('check-download').click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^adasim-device-check-\d{4}-\d\d-\d\d\.json$/);
  const report: unknown = JSON.parse(await readFile(await download.path(), 'utf8'));
  expect(report).toMatchObject({
    format: 'adasim-device-check/1',
    outcome: 'passed',
    device: { userAgent: await page.evaluate(() => navigator.userAgent), isolated: true },
    checks: stems.map((stem) => ({
      recording: `${stem}.safetensors`,
      backend: 'wasm',
      outcome: 'passed',
      adapter: expect.stringMatching(/^CPU, \d+ threads?$/),
    })),
  });

  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByTestId('check-copy').click();
  await expect(page.getByTestId('check-copy')).toHaveText('Copied');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('### Device check: passed');
});

test('a recording that was altered fails, and says where', async ({ app }) => {
  const buffer = await readFile(golden('dino-vit'));
  // The last tensor of the file: an expectation moves, the run does not.
  buffer.writeFloatLE(buffer.readFloatLE(buffer.length - 4) + 1, buffer.length - 4);
  await checkFile(app.page, { name: 'altered.safetensors', buffer });
  await expect(verdict(app.page)).toHaveAttribute('data-outcome', 'failed');
  await expect(verdict(app.page)).toContainText('Please attach the report to a bug report.');
  await expect(summary(app.page, 'altered.safetensors')).toHaveAttribute('data-state', 'failed');
  await expect(app.page.getByRole('cell', { name: 'fail', exact: true })).not.toHaveCount(0);
});

test('a corrupt file gives a sentence', untrained, async ({ app }) => {
  const whole = await readFile(golden('dino-vit'));
  await checkFile(app.page, { name: 'cut.safetensors', buffer: whole.subarray(0, 5000) });
  await expect(summary(app.page, 'cut.safetensors')).toHaveText(
    /^WASM cut\.safetensors: Bytes 0–7 claim a header of \d+ bytes, but only 4992 follow: cut short, or not safetensors\.$/,
  );
  await expect(verdict(app.page)).toHaveText(/Nothing was checked\. 1 of 1 check could not be made\./);
});

test('recordings that the host does not have give a sentence each, and the others are checked', async ({
  app,
}) => {
  await app.page.route(/\/dino-.*\.safetensors/, (route) => route.fulfill({ status: 404, body: '' }));
  await openCheck(app.page);
  await app.page.getByTestId('check-start').click();
  await expect(verdict(app.page)).toHaveAttribute('data-outcome', 'incomplete');
  await expect(verdict(app.page)).toContainText('4 of 6 checks could not be made.');
  for (const stem of stems.filter((one) => one.startsWith('dino-')))
    await expect(summary(app.page, `${stem}.safetensors`)).toHaveText(
      `WASM The recording ${stem}.safetensors could not be fetched (the host answered 404); check the connection and start again.`,
    );
  for (const stem of ['metrics', 'augment'])
    await expect(summary(app.page, `${stem}.safetensors`)).toHaveAttribute('data-state', 'passed');
});

test('stops, and keeps what was found', async ({ app }) => {
  const { page } = app;
  await openCheck(page);
  await page.getByTestId('check-start').click();
  await expect(summary(page, 'dino-vit.safetensors')).toHaveAttribute('data-state', 'passed');
  await page.getByTestId('check-start').click();
  await expect(verdict(page)).toContainText('stopped');
  await expect(summary(page, 'dino-vit.safetensors')).toHaveAttribute('data-state', 'passed');
  await expect(summary(page, 'augment.safetensors')).toHaveAttribute('data-state', 'stopped');
  await expect(page.getByTestId('check-start')).toHaveText('Start the check');
});

test('without WebGPU the page says so and checks the rest', untrained, async ({ app }) => {
  await app.page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'gpu'));
  await app.page.goto('./#check');
  await expect(app.page.getByTestId('check-webgpu')).toBeDisabled();
  await expect(app.page.getByText('This browser offers no WebGPU adapter.')).toBeVisible();
  await expect(app.page.getByTestId('check-wasm')).toBeChecked();
});

test('the help leads to it by keyboard, and it leads back', untrained, async ({ app }) => {
  const { page } = app;
  await app.open();
  await page.keyboard.press('?');
  await page.getByTestId('to-check').press('Enter');
  await expect(page.getByRole('heading', { name: /Does this device compute/ })).toBeVisible();
  await expect(page).toHaveTitle('Device check · AdaSim Playground');
  await page.keyboard.press('Tab');
  await expect(page.getByTestId('check-webgpu').or(page.getByTestId('check-wasm')).first()).toBeFocused();
  await page.getByTestId('to-playground').press('Enter');
  await expect(app.button('play')).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page).toHaveTitle('AdaSim Playground');
});

test('on a phone nothing overflows and axe finds nothing', async ({ app }) => {
  const name = 'metrics.safetensors';
  await checkFile(app.page, { name, buffer: await readFile(golden('metrics')) });
  await expect(summary(app.page, name)).toHaveAttribute('data-state', 'passed');
  await onEach(app.page, [...phones, ...narrow], () => expectSound(app.page));
});

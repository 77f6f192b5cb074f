/** @file Files on the built site: what is taken away and opened again, by menu, by key and by drop. */
import type { Page } from 'playwright/test';
import { parseSafetensors } from '../src/formats/safetensors.ts';
import { pythonWithTorch, runTorch } from '../scripts/test/torch.ts';
import { expect, test, tinyRun, tinyRunWith, type App } from './app.ts';
import { expectSound, lookOn } from './screens.ts';
import { violations } from './violations.ts';
import { slow, untrained } from './tags.ts';

interface Line {
  kind: string;
  step: number;
  loss: number;
}

/** The steps of an export of metrics. */
async function stepsOf(app: App): Promise<Line[]> {
  const { content } = await app.take('metrics');
  const lines = content.toString().trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Line).filter(({ kind }) => kind === 'step');
}

async function playToTheEnd(app: App): Promise<void> {
  await app.button('play').click();
  await app.expectPhase('finished');
}

test('a run that is saved, and opened after a reload, is the uninterrupted run to the last bit', async ({
  app,
}) => {
  const run = tinyRunWith({ 'data.trainImages': '128', epochs: '5', seed: '5' });
  await app.open(run);
  await playToTheEnd(app);
  const whole = await app.take('checkpoint');
  expect(whole.name).toBe('shapes-dino-vit-seed5-step40.safetensors');
  const wholeSteps = await stepsOf(app);
  expect(wholeSteps.map(({ step }) => step)).toEqual(Array.from({ length: 40 }, (_, step) => step));

  await app.open(run);
  // Into the fourth epoch, whose neighbours come from a full window.
  const step = 29;
  await app.stepFromIdle();
  for (let done = 1; done < step; done += 1) await app.page.keyboard.press('s');
  await expect.poll(() => app.number('step')).toBe(step);
  await app.expectPhase('paused');
  const half = await app.take('checkpoint');
  expect(half.name).toBe(`shapes-dino-vit-seed5-step${step}.safetensors`);
  const firstSteps = await stepsOf(app);

  // Another experiment's page: the file brings all that the run depends on.
  await app.open('preset=emoji-vit&backend=wasm');
  await app.choose(half.name, half.content);
  await app.expectPhase('paused');
  expect(await app.number('step')).toBe(step);
  await expect(app.notices).toHaveText(`${half.name} is open: press Resume to go on from step ${step}.`);
  await expect(app.page).toHaveURL(/\?preset=quick&seed=5&data\.trainImages=128&.*backend=wasm$/);
  await app.openSettings();
  await expect(app.page.getByTestId('field-epochs').getByRole('textbox')).toHaveValue('5');
  await playToTheEnd(app);
  await expect(app.notices).toHaveCount(0);
  const end = await app.take('checkpoint');
  expect(end.content.equals(whole.content)).toBe(true);
  expect([...firstSteps, ...(await stepsOf(app))]).toEqual(wholeSteps);
});

test('measurements are taken away whole, and settings come back', async ({ app }) => {
  await app.open(tinyRunWith({ seed: '9' }));
  await app.button('play').click();
  await app.untilStep(70);
  await app.button('play').click();
  await app.expectPhase('paused');
  const step = await app.number('step');
  const { name, content } = await app.take('curves');
  expect(name).toBe(`shapes-dino-vit-seed9-step${step}-curves.csv`);
  const [header = '', ...rows] = content.toString().trimEnd().split('\n');
  const column = (title: string) => header.split(',').indexOf(title);
  const losses = rows.map((row) => row.split(',')[column('loss')]).filter((cell) => cell !== '');
  expect(losses).toEqual((await stepsOf(app)).map(({ loss }) => String(loss)));
  expect(losses).toHaveLength(step);
  const evaluated = rows.filter((row) => row.split(',')[column('knnAccuracy')] !== '');
  expect(evaluated.map((row) => row.split(',')[column('step')])).toEqual(expect.arrayContaining(['0', '64']));

  const configuration = await app.take('configuration');
  expect(configuration.name).toBe('shapes-dino-vit-seed9-config.json');
  await app.open();
  await app.choose(configuration.name, configuration.content);
  await expect(app.notices).toHaveText(/The settings of .* are in the form/);
  await expect(app.page).toHaveURL(/seed=9.*data\.trainImages=256/);
  expect((await app.take('configuration')).content.equals(configuration.content)).toBe(true);
});

test('a run with unsaved steps goes on until the person decides', async ({ app }) => {
  await app.open(tinyRun);
  await app.stepFromIdle();
  const first = await app.take('checkpoint');
  await app.stepOnce();
  const dialog = app.page.getByRole('dialog', { name: `Open ${first.name}?` });

  await app.choose(first.name, first.content);
  await expect(dialog).toContainText('It is at step 2');
  await expect(app.page.getByTestId('save-first')).toBeFocused();
  expect(await violations(app.page)).toEqual([]);
  await app.page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  expect(await app.number('step')).toBe(2);

  await app.choose(first.name, first.content);
  const [download] = await Promise.all([
    app.page.waitForEvent('download'),
    app.page.getByTestId('save-first').click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/-step2\.safetensors$/);
  await expect.poll(() => app.number('step')).toBe(1);
  await app.expectPhase('paused');
  // What was just opened has nothing to lose.
  await app.notices.getByRole('button', { name: 'Dismiss' }).click();
  await app.choose(first.name, first.content);
  await expect(app.notices).toHaveText(/is open: press Resume to go on from step 1\.$/);
  await expect(dialog).toHaveCount(0);
});

test('whatever is wrong with a file, a sentence says so and the run goes on', async ({ app }) => {
  await app.open(tinyRunWith({ epochs: '1000' }));
  await app.button('play').click();
  await app.untilStep(20);
  const good = (await app.take('checkpoint')).content;
  const headerLength = Number(good.readBigUInt64LE(0));
  const changed = (change: (copy: Buffer) => void) => {
    const copy = Buffer.from(good);
    change(copy);
    return copy;
  };
  const nan = changed((copy) => copy.writeFloatLE(NaN, 8 + headerLength + 4));
  const dim = '\\"dim\\":';
  const wide = changed((copy) => copy.write('64', copy.indexOf(`${dim}32`) + dim.length));
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

  // One of each place that finds it out: the page, the worker, the form. Unit tests have the others.
  const bad: [name: string, content: Uint8Array | string, sentence: RegExp][] = [
    ['cat.png', png, /^cat\.png was not opened: it is neither safetensors, whose byte 8 is “{”, nor JSON\.$/],
    ['nan.safetensors', nan, /not opened: Tensor "\S+" has NaN at element 1\.$/],
    [
      'cut.safetensors',
      good.subarray(0, good.length - 1),
      /Tensor "\S+" ends at data byte \d+, but the file has/,
    ],
    ['wide.safetensors', wide, /not opened: Tensor "student\.\S+" is \[.*\], but must be \[.*64.*\]\.$/],
    ['twice.json', '{"seed": 1, "seed": 2}', /^twice\.json was not opened: it has "seed" twice; take one/],
    [
      'wrong.json',
      '{"bootstrap": {"topK": 99}}',
      /^In wrong\.json: bootstrap\.topK is 99, but it must be a whole/,
    ],
  ];
  for (const [index, [name, content, sentence]] of bad.entries()) {
    // The first two while it trains; two threads of training leave a small machine little for the page.
    if (index === 2) {
      await app.button('play').click();
      await app.expectPhase('paused');
    }
    await app.choose(name, content);
    const decide = app.page.getByTestId('end-anyway');
    await expect(decide.or(app.notices)).toBeVisible();
    if (await decide.isVisible()) await decide.click();
    await expect(app.notices).toHaveText(sentence);
    await app.notices.getByRole('button', { name: 'Dismiss' }).click();
  }
  // The run is the one it was, from its first step on, and goes on.
  await app.stepOnce();
  expect(await stepsOf(app)).toHaveLength(await app.number('step'));
});

/** Lets a file hover over the page, or drops it. */
const drag = (page: Page, type: 'dragenter' | 'drop', name: string, text: string) =>
  page.evaluate(
    ([event, title, content]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([content], title));
      document.body.dispatchEvent(new DragEvent(event, { dataTransfer, bubbles: true, cancelable: true }));
    },
    [type, name, text] as const,
  );

test('a file can be dropped anywhere', untrained, async ({ app }) => {
  await app.open();
  const overlay = app.page.getByTestId('drop-overlay');
  await drag(app.page, 'dragenter', 'a.json', '{"seed": 123}');
  await expect(overlay).toContainText('Drop to open');
  expect(await violations(app.page)).toEqual([]);
  await drag(app.page, 'drop', 'a.json', '{"seed": 123}');
  await expect(overlay).toHaveCount(0);
  await expect(app.notices).toHaveText(/The settings of a\.json are in the form/);
  await expect(app.button('new-seed')).toContainText('123');
});

test('the menu answers to the keyboard, and says why it cannot serve', async ({ app }) => {
  await app.open(tinyRunWith({ method: 'simsiam' }));
  const { keyboard } = app.page;
  const menu = app.page.getByRole('menu', { name: 'File' });
  const item = (name: string) => menu.getByRole('menuitem', { name });
  await app.button('files').focus();
  await keyboard.press('ArrowDown');
  await expect(item('Open…')).toBeFocused();
  await keyboard.press('ArrowDown');
  await expect(item('Checkpoint')).toBeFocused();
  await expect(item('Checkpoint')).toHaveAttribute('aria-disabled', 'true');
  await expect(item('Checkpoint')).toHaveAccessibleDescription('There is no run yet; press Play first.');
  expect(await violations(app.page)).toEqual([]);
  // A letter moves, and is no shortcut here.
  await keyboard.press('s');
  await expect(item('Student weights')).toBeFocused();
  await keyboard.press('End');
  await expect(item('Configuration, JSON')).toBeFocused();
  await keyboard.press('ArrowDown');
  await expect(item('Open…')).toBeFocused();
  await keyboard.press('Escape');
  await expect(menu).toHaveCount(0);
  await expect(app.button('files')).toBeFocused();
  await app.expectPhase('idle');

  await app.stepFromIdle();
  await app.button('files').focus();
  await keyboard.press('Enter');
  await keyboard.press('t');
  await expect(item('Teacher weights')).toHaveAccessibleDescription('The method simsiam has no teacher.');
  await keyboard.press('Enter');
  await expect(menu).toBeVisible();
  await keyboard.press('c');
  await keyboard.press('c');
  const [download] = await Promise.all([app.page.waitForEvent('download'), keyboard.press('Enter')]);
  expect(download.suggestedFilename()).toBe('shapes-simsiam-vit-seed7-config.json');
  await expect(menu).toHaveCount(0);
  await app.button('files').press('Enter');
  await keyboard.press('Tab');
  await expect(menu).toHaveCount(0);
  await expect(app.button('theme')).toBeFocused();
});

test('axe finds nothing in the menu on a phone, where it fits', untrained, async ({ app }) => {
  const size = { width: 360, height: 640 };
  await lookOn(app.page, { size, scheme: 'light' });
  await app.open(tinyRun);
  await app.button('files').click();
  const box = await app.page.getByRole('menu').boundingBox();
  expect(box?.x).toBeGreaterThanOrEqual(0);
  expect((box?.x ?? NaN) + (box?.width ?? NaN)).toBeLessThanOrEqual(size.width);
  expect((box?.y ?? NaN) + (box?.height ?? NaN)).toBeLessThanOrEqual(size.height);
  await expectSound(app.page);
  // What is beneath is the page as another test looks at it.
  await lookOn(app.page, { size, scheme: 'dark' });
  await expectSound(app.page, '[role=menu]');
});

test('a network that PyTorch made trains on in the app', slow, async ({ app }) => {
  test.skip(pythonWithTorch() === null, 'no Python here can import torch');
  await app.open(tinyRun);
  const configuration = await app.take('configuration');
  const made = runTorch({
    words: ['new', 'config.json', 'start.safetensors'],
    files: { 'config.json': configuration.content.toString('base64') },
    output: 'start.safetensors',
  });
  expect(made).toMatchObject({ status: 0, stderr: '' });
  const start = Buffer.from(made.output, 'base64');
  await app.choose('start.safetensors', start);
  await app.expectPhase('paused');
  await expect(app.page.getByTestId('start-weights')).toContainText('Runs start from start.safetensors');

  const given = parseSafetensors(start).tensors;
  const taken = parseSafetensors((await app.take('student')).content).tensors;
  expect(taken.size).toBeGreaterThan(10);
  for (const [name, { data }] of taken) expect(data, name).toEqual(given.get(name)?.data);

  await app.button('play').click();
  await app.untilStep(40);
  await app.button('play').click();
  await app.expectPhase('paused');
  for (const { loss } of await stepsOf(app)) expect(loss).toBeGreaterThan(0);

  await app.openSettings();
  await app.page.getByTestId('field-optimizer.lr').getByRole('textbox').fill('0.001');
  await app.page.keyboard.press('Enter');
  await app.button('reset').click();
  await app.endAnyway();
  await expect(app.status).toHaveAttribute('data-step', '0');
  await app.expectPhase('paused');
  const again = parseSafetensors((await app.take('student')).content).tensors;
  expect(again.get('backbone.cls_token')?.data).toEqual(given.get('backbone.cls_token')?.data);
});

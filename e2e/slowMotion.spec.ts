/** @file Slow motion: one step of a live run told in its parts, with the numbers that its record has. */
import type { Page } from 'playwright/test';
import { expect, test, tinyRun, tinyRunWith, type App } from './app.ts';
import { deskAndPhone, expectSound, onEach } from './screens.ts';
import { untrained } from './tags.ts';

interface StepLine {
  kind: string;
  step: number;
  loss: number;
  lr: number;
  weightDecay: number;
  teacherMomentum: number;
}

/** The newest step as the page exports it. */
async function newestRecord(app: App): Promise<StepLine> {
  const { content } = await app.take('metrics');
  const lines = content.toString().trimEnd().split('\n');
  const steps = lines.map((line) => JSON.parse(line) as StepLine).filter(({ kind }) => kind === 'step');
  const newest = steps.at(-1);
  if (newest === undefined) throw new Error('No step was exported.');
  return newest;
}

const walk = (page: Page) => page.getByTestId('walk');

/** Which parts come, one after the other, and the numbers that each shows. */
async function walkThrough(page: Page, next: () => Promise<void>) {
  const parts: string[] = [];
  const numbers = new Map<string, number>();
  const sentences = new Set<string>();
  const [, total] = ((await page.getByTestId('walk-place').textContent()) ?? '').split(' of ');
  for (let place = 1; place <= Number(total); place += 1) {
    await expect(page.getByTestId('walk-place')).toHaveText(`${place} of ${total ?? ''}`);
    const part = (await walk(page).getAttribute('data-part')) ?? '';
    parts.push(part);
    await expect(page.getByTestId('diagram')).toHaveAttribute('data-told', part);
    sentences.add((await page.getByTestId('walk-sentence').textContent()) ?? '');
    for (const cell of await walk(page).locator('dd').all())
      numbers.set(
        ((await cell.getAttribute('data-testid')) ?? '').replace('walk-', ''),
        Number(await cell.getAttribute('data-value')),
      );
    if (place < Number(total)) await next();
  }
  // None is empty, and none says what another says.
  expect(sentences.size).toBe(parts.length);
  expect([...sentences].every((sentence) => /\d|gate|partner|near/.test(sentence))).toBe(true);
  return { parts, numbers };
}

/** A run of the tiny one, held after its window is full: three epochs of eight steps. */
async function heldRun(app: App, settings: Record<string, string> = {}): Promise<void> {
  await app.open(tinyRunWith({ 'data.trainImages': '128', ...settings }));
  await app.button('play').click();
  await app.untilStep(25);
  await app.button('play').click();
  await app.expectPhase('paused');
}

const PARTS = ['views', 'features', 'answers', 'nearest', 'votes', 'gate'];

test('walks through a step by keyboard, with the numbers of its record, and the run goes on', async ({
  app,
}) => {
  const { page } = app;
  await heldRun(app);
  const before = await app.number('step');
  await page.keyboard.press('m');
  await expect(page.getByTestId('walk-place')).toContainText('1 of');
  await app.expectPhase('paused');
  // One step was taken, however many parts it has.
  expect(await app.number('step')).toBe(before + 1);
  const { parts, numbers } = await walkThrough(page, () => page.keyboard.press('ArrowRight'));
  expect(parts.filter((part) => part !== 'draw')).toEqual([
    ...PARTS,
    ...['loss', 'update', 'centre', 'teacher', 'memory'],
  ]);
  const record = await newestRecord(app);
  expect(record.step).toBe(before);
  expect(numbers.get('step')).toBe(record.step + 1);
  for (const name of ['loss', 'lr', 'weightDecay', 'teacherMomentum'] as const)
    expect(numbers.get(name)).toBe(record[name]);
  expect(numbers.get('gradientNorm')).toBeGreaterThan(0);
  // What follows keeps the share m of its distance.
  expect((numbers.get('distanceAfter') ?? NaN) / (numbers.get('distanceBehind') ?? NaN)).toBeCloseTo(
    record.teacherMomentum,
    3,
  );

  await page.keyboard.press('ArrowLeft');
  await expect(walk(page)).toHaveAttribute('data-part', 'teacher');
  // The key of Step goes on, and after the last part it takes the next step.
  await page.keyboard.press('s');
  await expect(walk(page)).toHaveAttribute('data-part', 'memory');
  expect(await app.number('step')).toBe(before + 1);
  await page.getByTestId('walk-next').click();
  await expect.poll(() => app.number('step')).toBe(before + 2);
  await expect(walk(page)).toHaveAttribute('data-part', 'views');

  await page.keyboard.press('Escape');
  await expect(walk(page)).toHaveCount(0);
  await expect(page.getByTestId('slow-motion')).toBeVisible();
  // Step is a step again, and Resume goes on.
  await app.stepOnce();
  await page.getByTestId('slow-motion').click();
  await expect(page.getByTestId('walk-place')).toContainText('1 of');
  await app.button('play').click();
  await expect(walk(page)).toHaveCount(0);
  await app.untilStep(before + 6);
});

for (const [method, own] of [
  ['byol', ['loss', 'update', 'teacher', 'memory']],
  ['simsiam', ['loss', 'update', 'memory']],
  ['infonce', ['loss', 'update', 'memory']],
] as const)
  test(`${method}: tells what it has, and nothing of what it has not`, async ({ app }) => {
    await heldRun(app, { method });
    await app.page.getByTestId('slow-motion').click();
    await expect(app.page.getByTestId('walk-place')).toContainText('1 of');
    const { parts } = await walkThrough(app.page, () => app.page.getByTestId('walk-next').click());
    expect(parts.filter((part) => part !== 'draw')).toEqual([...PARTS, ...own]);
  });

test('without motion it is the same sequence; every part is sound on desk and phone', async ({ app }) => {
  const { page } = app;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  // Turned on while it trains, it pauses the run.
  const query = new URLSearchParams(tinyRun);
  query.set('preset', 'contrast');
  query.set('evaluation.transfer', 'none');
  query.set('data.trainImages', '128');
  await app.open(query);
  await app.button('play').click();
  await app.untilStep(25);
  await page.getByTestId('slow-motion').click();
  await expect(page.getByTestId('walk-place')).toContainText('1 of');
  await app.expectPhase('paused');
  for (const part of ['features', 'answers', 'nearest', 'votes', 'gate']) {
    await page.getByTestId('walk-next').click();
    await expect(walk(page)).toHaveAttribute('data-part', part);
    await onEach(page, deskAndPhone, () => expectSound(page, '[data-testid=diagram]'));
  }
  // Another lane tells of its own arm: none asks nobody.
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByTestId('lane-2').focus();
  await page.keyboard.press('ArrowUp');
  await expect(page.getByTestId('walk-sentence')).toContainText(
    /This arm takes the nearest|Nothing is recorded/,
  );
  await page.keyboard.press('ArrowUp');
  await expect(page.getByTestId('walk-sentence')).toContainText('This arm asks nobody');
  await expect(page.getByTestId('walk-sentence')).toContainText(/Elsewhere: naive takes “/);
});

test('a recorded run offers to train live, and then its first step is told', untrained, async ({ app }) => {
  const { page } = app;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await app.open('backend=wasm');
  await page.getByTestId('recorded').waitFor();
  await page.getByTestId('slow-motion').click();
  await expect(page.getByTestId('walk-sentence')).toContainText('This is a recorded run.');
  await expect(page.getByTestId('walk-train')).toHaveText('Train live');
  await page.keyboard.press('Escape');
  await expect(walk(page)).toHaveCount(0);
  await expect(page.getByTestId('slow-motion')).toBeFocused();
});

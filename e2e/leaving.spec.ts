/** @file Steps that are in no checkpoint are not given up unasked: neither by a key nor by leaving the page. */
import type { Dialog } from 'playwright/test';
import { expect, test, tinyRun } from './app.ts';

test('a run that is not saved is left only by those who mean it, and a saved one at once', async ({
  app,
}) => {
  const { page } = app;
  const asked: string[] = [];
  let answer: (dialog: Dialog) => Promise<void> = (dialog) => dialog.dismiss();
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void answer(dialog);
  });
  /** As the browser's own button does. Nothing tells of a reload that the person has taken back. */
  const reload = () => page.evaluate(() => location.reload());

  await app.open(tinyRun);
  await app.stepFromIdle();
  const question = page.getByRole('dialog');

  await page.keyboard.press('n');
  await expect(question).toContainText('Begin again with a new seed?');
  await expect(question.getByTestId('save-first')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(question).toHaveCount(0);
  await page.keyboard.press('r');
  await expect(question).toContainText('Begin again?');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await app.stepOnce();

  await reload();
  await expect.poll(() => asked).toEqual(['beforeunload']);
  await app.stepOnce();
  expect(await app.number('step')).toBe(3);

  await app.take('checkpoint');
  await reload();
  await app.expectPhase('idle');
  expect(asked).toEqual(['beforeunload']);

  await app.stepFromIdle();
  answer = (dialog) => dialog.accept();
  await page.goto('about:blank');
  await page.goBack();
  await app.expectPhase('idle');
});

/** @file The living diagram: a live run shows real pictures on their way through it, in every arm. */
import { expect, test, tinyRunWith } from './app.ts';
import { deskAndPhone, expectSound, onEach } from './screens.ts';

/** A window of three epochs of eight steps. */
const contrast = tinyRunWith({ 'data.trainImages': '128' });
contrast.set('preset', 'contrast');
contrast.set('evaluation.transfer', 'none');

test('shows a picture of the run in every arm, and is told by keyboard whose to follow', async ({ app }) => {
  const { page } = app;
  await app.open(contrast);
  const diagram = page.getByTestId('diagram');
  const title = page.getByTestId('diagram-title');
  await expect(title).toContainText('press Play');
  await app.button('play').click();
  await expect(diagram).toHaveAttribute('data-image', /^\d+$/);
  await app.untilStep(32);
  await app.button('play').click();
  await app.expectPhase('paused');

  // Held, it stays; asked for another, it shows one of the epoch that is known now.
  await page.getByTestId('other').click();
  await expect(diagram.locator('.nearest li').first()).toBeVisible();
  await expect(diagram.locator('.outputs-figure')).toHaveAttribute('data-kind', /^(prototypes|none)$/);
  await expect(title).toContainText(/the gate is (open|shut)|waits for 3 epochs|nothing is recorded/);

  await page.getByTestId('lane-2').focus();
  await page.keyboard.press('ArrowUp');
  await expect(page.getByTestId('lane-1')).toBeChecked();
  await expect(title).toContainText('has to learn from the nearest picture');
  await page.keyboard.press('ArrowUp');
  await expect(title).toContainText('learns from itself; nobody asks what looks like it.');
  await expect(diagram.locator('.partner')).toContainText('the picture itself');

  await onEach(page, deskAndPhone, () => expectSound(page, '[data-testid=diagram]'));

  await diagram.locator('.picture button').click();
  const image = await diagram.getAttribute('data-image');
  await expect(page.locator('.explanation')).toHaveAttribute('data-image', image ?? '');
});

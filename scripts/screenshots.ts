/** @file `npm run screenshots`: the README's pictures, of the page as it opens or after training for real. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { InvalidArgumentError } from 'commander';
import type { Page } from 'playwright';
import { parsed, runCommand, strictCommand } from '../src/cli/command/commandLine.ts';
import { openEngine } from '../src/cli/engine/engine.ts';
import { RunError } from '../src/cli/command/failure.ts';
import { ensureData } from './data/ensure.ts';

const repository = fileURLToPath(new URL('../', import.meta.url));
const folder = path.join(repository, 'docs/screenshots');

const pictures = [
  { name: 'light', colorScheme: 'light', width: 1440, height: 1100 },
  { name: 'dark', colorScheme: 'dark', width: 1440, height: 1100 },
  { name: 'phone', colorScheme: 'light', width: 390, height: 844 },
] as const;

async function screenshots(words: readonly string[]): Promise<number> {
  const command = strictCommand(
    'npm run screenshots --',
    'Opens the app, headless, and writes docs/screenshots/{light,dark,phone}.png.',
  )
    .option('--query <settings>', 'what to open, as in a shared link', 'preset=contrast')
    .option('--steps <count>', 'train so many before; with 0 a recorded run is shown', wholeNumber, 0)
    .allowExcessArguments(false);
  if (!parsed(command, words)) return 0;
  const { query, steps } = command.opts<{ query: string; steps: number }>();

  await ensureData();
  await mkdir(folder, { recursive: true });
  const engine = await openEngine({ adapter: 'any', page: repository });
  try {
    const { page } = engine;
    await page.setViewportSize(pictures[0]);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(`${engine.url}?${query}`);
    if (steps === 0) await page.getByTestId('recorded').waitFor();
    else await Promise.race([trained(page, steps), engine.death]);
    for (const { name, colorScheme, width, height } of pictures) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height });
      // Charts follow the new width a frame or two later.
      await page.waitForTimeout(500);
      await page.screenshot({ path: path.join(folder, `${name}.png`) });
      console.log(`docs/screenshots/${name}.png`);
    }
    return 0;
  } finally {
    await engine.close();
  }
}

/** Trains to `steps` or to the end of the run, then pauses. @throws {RunError} when the run fails */
async function trained(page: Page, steps: number): Promise<void> {
  await page.getByTestId('play').click();
  const status = page.getByTestId('status');
  for (;;) {
    const phase = await status.getAttribute('data-phase');
    const step = Number(await status.getAttribute('data-step'));
    if (phase === 'failed') throw new RunError(await page.getByTestId('notice').first().innerText());
    if (phase === 'finished') return;
    // After the last step there is nothing to pause.
    if (step >= steps && phase !== 'evaluating') break;
    console.log(`${phase ?? 'starting'}, step ${step} of ${steps}`);
    await page.waitForTimeout(5000);
  }
  await page.getByTestId('play').click();
  await page.getByTestId('status').and(page.locator('[data-phase=paused]')).waitFor();
}

function wholeNumber(text: string): number {
  if (!/^\d{1,7}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

await runCommand(screenshots);

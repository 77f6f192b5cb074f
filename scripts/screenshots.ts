/** @file `npm run screenshots`: the README's pictures, of the page as it opens, of a lesson, and after training for real. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Argument } from 'commander';
import type { Page } from 'playwright';
import { parsed, runCommand, strictCommand } from '../src/cli/command/commandLine.ts';
import { openEngine } from '../src/cli/engine/engine.ts';
import { RunError } from '../src/cli/command/failure.ts';
import { ensureData } from './data/ensure.ts';

const repository = fileURLToPath(new URL('../', import.meta.url));
const folder = path.join(repository, 'docs/screenshots');

interface Picture {
  name: string;
  colorScheme: 'light' | 'dark';
  width: number;
  height: number;
}

/** What is opened, and the pictures that are taken of it. */
interface Visit {
  query: string;
  /** Train so many steps before; with 0 what is recorded is shown, or the page as it is. */
  steps: number;
  /** What is done then, until all is there that is to be seen. */
  then: (page: Page) => Promise<void>;
  pictures: readonly Picture[];
}

const desk = { width: 1440, height: 900 };

const visits = {
  overview: {
    query: 'preset=contrast',
    steps: 0,
    then: async (page) => {
      await page.getByTestId('gallery').locator('.query').first().waitFor();
      await page.getByTestId('diagram').locator('.nearest li').first().waitFor();
    },
    pictures: [
      { name: 'light', colorScheme: 'light', width: 1440, height: 1100 },
      { name: 'dark', colorScheme: 'dark', width: 1440, height: 1100 },
      { name: 'tablet', colorScheme: 'light', width: 820, height: 1180 },
      { name: 'phone', colorScheme: 'light', width: 390, height: 844 },
    ],
  },
  lesson: {
    query: 'preset=contrast&lesson=the-gate&card=4',
    steps: 0,
    then: async (page) => {
      await page.getByTestId('lesson').waitFor();
      await page.getByTestId('diagram').locator('.nearest li').first().waitFor();
    },
    pictures: [{ name: 'lesson', colorScheme: 'light', ...desk }],
  },
  projector: {
    query: 'preset=contrast&lesson=the-gate&card=4&projector=1',
    steps: 0,
    then: async (page) => {
      await page.getByTestId('caption-bar').waitFor();
      await page.getByTestId('diagram').locator('.nearest li').first().waitFor();
    },
    pictures: [{ name: 'projector', colorScheme: 'light', width: 1920, height: 1080 }],
  },
  map: {
    query: 'preset=quick&backend=wasm#map',
    steps: 600,
    then: async (page) => {
      await page.getByTestId('map').locator('canvas').first().focus();
      await page.keyboard.press('ArrowRight');
      await page.getByTestId('looks-at').locator('[role=img], canvas').first().waitFor();
    },
    pictures: [
      { name: 'map', colorScheme: 'light', ...desk },
      { name: 'map-dark', colorScheme: 'dark', ...desk },
    ],
  },
} as const satisfies Record<string, Visit>;

type VisitName = keyof typeof visits;
const names = Object.keys(visits) as VisitName[];

async function screenshots(words: readonly string[]): Promise<number> {
  const command = strictCommand(
    'npm run screenshots --',
    'Opens the app, headless, and writes its pictures into docs/screenshots.',
  ).addArgument(new Argument('[visit...]', 'of these alone').choices(names));
  if (!parsed(command, words)) return 0;
  const chosen = command.args.length === 0 ? names : names.filter((name) => command.args.includes(name));

  await ensureData();
  await mkdir(folder, { recursive: true });
  const engine = await openEngine({ adapter: 'any', page: repository });
  try {
    for (const name of chosen)
      await Promise.race([take(engine.page, engine.url, visits[name]), engine.death]);
    return 0;
  } finally {
    await engine.close();
  }
}

async function take(page: Page, url: string, { query, steps, then, pictures }: Visit): Promise<void> {
  const [first] = pictures;
  if (first !== undefined) await page.setViewportSize(first);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(`${url}?${query}`);
  if (steps > 0) await trained(page, steps);
  await then(page);
  for (const { name, colorScheme, width, height } of pictures) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height });
    // Charts follow the new width a frame or two later.
    await page.waitForTimeout(1000);
    await page.screenshot({ path: path.join(folder, `${name}.png`) });
    console.log(`docs/screenshots/${name}.png`);
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

await runCommand(screenshots);

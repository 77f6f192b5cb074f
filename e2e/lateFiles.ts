/** @file The files of the build that come later than the page, and a network that refuses each of them until it is told to let it in. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Page, Route } from 'playwright/test';
import { expect } from './app.ts';

const folder = 'dist/assets';

/** What a file of the build names in quotes and with a path, as imports and preloads do; a worker's address is neither. */
const namedIn = (text: string): string[] =>
  [...text.matchAll(/["'`](?:\.\/)?(?:assets\/)?([\w.-]+\.js)["'`]/g)].flatMap(([, name]) => name ?? []);

const isWorker = (name: string): boolean => /worker/i.test(name);

/** The page's scripts: those that `index.html` loads, and all that these lead to. */
function scriptsOfPage(): { first: ReadonlySet<string>; late: readonly string[] } {
  const first = new Set(namedIn(readFileSync('dist/index.html', 'utf8')));
  const built = new Set(readdirSync(folder));
  const found = new Set(first);
  for (const name of found)
    for (const other of namedIn(readFileSync(`${folder}/${name}`, 'utf8')))
      if (built.has(other) && !isWorker(other)) found.add(other);
  return { first, late: [...found].filter((name) => !first.has(name)) };
}

/** One thing that needs late files. */
interface Need {
  /** Whether the page says that it could not be loaded. */
  told: () => Promise<boolean>;
  /** Tries again. */
  again: () => Promise<void>;
  /** Whether it is there. */
  come: () => Promise<boolean>;
}

export class LateFiles {
  private readonly scripts = scriptsOfPage();
  private readonly letIn = new Set<string>();
  private readonly refused = new Set<string>();
  private refusals = 0;

  /** Refuses every late script from now on, the worker's and those of what it starts as well. */
  static async refusedTo(page: Page): Promise<LateFiles> {
    const files = new LateFiles();
    await page.route(/\/assets\/[\w.-]+\.js$/, (route) => files.answer(route));
    return files;
  }

  /** The page's late scripts that have not been refused yet. */
  get untried(): string[] {
    return this.scripts.late.filter((name) => !this.refused.has(name));
  }

  /**
   * Once the page has told that something is missing, lets in one file after another, each time trying again, until it
   * is there. Each file that it needs is so at some time all that it lacks.
   */
  async supply({ told, again, come }: Need): Promise<void> {
    await expect.poll(told).toBe(true);
    let triedWithAll = false;
    while (!(await come())) {
      const next = [...this.refused].find((name) => !this.letIn.has(name));
      // All that it lacked may have been let in for another part: then it comes when it is tried again, once.
      expect(next !== undefined || !triedWithAll, 'a file that was refused').toBe(true);
      if (next === undefined) triedWithAll = true;
      else this.letIn.add(next);
      const before = this.refusals;
      try {
        await again();
      } catch (error) {
        // An attempt that was under way may have brought it meanwhile, and nothing offers another.
        if (!(await come())) throw error;
      }
      await expect.poll(async () => (await come()) || (this.refusals > before && (await told()))).toBe(true);
    }
  }

  private answer(route: Route): Promise<void> {
    const name = new URL(route.request().url()).pathname.split('/').at(-1) ?? '';
    if (this.scripts.first.has(name) || this.letIn.has(name)) return route.continue();
    this.refused.add(name);
    this.refusals += 1;
    // By turns, the network is gone, and the host has another version: it answers with a page.
    if (this.refusals % 2 === 1) return route.abort();
    return route.fulfill({ status: 404, contentType: 'text/html', body: '<!doctype html><p>Not found.' });
  }
}

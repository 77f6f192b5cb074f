/** @file The page as a test meets it: its parts by name, and a watch on everything that goes wrong in it. */
import { readFile } from 'node:fs/promises';
import { test as base, expect, type Locator, type Page } from 'playwright/test';

/** A run of small steps, 16 an epoch, that no test sees the end of unless it asks for fewer epochs. */
export const tinyRun = new URLSearchParams({
  preset: 'quick',
  backend: 'wasm',
  'data.name': 'shapes',
  'data.trainImages': '256',
  'data.testImages': '64',
  'backbone.patchSize': '16',
  'backbone.dim': '32',
  'backbone.depth': '1',
  'head.outDim': '64',
  'head.hiddenDim': '32',
  'head.bottleneckDim': '16',
  batchSize: '16',
  epochs: '4000',
  'evaluation.everyEpochs': '4',
});

/** {@link tinyRun} with other settings. */
export function tinyRunWith(settings: Record<string, string>): URLSearchParams {
  const query = new URLSearchParams(tinyRun);
  for (const [key, value] of Object.entries(settings)) query.set(key, value);
  return query;
}

/** A file as Playwright hands it to the page. */
export interface GivenFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

export type Exported = 'checkpoint' | 'student' | 'teacher' | 'metrics' | 'curves' | 'configuration';

export class App {
  /** Uncaught errors and console errors, which no test expects. */
  readonly faults: string[] = [];
  private chosen: GivenFile | undefined;

  constructor(readonly page: Page) {
    // One listener for all: Playwright takes a moment to begin to catch these dialogs.
    page.on('filechooser', (chooser) => void chooser.setFiles(this.chosen ?? []));
    page.on('pageerror', (error) => this.faults.push(`uncaught: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error' && !isFailedDownload(message.text())) this.faults.push(message.text());
    });
  }

  async open(query: URLSearchParams | string = ''): Promise<void> {
    await this.page.goto(`./?${query.toString()}`);
    await expect(this.button('play')).toBeVisible();
  }

  /** Opens the settings, which the next visit then finds open. */
  async openSettings(): Promise<void> {
    await this.page.getByTestId('open-settings').click();
    await expect(this.page.getByTestId('compare')).toBeVisible();
  }

  button(name: 'play' | 'step' | 'reset' | 'new-seed' | 'share' | 'files' | 'theme'): Locator {
    return this.page.getByTestId(name);
  }

  get status(): Locator {
    return this.page.getByTestId('status');
  }

  get notices(): Locator {
    return this.page.getByTestId('notice');
  }

  async expectPhase(phase: string): Promise<void> {
    await expect(this.status).toHaveAttribute('data-phase', phase);
  }

  /** One number of the status line. */
  async number(name: 'step' | 'epoch' | 'tensors' | 'bytes'): Promise<number> {
    return Number(await this.status.getAttribute(`data-${name}`));
  }

  async untilStep(step: number): Promise<void> {
    await expect.poll(() => this.number('step')).toBeGreaterThanOrEqual(step);
  }

  /** The first step of a run that is not there yet. */
  async stepFromIdle(): Promise<void> {
    await this.button('step').click();
    await expect.poll(() => this.number('step')).toBe(1);
    await this.expectPhase('paused');
  }

  /** One more step, counted. */
  async stepOnce(): Promise<void> {
    const before = await this.number('step');
    await this.button('step').click();
    await expect.poll(() => this.number('step')).toBe(before + 1);
    await this.expectPhase('paused');
  }

  /** Ends the run though it has steps that are not saved, which the page has just asked about. */
  async endAnyway(): Promise<void> {
    await this.page.getByTestId('end-anyway').click();
  }

  /** Chooses a file in the browser's dialog. */
  async choose(name: string, content: Uint8Array | string): Promise<void> {
    this.chosen = { name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) };
    await this.button('files').click();
    await this.page.getByTestId('open').click();
  }

  /** Takes a file from the menu, through the browser's downloads. */
  async take(what: Exported): Promise<{ name: string; content: Buffer }> {
    await this.button('files').click();
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      this.page.getByTestId(`export-${what}`).click(),
    ]);
    return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
  }

  /** The chart's numbers as its table tells them: step → value of the first arm, null where there is none. */
  async table(question: string, metric: string): Promise<Map<number, number | null>> {
    const { steps, columns } = await this.read(question, metric);
    const [first = []] = columns.values();
    return new Map(steps.map((step, row) => [step, first[row] ?? null]));
  }

  /** The same of every arm, by its label. */
  async columns(question: string, metric: string): Promise<Map<string, (number | null)[]>> {
    return (await this.read(question, metric)).columns;
  }

  /** Both: the steps of the rows, and each arm's values there. Many steps are thinned to fewer rows. */
  async read(question: string, metric: string) {
    const table = this.page.getByTestId(`table-${metric}`);
    if (!(await table.isVisible())) await this.page.getByTestId(`table-toggle-${question}`).click();
    await expect(table).toBeVisible();
    const labels = (await table.locator('thead th').allTextContents()).slice(2);
    const rows = await table.locator('tbody tr').evaluateAll((all) =>
      all.map((row) => ({
        step: Number(row.querySelector('th')?.textContent),
        values: [...row.querySelectorAll('td[data-value]')].map((cell) => cell.getAttribute('data-value')),
      })),
    );
    const valueOf = (text: string | null | undefined) => (text ? Number(text) : null);
    return {
      steps: rows.map(({ step }) => step),
      columns: new Map(
        labels.map((label, column) => [label, rows.map(({ values }) => valueOf(values[column]))]),
      ),
    };
  }
}

/** Chromium itself logs every failed download; the page must answer those with a notice, not the console. */
const isFailedDownload = (text: string): boolean => text.startsWith('Failed to load resource');

export const test = base.extend<{ app: App }>({
  app: async ({ page }, use) => {
    const app = new App(page);
    await use(app);
    expect(app.faults, 'errors in the console').toEqual([]);
  },
});

export { expect };

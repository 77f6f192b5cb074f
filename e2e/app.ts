/** @file The page as a test meets it: its parts by name, and a watch on everything that goes wrong in it. */
import { test as base, expect, type Locator, type Page } from 'playwright/test';

/** A run of a few seconds on any machine: 16 steps an epoch. */
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
  epochs: '40',
  'evaluation.everyEpochs': '4',
});

export class App {
  /** Uncaught errors and console errors, which no test expects. */
  readonly faults: string[] = [];

  constructor(readonly page: Page) {
    page.on('pageerror', (error) => this.faults.push(`uncaught: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error' && !isFailedDownload(message.text())) this.faults.push(message.text());
    });
  }

  async open(query: URLSearchParams | string = ''): Promise<void> {
    await this.page.goto(`./?${query.toString()}`);
    await expect(this.button('play')).toBeVisible();
  }

  button(name: 'play' | 'step' | 'reset' | 'new-seed' | 'share' | 'theme'): Locator {
    return this.page.getByTestId(name);
  }

  get status(): Locator {
    return this.page.getByTestId('status');
  }

  get notices(): Locator {
    return this.page.getByTestId('notice');
  }

  async expectPhase(phase: string, timeout = 60_000): Promise<void> {
    await expect(this.status).toHaveAttribute('data-phase', phase, { timeout });
  }

  /** One number of the status line. */
  async number(name: 'step' | 'epoch' | 'tensors' | 'bytes'): Promise<number> {
    return Number(await this.status.getAttribute(`data-${name}`));
  }

  async untilStep(step: number, timeout = 120_000): Promise<void> {
    await expect.poll(() => this.number('step'), { timeout }).toBeGreaterThanOrEqual(step);
  }

  /** One more step, counted. */
  async stepOnce(): Promise<void> {
    const before = await this.number('step');
    await this.button('step').click();
    await expect.poll(() => this.number('step'), { timeout: 60_000 }).toBe(before + 1);
    await this.expectPhase('paused');
  }

  /** The chart's numbers as its table tells them: step → value, null where there is none. */
  async table(question: string, metric: string): Promise<Map<number, number | null>> {
    const table = this.page.getByTestId(`table-${metric}`);
    if (!(await table.isVisible())) await this.page.getByTestId(`table-toggle-${question}`).click();
    const rows = await table
      .locator('tbody tr')
      .evaluateAll((all) =>
        all.map((row) => [
          row.querySelector('th')?.textContent,
          row.querySelector('td[data-value]')?.getAttribute('data-value'),
        ]),
      );
    return new Map(rows.map(([step, value]) => [Number(step), value ? Number(value) : null]));
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

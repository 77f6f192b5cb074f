/** @file Lets Vitest's tests run in Firefox, which its own providers reach only by a driver or a patched build. */
import { defineBrowserProvider } from '@vitest/browser';
import { launch, type Browser, type Page } from 'puppeteer-core';
import type { BrowserProvider, BrowserProviderOption } from 'vitest/node';
import { firefoxOptions, requireFirefox } from '../../src/cli/engine/firefox.ts';

/** For `browser.provider` of a configuration whose one instance is `firefox`. */
export const firefoxProvider = (): BrowserProviderOption =>
  defineBrowserProvider({
    name: 'puppeteer',
    supportedBrowser: ['firefox'],
    providerFactory: () => new FirefoxProvider(),
  });

class FirefoxProvider implements BrowserProvider {
  readonly name = 'puppeteer';
  // What is not in front does not paint, and what does not paint is not told of.
  readonly supportsParallelism = false;
  private browser: Promise<Browser> | undefined;
  private readonly pages = new Map<string, Page>();

  getCommandsContext(): Record<string, unknown> {
    return {};
  }

  async openPage(sessionId: string, url: string): Promise<void> {
    this.browser ??= launch(firefoxOptions(requireFirefox()));
    const before = this.pages.get(sessionId);
    const page = await (await this.browser).newPage();
    this.pages.set(sessionId, page);
    await before?.close();
    await page.goto(url, { timeout: 0 });
  }

  async close(): Promise<void> {
    this.pages.clear();
    await (await this.browser)?.close();
    this.browser = undefined;
  }
}

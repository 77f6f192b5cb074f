/** @file What axe objects to on a page, and where. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright/test';

export async function violations(page: Page): Promise<string[]> {
  const found = await new AxeBuilder({ page }).analyze();
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

/** @file What axe objects to on a page, and where. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright/test';

/** @param within a selector of the part to look at; axe takes seconds for a whole page */
export async function violations(page: Page, within?: string): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  const found = await (within === undefined ? axe : axe.include(within)).analyze();
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

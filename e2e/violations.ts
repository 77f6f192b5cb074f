/** @file What axe objects to on a page, and where. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from 'playwright/test';

/** @param within a selector of the part to look at; axe takes seconds for a whole page */
export async function violations(page: Page, within?: string): Promise<string[]> {
  // Axe's legacy mode looks at one document, in a third of the time; the page has no frames to leave out.
  expect(page.frames()).toHaveLength(1);
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  const found = await (within === undefined ? axe : axe.include(within)).analyze();
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

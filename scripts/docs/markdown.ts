/** @file What a Markdown document offers and what it points to: its headings, its links, the paths it names. */

/** A document without its code blocks, in which `#` begins no heading. */
const prose = (markdown: string): string => markdown.replace(/^( *)```[^]*?^\1```/gm, '');

/** The texts of all headings, in order. */
export const headings = (markdown: string): string[] =>
  [...prose(markdown).matchAll(/^#{1,6} +(.+?) *$/gm)].map(([, text = '']) => text);

/** What GitHub calls a heading in a link: `#8-departures-from-the-release`. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
    .replaceAll(' ', '-');

/** Targets of links and pictures that lead to no other host, `path`, `path#heading` or `#heading`. */
export const relativeLinks = (markdown: string): string[] =>
  [...prose(markdown).matchAll(/\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g)]
    .map(([, link, source]) => link ?? source ?? '')
    .filter((target) => !/^[a-z]+:/.test(target));

/** Paths of sources that a document names anywhere, from the root of the repository; what a link goes to is not among them. */
export const sourcePaths = (markdown: string): string[] =>
  [...markdown.matchAll(/(?<![\w./-])src\/[\w./-]*\w/g)].map(([path]) => path);

/**
 * The numbered items at the top level of the section that a heading begins.
 * @throws RangeError where there is no such heading
 */
export function itemsOf(markdown: string, heading: string): number[] {
  const [, section] = markdown.split(`\n## ${heading}\n`);
  if (section === undefined) throw new RangeError(`There is no section “${heading}”.`);
  const [own = ''] = section.split('\n## ');
  return [...own.matchAll(/^(\d+)\. /gm)].map(([, number]) => Number(number));
}

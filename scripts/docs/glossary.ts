/** @file The glossary of docs/METHOD.md: the words that the page explains, the others, and the metrics. */
import { elsewhere, onThePage } from '../../src/glossary/meanings.ts';
import { declarations, metricIds } from '../../src/metrics/table.ts';
import { tableRow, withPart } from './generated.ts';

/**
 * `document` with the glossary as the sources have it.
 * @throws where the document has no place for it
 */
export function withGlossary(document: string): string {
  const rows = entries().map(([word, meaning]) => tableRow([`**${word}**`, meaning]));
  return withPart(document, 'glossary', ['| word | meaning |', '| --- | --- |', ...rows].join('\n'));
}

/** In the order of the alphabet, which takes no notice of capitals and signs. */
export function entries(): [word: string, meaning: string][] {
  const metrics = metricIds.map((id): [string, string] => {
    const { label, help } = declarations[id];
    return [label, `a metric, \`${id}\`: ${help}`];
  });
  return [...Object.entries(onThePage), ...Object.entries(elsewhere), ...metrics].sort(([one], [other]) =>
    alphabet.compare(one, other),
  );
}

const alphabet = new Intl.Collator('en', { ignorePunctuation: true });

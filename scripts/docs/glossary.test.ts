import { format, resolveConfig } from 'prettier';
import { expect, test } from 'vitest';
import { elsewhere, onThePage, plainText } from '../../src/glossary/meanings.ts';
import { metricIds } from '../../src/metrics/table.ts';
import { entries, withGlossary } from './glossary.ts';
import { read } from './repository.ts';

test('docs/METHOD.md has the glossary that the sources make (else: npm run docs)', async () => {
  const path = 'docs/METHOD.md';
  const document = read(path);
  const written = await format(withGlossary(document), {
    ...(await resolveConfig(path)),
    filepath: path,
  });
  expect(document).toBe(written);
});

test('every word has one meaning', () => {
  const words = entries().map(([word]) => word.toLowerCase());
  expect(new Set(words).size).toBe(words.length);
  expect(words).toHaveLength(
    Object.keys(onThePage).length + Object.keys(elsewhere).length + metricIds.length,
  );
  for (const [word, meaning] of entries()) expect(meaning, word).not.toBe('');
});

test('the page shows the text of a meaning, without its Markdown', () => {
  expect(plainText(onThePage.ViT)).toBe(
    'vision transformer: cuts the image into patches and lets each of them look at all others',
  );
  for (const meaning of Object.values(onThePage)) expect(plainText(meaning)).not.toMatch(/`|\]\(/);
});

test('a document without a place for it is told', () => {
  expect(() => withGlossary('no place')).toThrow('glossary:begin');
});

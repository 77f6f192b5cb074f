import { format, resolveConfig } from 'prettier';
import { expect, test } from 'vitest';
import { metricIds } from '../../src/metrics/table.ts';
import { withMetricsTable } from './metricsTable.ts';
import { read } from './repository.ts';

test('docs/METHOD.md has the table of metrics that their declarations make (else: npm run docs)', async () => {
  const path = 'docs/METHOD.md';
  const document = read(path);
  const written = await format(withMetricsTable(document), {
    ...(await resolveConfig(path)),
    filepath: path,
  });
  expect(document).toBe(written);
});

test('every metric has a row', () => {
  const table = withMetricsTable('<!-- metrics:begin --><!-- metrics:end -->');
  for (const id of metricIds) expect(table).toMatch(new RegExp(`^\\| \`${id}\` \\|.*[^| ].* \\|$`, 'm'));
});

test('a document without a place for it is told', () => {
  expect(() => withMetricsTable('no place')).toThrow('metrics:begin');
});

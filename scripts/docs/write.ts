/** @file `npm run docs`: writes what of the documents follows from the sources. */
import { writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { withGlossary } from './glossary.ts';
import { withMetricsTable } from './metricsTable.ts';
import { pathOf, read } from './repository.ts';

const path = 'docs/METHOD.md';
const document = await format(withGlossary(withMetricsTable(read(path))), {
  ...(await resolveConfig(pathOf(path))),
  filepath: path,
});
writeFileSync(pathOf(path), document);
console.log(`${path}: the table of metrics is that of src/metrics, the glossary that of src/glossary.`);

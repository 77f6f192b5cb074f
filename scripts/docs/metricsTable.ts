/** @file The table of metrics in docs/METHOD.md, from their declarations and the comments above them. */
import ts from 'typescript';
import { declarations, metricIds, type MetricId } from '../../src/metrics/table.ts';
import type { Source } from '../../src/metrics/declaration.ts';
import { tableRow, withPart } from './generated.ts';
import { filesBelow, read } from './repository.ts';

/** What the comment above a declaration says. */
interface Definition {
  text: string;
  /** What becomes of the metric in a collapse. */
  collapse: string;
}

const folder = 'src/metrics/declared';

/** Where a value is of, which stands before its definition; an evaluation's need not be told. */
const recordOf: Readonly<Record<Source, string>> = { steps: 'step: ', epochs: 'epoch: ', evaluations: '' };

/**
 * `document` with the table as the declarations have it.
 * @throws where a metric has no definition, or the document no place for it
 */
export const withMetricsTable = (document: string): string => withPart(document, 'metrics', metricsTable());

function metricsTable(): string {
  const definitions = new Map(filesBelow(folder).flatMap((file) => [...definitionsIn(file)]));
  const rows = metricIds.map((id) => rowOf(id, definitions.get(id)));
  return ['| id | name | definition | under collapse |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function rowOf(id: MetricId, definition: Definition | undefined): string {
  if (definition === undefined || definition.text === '' || definition.collapse === '')
    throw new Error(
      `The declaration of ${id} in ${folder} has no comment with its definition and @collapse.`,
    );
  const { from, label } = declarations[id];
  return tableRow([`\`${id}\``, label, `${recordOf[from]}${definition.text}`, definition.collapse]);
}

/** By the name of the property that is commented. */
function definitionsIn(file: string): Map<string, Definition> {
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true);
  const found = new Map<string, Definition>();
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node)) {
      const [comment] = ts.getJSDocCommentsAndTags(node);
      if (comment !== undefined && ts.isJSDoc(comment)) found.set(node.name.getText(), definitionOf(comment));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function definitionOf({ comment, tags = ts.factory.createNodeArray() }: ts.JSDoc): Definition {
  const collapse = tags.find(({ tagName }) => tagName.text === 'collapse');
  return { text: inOneLine(comment), collapse: inOneLine(collapse?.comment) };
}

const inOneLine = (comment: ts.JSDoc['comment']): string =>
  (ts.getTextOfJSDocComment(comment) ?? '').replace(/\s+/g, ' ').trim();

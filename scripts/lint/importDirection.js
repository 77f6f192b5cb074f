/** @file ESLint rule: imports between the folders of `src/` follow the table in `layers.js`. */
import path from 'node:path';
import { layers } from './layers.js';

/**
 * Why `specifier` may not be imported from `file`, or undefined when it may.
 *
 * @param {string} file path below `src/`, with forward slashes
 * @param {string} specifier as written in the import
 * @param {boolean} typeOnly
 * @returns {string | undefined}
 */
export function refusal(file, specifier, typeOnly) {
  const folder = firstPart(file);
  const unit = file in layers ? file : folder;
  const layer = layers[unit];
  if (layer === undefined) return `src/${folder} has no entry in the table of layers`;
  const imported = specifier.replace(/\?.*$/, '');

  if (!imported.startsWith('.')) {
    const allowed = layer.packages.some((name) =>
      typeof name === 'string' ? name === imported : name.test(imported),
    );
    return allowed ? undefined : `src/${unit} may not import the package '${imported}'`;
  }

  const target = path.posix.join(path.posix.dirname(file), imported);
  const targetFolder = firstPart(target);
  const open = [...layer.layers, ...(typeOnly ? (layer.types ?? []) : [])];
  const allowed =
    (unit === folder && targetFolder === folder) || open.includes(targetFolder) || open.includes(target);
  return allowed ? undefined : `src/${unit} may not import from src/${targetFolder}`;
}

/** @param {string} file */
const firstPart = (file) => file.replace(/\/.*$/, '');

/** @type {import('eslint').Rule.RuleModule} */
export const importDirection = {
  meta: {
    type: 'problem',
    schema: [],
    docs: { description: 'keep imports between the folders of src/ in one direction' },
    messages: { forbidden: '{{reason}} (see scripts/lint/layers.js)' },
  },
  create(context) {
    const file = /\/src\/(.+)$/.exec(context.filename.split(path.sep).join('/'))?.[1];
    if (file === undefined) return {};
    /**
     * @param {import('estree').Node | null | undefined} source
     * @param {boolean} typeOnly
     */
    const check = (source, typeOnly) => {
      if (source?.type !== 'Literal' || typeof source.value !== 'string') return;
      const reason = refusal(file, source.value, typeOnly);
      if (reason !== undefined) context.report({ node: source, messageId: 'forbidden', data: { reason } });
    };
    // With `verbatimModuleSyntax` only a statement of the form `import type` leaves nothing behind.
    return {
      ImportDeclaration: (node) => check(node.source, 'importKind' in node && node.importKind === 'type'),
      ExportNamedDeclaration: (node) =>
        check(node.source, 'exportKind' in node && node.exportKind === 'type'),
      ExportAllDeclaration: (node) => check(node.source, 'exportKind' in node && node.exportKind === 'type'),
      ImportExpression: (node) => check(node.source, false),
    };
  },
};

/** @file A plugin of the linter with one rule: imports between the folders of `src/` follow the table in `layers.js`. */
import path from 'node:path';
import { layers } from './layers.js';

/**
 * Why `specifier` may not be imported from `file`, or undefined when it may.
 *
 * @param {string} file path below `src/`, with forward slashes
 * @param {string} specifier as written in the import
 * @returns {string | undefined}
 */
export function refusal(file, specifier) {
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
  const allowed =
    (unit === folder && targetFolder === folder) ||
    layer.layers.includes(targetFolder) ||
    layer.layers.includes(target);
  return allowed ? undefined : `src/${unit} may not import from src/${targetFolder}`;
}

/** @param {string} file */
const firstPart = (file) => file.replace(/\/.*$/, '');

/** @type {Parameters<import('oxlint/plugins-dev').RuleTester['run']>[1]} */
const importDirection = {
  meta: {
    type: 'problem',
    schema: [],
    docs: { description: 'keep imports between the folders of src/ in one direction' },
    messages: { forbidden: '{{reason}} (see scripts/lint/layers.js)' },
  },
  create(context) {
    const file = /\/src\/(.+)$/.exec(context.filename.split(path.sep).join('/'))?.[1];
    if (file === undefined) return {};
    /** @param {{ type: string; value?: unknown; range: [number, number] } | null} source */
    const check = (source) => {
      if (source?.type !== 'Literal' || typeof source.value !== 'string') return;
      const reason = refusal(file, source.value);
      if (reason !== undefined) context.report({ node: source, messageId: 'forbidden', data: { reason } });
    };
    return {
      ImportDeclaration: (node) => check(node.source),
      ExportNamedDeclaration: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
      ImportExpression: (node) => check(node.source),
    };
  },
};

export default { meta: { name: 'layers' }, rules: { 'import-direction': importDirection } };

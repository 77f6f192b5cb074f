/** @file The names of types that files of `src/` export: one name means one thing. */
import ts from 'typescript';
import { groupBy } from '../../src/tensor/profiling/groupBy.ts';

/** Names of the interfaces, types, classes and enums that a file declares and exports. */
export function exportedTypes(file: ts.SourceFile): string[] {
  const declared = file.statements.filter(isTypeDeclaration);
  // `export { A, type B as C }` of what is declared above.
  const listed = new Map(
    file.statements
      .filter((node): node is ts.ExportDeclaration => ts.isExportDeclaration(node))
      .filter(({ moduleSpecifier }) => moduleSpecifier === undefined)
      .flatMap(({ exportClause }) =>
        exportClause !== undefined && ts.isNamedExports(exportClause) ? [...exportClause.elements] : [],
      )
      .map(({ name, propertyName }) => [(propertyName ?? name).text, name.text]),
  );
  const names = declared.flatMap((node) => {
    const name = node.name?.text;
    if (name === undefined) return [];
    const isExported = node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
    return isExported ? [name] : [listed.get(name) ?? []].flat();
  });
  return [...new Set(names)];
}

const isTypeDeclaration = (
  node: ts.Node,
): node is ts.InterfaceDeclaration | ts.TypeAliasDeclaration | ts.ClassDeclaration | ts.EnumDeclaration =>
  ts.isInterfaceDeclaration(node) ||
  ts.isTypeAliasDeclaration(node) ||
  ts.isClassDeclaration(node) ||
  ts.isEnumDeclaration(node);

/** Names that more than one file exports, each with the files: `Row: a.ts, b.ts`. */
export function sharedNames(files: ReadonlyMap<string, ts.SourceFile>): string[] {
  const homes = groupBy(
    [...files].flatMap(([path, file]) => exportedTypes(file).map((name) => ({ name, path }))),
    ({ name }) => name,
  );
  return [...homes]
    .filter(([, all]) => all.length > 1)
    .map(([name, all]) => `${name}: ${all.map(({ path }) => path).join(', ')}`)
    .sort();
}

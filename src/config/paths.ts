/** @file Reading and writing settings by dotted path (`bootstrap.topK`), and listing them. */

export type Leaf = number | string | boolean | readonly number[];

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isLeaf = (value: unknown): value is Leaf =>
  typeof value === 'number' ||
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  (Array.isArray(value) && value.every((item) => typeof item === 'number'));

/** The value at `path`, or undefined where there is none. Inherited properties do not count. */
export function valueAt(tree: unknown, path: string): unknown {
  let here: unknown = tree;
  for (const key of path.split('.')) {
    if (!isRecord(here) || !Object.hasOwn(here, key)) return undefined;
    here = here[key];
  }
  return here;
}

/** The setting at `path`; undefined where there is none or where the path names a whole group. */
export function leafAt(tree: unknown, path: string): Leaf | undefined {
  const value = valueAt(tree, path);
  return isLeaf(value) ? value : undefined;
}

/** A copy of `tree` with the value at `path` replaced. Throws if the path leads through a non-object. */
export function withValue(tree: unknown, path: string, value: unknown): unknown {
  const [key, ...rest] = path.split('.');
  if (key === undefined || !isRecord(tree)) throw new Error(`no group on the way to "${path}"`);
  const child = rest.length === 0 ? value : withValue(tree[key], rest.join('.'), value);
  return { ...tree, [key]: child };
}

/** Every setting of a configuration with its dotted path, in the order of the schema. */
export function leaves(tree: unknown, prefix = ''): [path: string, value: Leaf][] {
  if (isLeaf(tree)) return [[prefix, tree]];
  if (!isRecord(tree)) return [];
  return Object.entries(tree).flatMap(([key, value]) =>
    leaves(value, prefix === '' ? key : `${prefix}.${key}`),
  );
}

/** The paths of {@link leaves}. */
export const pathsIn = (tree: unknown): string[] => leaves(tree).map(([path]) => path);

/** Whether two settings are the same value (arrays by content, numbers by `Object.is`). */
export function sameLeaf(a: Leaf | undefined, b: Leaf | undefined): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => Object.is(item, b[index]));
  return Object.is(a, b);
}

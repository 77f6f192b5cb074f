/** @file Keys that name no setting: which of ours was meant, and which were never meant for us. */
import { defaultBackbones, defaultConfig } from './defaults.ts';
import { ConfigError } from './error.ts';
import { pathsIn } from './paths.ts';

/** A slip of the hand: two letters, or one where the name is so short that two would make any word of it. */
function isNear(key: string, name: string): boolean {
  const slip = name.length < 5 ? 1 : 2;
  return Math.abs(key.length - name.length) <= slip && distanceOf(key, name) <= slip;
}

/** `topK` is the tail of `bootstrap.topK`. */
const isTail = (key: string, name: string): boolean => name.toLowerCase().endsWith(`.${key.toLowerCase()}`);

const groupOf = (key: string): string => key.split('.', 1)[0] ?? '';

/** The settings of every experiment, whatever its backbone. */
const allSettings = [
  ...new Set(Object.values(defaultBackbones).flatMap((backbone) => pathsIn({ ...defaultConfig, backbone }))),
];
const groups = [...new Set(allSettings.filter((path) => path.includes('.')).map(groupOf))];

/**
 * Whether a key of a link is another's: what mailers, social networks and embedding pages add to it. What is ours,
 * within a slip of it, or under the name of one of our groups is not.
 * @param others keys of ours that are no settings
 */
export function isForeign(key: string, others: readonly string[]): boolean {
  if (allSettings.includes(key)) return false;
  if ([...others, ...allSettings].some((name) => isNear(key, name) || isTail(key, name))) return false;
  // Dotted keys are rarely anybody else's, so a slip in the group is ours too; a word alone has to be the group.
  const group = groupOf(key);
  return !groups.some((one) =>
    key === group ? key.toLowerCase() === one.toLowerCase() : isNear(group, one),
  );
}

/** The nearest of `names` to a key; undefined where none is within a slip. */
export const nearestOf = (key: string, names: readonly string[]): string | undefined =>
  names
    .filter((name) => isNear(key, name) || isTail(key, name))
    .sort((a, b) => distanceOf(key, a) - distanceOf(key, b))[0];

/** The answer to a key that names none of `names`: the nearest of them, or all that its group has. */
export function unknownSetting(path: string, names: readonly string[]): ConfigError {
  const refused = (end: string) => new ConfigError(`There is no setting called ${path}${end}`, path);
  const kind = Object.values(defaultBackbones).find((backbone) => pathsIn({ backbone }).includes(path))?.kind;
  if (kind !== undefined && !names.includes(path)) return refused(` unless backbone.kind is ${kind}.`);
  const nearest = nearestOf(path, names);
  if (nearest !== undefined) return refused(`. Did you mean ${nearest}?`);
  const members = names.filter((name) => name.includes('.') && isNear(groupOf(path), groupOf(name)));
  return refused(members.length === 0 ? '.' : `; there are ${inWords.format(members)}.`);
}

const inWords = new Intl.ListFormat('en-GB');

/** Levenshtein distance, whatever the case. */
function distanceOf(key: string, name: string): number {
  const [a, b] = [key.toLowerCase(), name.toLowerCase()];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const substitution = (previous[column - 1] ?? 0) + Number(a[row - 1] !== b[column - 1]);
      current.push(Math.min((previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, substitution));
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
}

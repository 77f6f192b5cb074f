/** @file Reading the link of an experiment: its preset, and only what differs from it. */
import { armTexts, type SharedExperiment } from './departures.ts';
import { applyOverrides } from './overrides.ts';
import { armsFromPreset, defaultPreset, isPresetName } from './presets.ts';
import { readArms } from './readArms.ts';
import { isForeign, nearestOf, unknownSetting } from './unknown.ts';

export { encodeExperiment } from './departures.ts';

/** Keys of the query that are ours and no settings: the page's own, and the arms. */
const otherKeys: readonly string[] = ['preset', 'backend', 'arm'];

/** The entries of a query as they stand there, each with the key that it decodes to. */
const partsOf = (query: string): { text: string; key: string }[] =>
  query
    .replace(/^\?/, '')
    .split('&')
    .flatMap((text) => [...new URLSearchParams(text).keys()].map((key) => ({ text, key })));

/**
 * What a query has that is none of ours, letter for letter: the traces of how the visitor came here. A key that is
 * nearly one of ours is ours, for `decodeExperiment` to refuse.
 */
export const foreignPart = (query: string): string =>
  partsOf(query)
    .filter(({ key }) => isForeign(key, otherKeys))
    .map(({ text }) => text)
    .join('&');

/**
 * Reads what `encodeExperiment` wrote. `backend` is left to the page, and what is not ours to whoever put it there.
 * @throws ConfigError for an unknown preset, a key that is nearly one of ours, a value out of range, or arms that
 * cannot go together.
 */
export function decodeExperiment(query: string): SharedExperiment {
  const entries = [...new URLSearchParams(query)].filter(([key]) => !isForeign(key, otherKeys));
  const overrides = entries.filter(([key]) => !otherKeys.includes(key));
  const slip = overrides.find(([key]) => nearestOf(key, otherKeys) !== undefined);
  if (slip !== undefined) throw unknownSetting(slip[0], otherKeys);
  const name = entries.findLast(([key]) => key === 'preset')?.[1] ?? defaultPreset;
  const base = armsFromPreset(name);
  const texts = entries.filter(([key]) => key === 'arm').map(([, text]) => text);
  const config = applyOverrides(base[0].config, overrides);
  const arms = readArms(config, texts.length > 0 ? texts : armTexts(base));
  return { preset: isPresetName(name) ? name : defaultPreset, arms };
}

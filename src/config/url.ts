/** @file Reading the link of an experiment: its preset, and only what differs from it. */
import { armTexts, type SharedExperiment } from './departures.ts';
import { applyOverrides } from './overrides.ts';
import { armsFromPreset, defaultPreset, isPresetName } from './presets.ts';
import { readArms } from './readArms.ts';

export { encodeExperiment } from './departures.ts';

/** Keys of the query that are no settings: the page's own, and the arms. */
const otherKeys: readonly string[] = ['preset', 'backend', 'arm'];

/**
 * Reads what `encodeExperiment` wrote. `backend` is left to the page.
 * @throws ConfigError for an unknown preset or setting, a value out of range, or arms that cannot go together.
 */
export function decodeExperiment(query: string): SharedExperiment {
  const entries = [...new URLSearchParams(query)];
  const name = entries.findLast(([key]) => key === 'preset')?.[1] ?? defaultPreset;
  const base = armsFromPreset(name);
  const overrides = entries.filter(([key]) => !otherKeys.includes(key));
  const texts = entries.filter(([key]) => key === 'arm').map(([, text]) => text);
  const config = applyOverrides(base[0].config, overrides);
  const arms = readArms(config, texts.length > 0 ? texts : armTexts(base));
  return { preset: isPresetName(name) ? name : defaultPreset, arms };
}

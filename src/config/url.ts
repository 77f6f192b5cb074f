/** @file Reading the link of an experiment: its preset, and only what differs from it. */
import type { SharedExperiment } from './departures.ts';
import { applyOverrides } from './overrides.ts';
import { configFromPreset, defaultPreset, isPresetName } from './presets.ts';

export { encodeExperiment } from './departures.ts';

/** Keys of the query that are the page's own, not the experiment's. */
export const pageKeys: readonly string[] = ['preset', 'backend'];

/**
 * Reads what `encodeExperiment` wrote. Keys in `pageKeys` are left to the page.
 * @throws ConfigError for an unknown preset or setting, or a value out of range.
 */
export function decodeExperiment(query: string): SharedExperiment {
  const entries = [...new URLSearchParams(query)];
  const name = entries.findLast(([key]) => key === 'preset')?.[1] ?? defaultPreset;
  const base = configFromPreset(name);
  const overrides = entries.filter(([key]) => !pageKeys.includes(key));
  return { preset: isPresetName(name) ? name : defaultPreset, config: applyOverrides(base, overrides) };
}

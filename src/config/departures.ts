/** @file In what an experiment differs from its preset, and the link that says so. Free of the schema's parser. */
import type { Arms } from './arms.ts';
import type { Override } from './overrides.ts';
import { leaves, leafAt, sameLeaf, withValue } from './paths.ts';
import { defaultBackbones } from './defaults.ts';
import { armsFromPreset, type PresetName } from './presets.ts';
import type { ExperimentConfig } from './schema.ts';

/** A preset and the experiment made of it. */
export interface SharedExperiment {
  preset: PresetName;
  arms: Arms;
}

/** The settings in which `config` departs from `base`, as overrides that lead from one to the other. */
export function departures(base: ExperimentConfig, config: ExperimentConfig): Override[] {
  const { kind } = config.backbone;
  const comparable = base.backbone.kind === kind ? base : withValue(base, 'backbone', defaultBackbones[kind]);
  const changed = leaves(config)
    .filter(([path, value]) => !sameLeaf(value, leafAt(comparable, path)))
    .map(([path, value]): Override => [path, String(value)]);
  return comparable === base ? changed : [['backbone.kind', kind], ...changed];
}

/**
 * Each arm by what it changes in the first: `bootstrap.policy=naive;label=the nearest`, nothing for the first
 * itself. `readArms` leads back.
 */
export function armTexts(arms: Arms): string[] {
  return arms.map(({ label, config }) => {
    const changes = label === undefined ? [] : [['label', label] as const];
    return [...departures(arms[0].config, config), ...changes].map((change) => change.join('=')).join(';');
  });
}

/** The content of a settings file: the first arm's configuration, and where there are several, what sets them apart. */
export const asSettings = (arms: Arms): object =>
  arms.length === 1 ? arms[0].config : { ...arms[0].config, arms: armTexts(arms) };

/**
 * Whether `settings`, as `asSettings` wrote them, are still those of `arms`. What can be set only since then does not
 * count.
 */
export const areSettingsOf = (
  settings: { readonly arms?: readonly string[] | undefined },
  arms: Arms,
): boolean =>
  sameTexts(settings.arms ?? [''], armTexts(arms)) &&
  leaves(settings).every(([path, value]) => sameLeaf(value, leafAt(arms[0].config, path)));

/** Whether an experiment is its preset, as it is. */
export const isUntouched = ({ preset, arms }: SharedExperiment): boolean =>
  encodeExperiment({ preset, arms }) === encodeExperiment({ preset, arms: armsFromPreset(preset) });

const sameTexts = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((text, index) => text === b[index]);

/**
 * Query string without its `?`: the settings of the first arm, then, unless they are the preset's, what each arm
 * changes in them. It always names the preset, so a link outlives a change of the default.
 */
export function encodeExperiment({ preset, arms }: SharedExperiment): string {
  const base = armsFromPreset(preset);
  const query = new URLSearchParams({ preset });
  for (const [path, value] of departures(base[0].config, arms[0].config)) query.set(path, value);
  const texts = armTexts(arms);
  if (!sameTexts(texts, armTexts(base))) for (const text of texts) query.append('arm', text);
  return readable(query.toString());
}

/** Leaves unescaped what a query may hold as it is. */
const readable = (query: string): string =>
  query.replaceAll('%2C', ',').replaceAll('%3D', '=').replaceAll('%3B', ';');

/** @file In what an experiment differs from its preset, and the link that says so. Free of the schema's parser. */
import { configFromPreset, defaultBackbones, type PresetName } from './presets.ts';
import type { Override } from './overrides.ts';
import { leaves, leafAt, sameLeaf, withValue } from './paths.ts';
import type { ExperimentConfig } from './schema.ts';

/** A preset and the experiment made of it. */
export interface SharedExperiment {
  preset: PresetName;
  config: ExperimentConfig;
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

/** Query string without its `?`. It always names the preset, so a link outlives a change of the default. */
export function encodeExperiment({ preset, config }: SharedExperiment): string {
  const query = new URLSearchParams({ preset });
  for (const [path, value] of departures(configFromPreset(preset), config)) query.set(path, value);
  return query.toString().replaceAll('%2C', ',');
}

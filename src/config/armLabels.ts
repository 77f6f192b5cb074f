/** @file What arms are called: after the settings that set them apart, or as the person named them. */
import { differingPaths, type ArmSettings, type Arms } from './arms.ts';
import { fields } from './fields.ts';
import { leafAt, type Leaf } from './paths.ts';
import type { ExperimentConfig } from './schema.ts';

/** An arm with the name it goes by. */
export interface NamedArm extends ArmSettings {
  readonly label: string;
}

export type NamedArms = readonly [NamedArm, ...NamedArm[]];

/** One label for each arm, all different. A run alone is called by its policy. */
export function armLabels(arms: readonly ArmSettings[]): string[] {
  const apart = differingPaths(arms);
  return numbered(arms.map(({ label, config }) => label ?? describe(config, apart)));
}

export function namedArms(arms: Arms): NamedArms {
  const labels = armLabels(arms);
  const named = ({ config }: ArmSettings, index: number): NamedArm => ({
    label: labels[index] ?? '',
    config,
  });
  const [first, ...others] = arms;
  return [named(first, 0), ...others.map((arm, index) => named(arm, index + 1))];
}

/** "naive", "τ 0.02, k 8": the settings at `paths` that matter to this configuration. */
function describe(config: ExperimentConfig, paths: readonly string[]): string {
  const parts = paths.flatMap((path) => {
    const value = leafAt(config, path);
    const field = fields.find((one) => one.path === path);
    return value === undefined || field?.when?.(config) === false ? [] : [valueLabel(path, value)];
  });
  return parts.join(', ') || config.bootstrap.policy;
}

/** A setting's value in a few characters that need no other words: "ViT", "W 5", "no batch norm in the head". */
export function valueLabel(path: string, value: Leaf): string {
  const field = fields.find((one) => one.path === path);
  const name = field?.symbol ?? field?.label ?? path.slice(path.lastIndexOf('.') + 1);
  if (field?.control === 'choice')
    return field.options.find((option) => option.value === String(value))?.label ?? String(value);
  if (typeof value === 'boolean') return value ? name : `no ${name}`;
  return `${name} ${typeof value === 'number' ? Number(value.toPrecision(6)) : String(value)}`;
}

/** Tells namesakes apart by a number. */
export function numbered(labels: readonly string[]): string[] {
  const taken = new Set<string>();
  return labels.map((label) => {
    let name = label;
    for (let number = 2; taken.has(name); number++) name = `${label} ${number}`;
    taken.add(name);
    return name;
  });
}

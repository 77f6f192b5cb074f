/** @file What a grid asks for: every combination of its axes' values, each as a checked configuration. */
import { ConfigError } from '../../config/error.ts';
import { applyOverrides, type Override } from '../../config/overrides.ts';
import { configFromPreset } from '../../config/presets.ts';
import type { ExperimentConfig } from '../../config/schema.ts';
import { UsageError } from '../command/failure.ts';
import type { Grid, GridBlock, Settings } from './grid.ts';
import { armKey, runKey } from './runKey.ts';

/** One configuration, whatever its seed. */
export interface PlannedArm {
  block: string;
  /** What a person calls it: "ViT + DINO · naive", with its block where another has an arm of that name. */
  name: string;
  /** Its value on each axis. */
  labels: readonly { axis: string; label: string }[];
  /** With the seed of the preset. */
  config: ExperimentConfig;
  key: string;
}

/** One configuration under one seed. */
export interface PlannedRun {
  key: string;
  /** The first that asks for it; another block may ask for the same. */
  arm: PlannedArm;
  seed: number;
  config: ExperimentConfig;
  steps: number | undefined;
  preset: string;
}

export interface Plan {
  arms: readonly PlannedArm[];
  /** Each run once: all arms under their first seed, then under their second, and so on. */
  runs: readonly PlannedRun[];
}

/**
 * @param seeds instead of those that the grid names
 * @throws {UsageError} naming the file, the combination and the setting at fault
 */
export function planSweep(grid: Grid, file: string, seeds?: readonly number[]): Plan {
  const { preset, steps } = grid;
  const base = named(file, () => configFromPreset(preset));
  const names = grid.blocks.flatMap((block) => combinations(block).map(({ labels }) => nameOf(labels)));
  const arms = grid.blocks.flatMap((block) =>
    combinations(block).map(({ labels, settings }) => {
      const where = `${file}, block "${block.title}", ${labels.map(({ label }) => label).join(', ')}`;
      const config = named(where, () =>
        applyOverrides(base, [grid.set ?? {}, block.set ?? {}, ...settings].flatMap(overrides)),
      );
      const own = nameOf(labels);
      const name = names.indexOf(own) === names.lastIndexOf(own) ? own : `${block.title}: ${own}`;
      const arm: PlannedArm = { block: block.title, name, labels, config, key: armKey(config, steps) };
      return { arm, seeds: seeds ?? block.seeds ?? grid.seeds };
    }),
  );
  // Seeds turn slowest, so that a sweep that is cut short has whole tables of fewer seeds.
  const most = Math.max(...arms.map((entry) => entry.seeds.length));
  const runs = new Map<string, PlannedRun>();
  for (let turn = 0; turn < most; turn += 1)
    for (const entry of arms) {
      const seed = entry.seeds[turn];
      if (seed === undefined) continue;
      const { arm } = entry;
      const key = runKey(arm.key, seed);
      if (!runs.has(key)) runs.set(key, { key, arm, seed, config: { ...arm.config, seed }, steps, preset });
    }
  return { arms: arms.map(({ arm }) => arm), runs: [...runs.values()] };
}

const nameOf = (labels: PlannedArm['labels']): string => labels.map(({ label }) => label).join(' · ');

interface Combination {
  labels: { axis: string; label: string }[];
  settings: Settings[];
}

/** The product of the axes; the last moves fastest. */
function combinations({ axes }: GridBlock): Combination[] {
  return axes.reduce<Combination[]>(
    (before, { name, values }) =>
      before.flatMap(({ labels, settings }) =>
        values.map(({ label, set }) => ({
          labels: [...labels, { axis: name, label }],
          settings: [...settings, set],
        })),
      ),
    [{ labels: [], settings: [] }],
  );
}

const overrides = (settings: Settings): Override[] =>
  Object.entries(settings).map(([path, value]) => [path, String(value)]);

/** Says where a setting is wrong. */
function named<T>(where: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof ConfigError) throw new UsageError(`In ${where}: ${error.message}`);
    throw error;
  }
}

/** @file Where an experiment starts from: the presets by name. */
import type { Arms } from './arms.ts';
import { ConfigError } from './error.ts';
import { backbones } from './presets/backbones.ts';
import { collapse } from './presets/collapse.ts';
import { contrast } from './presets/contrast.ts';
import { emojiVit } from './presets/emojiVit.ts';
import { gate } from './presets/gate.ts';
import { nnclr } from './presets/nnclr.ts';
import { patience } from './presets/patience.ts';
import type { Preset } from './presets/preset.ts';
import { quick } from './presets/quick.ts';
import type { ExperimentConfig } from './schema.ts';

/** In the order of the chooser: first what to begin with, then what each setting does. */
export const presetNames = [
  'contrast',
  'quick',
  'emoji-vit',
  'nnclr',
  'collapse',
  'gate',
  'patience',
  'backbones',
] as const;
export type PresetName = (typeof presetNames)[number];

export const presets: Record<PresetName, Preset> = {
  contrast,
  quick,
  'emoji-vit': emojiVit,
  nnclr,
  collapse,
  gate,
  patience,
  backbones,
};

/** What the page opens with. */
export const defaultPreset: PresetName = 'contrast';

export const isPresetName = (name: string): name is PresetName => Object.hasOwn(presets, name);

/**
 * The arms of a preset.
 * @throws ConfigError that lists the presets there are.
 */
export function armsFromPreset(name: string): Arms {
  if (!isPresetName(name))
    throw new ConfigError(
      `There is no preset called "${name}"; there are ${inWords.format(presetNames)}.`,
      'preset',
    );
  return presets[name].arms;
}

const inWords = new Intl.ListFormat('en-GB');

/**
 * The configuration of a preset, of its first arm where it has several.
 * @throws ConfigError that lists the presets there are.
 */
export const configFromPreset = (name: string): ExperimentConfig => armsFromPreset(name)[0].config;

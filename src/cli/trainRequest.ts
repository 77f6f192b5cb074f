/** @file The flags of `npm run train`: from words to a checked experiment. */
import { readFileSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';
import { ConfigError } from '../config/error.ts';
import { applyOverrides, parseOverride, type Override } from '../config/overrides.ts';
import { configFromPreset, defaultPreset, presetNames } from '../config/presets.ts';
import type { ExperimentConfig } from '../config/schema.ts';
import type { BackendChoice } from '../worker/protocol.ts';
import { backendOption } from './backendOption.ts';
import { parsed, strictCommand } from './commandLine.ts';
import { UsageError } from './failure.ts';

export interface TrainRequest {
  preset: string;
  config: ExperimentConfig;
  backend: BackendChoice;
  /** Instead of the configuration's epochs. */
  steps: number | undefined;
  /** Folder for metrics, configuration and summary. */
  out: string | undefined;
}

interface TrainFlags {
  preset: string;
  config?: string;
  set: Override[];
  backend: BackendChoice;
  steps?: number;
  out?: string;
}

/**
 * The run that `words` ask for; undefined when they asked for help.
 *
 * @throws {UsageError | ConfigError} naming the flag, file or setting at fault
 */
export function parseTrainRequest(words: readonly string[]): TrainRequest | undefined {
  const command = strictCommand(
    'npm run train --',
    'Trains in a headless browser, as the app does, and ends with a summary: one JSON object on the last line.',
  )
    .option('--preset <name>', `where the settings start from: ${presetNames.join(', ')}`, defaultPreset)
    .option('--config <file>', 'JSON file of settings on top of the preset, as the app and --out write it')
    .option(
      '--set <key=value>',
      'one setting on top of both, such as bootstrap.topK=8; repeatable',
      collect,
      [],
    )
    .addOption(backendOption(['auto', 'webgpu', 'wasm', 'cpu']).default('auto', 'hardware WebGPU, else WASM'))
    .option('--steps <count>', 'stop after so many steps instead of after all epochs', positiveInteger)
    .option('--out <folder>', 'write metrics.jsonl, config.json and summary.json there')
    .allowExcessArguments(false);
  if (!parsed(command, words)) return undefined;
  const { preset, config: file, set, backend, steps, out } = command.opts<TrainFlags>();
  const base = configFromPreset(preset);
  const inFile = file === undefined ? base : withFile(base, file);
  return { preset, config: applyOverrides(inFile, set), backend, steps, out };
}

function collect(text: string, before: Override[]): Override[] {
  return [...before, parseOverride(text)];
}

function positiveInteger(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > 1e9)
    throw new InvalidArgumentError('It must be a whole number from 1.');
  return value;
}

/** Lays a file's settings over `base`, each as `--set` would. */
function withFile(base: ExperimentConfig, file: string): ExperimentConfig {
  const overrides = asOverrides(readSettings(file), '');
  try {
    return applyOverrides(base, overrides);
  } catch (error) {
    if (error instanceof ConfigError) throw new UsageError(`In ${file}: ${error.message}`);
    throw error;
  }
}

/** Every value with its dotted path. What is no setting's kind of value stays in, for the check to refuse it. */
function asOverrides(tree: object, prefix: string): Override[] {
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]) => {
    const isGroup = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (isGroup) return asOverrides(value, `${prefix}${key}.`);
    const text = typeof value === 'string' ? value : JSON.stringify(value).replace(/^\[|\]$/g, '');
    return [[`${prefix}${key}`, text] as const];
  });
}

function readSettings(file: string): object {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new UsageError(
      missing ? `There is no file ${file}.` : `The file ${file} cannot be read: ${String(error)}.`,
    );
  }
  let settings: unknown;
  try {
    settings = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`The file ${file} is not JSON: ${reason}.`);
  }
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings))
    throw new UsageError(`The file ${file} must hold a JSON object of settings.`);
  return settings;
}

/** @file The flags of `npm run train`: from words to a checked experiment. */
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import { armLabels } from '../../config/armLabels.ts';
import type { Arms } from '../../config/arms.ts';
import { armTexts } from '../../config/departures.ts';
import { applyOverrides, parseOverride, type Override } from '../../config/overrides.ts';
import { armsFromPreset, presetNames, type PresetName } from '../../config/presets.ts';
import { readArms } from '../../config/readArms.ts';
import { applySettingsFile, type FileSettings } from '../../config/settingsFile.ts';
import type { BackendChoice } from '../../protocol/device.ts';
import { backendOption } from '../command/backendOption.ts';
import { parsed, strictCommand } from '../command/commandLine.ts';
import { UsageError } from '../command/failure.ts';
import { positiveInteger } from '../command/positiveInteger.ts';
import { readJson } from '../command/readText.ts';
import { readTrainOrigin, requireStepsLeft, type TrainOrigin } from './origin.ts';

export interface TrainRequest {
  /** Null where a checkpoint brings the configuration. */
  preset: string | null;
  /** One run, or several to be trained in lockstep. */
  arms: Arms;
  backend: BackendChoice;
  /** Instead of the configuration's epochs; counted from the run's first step. */
  steps: number | undefined;
  /** The most that WASM may take; all that are useful unless told. */
  threads?: number;
  /** Folder for metrics, configuration and summary. */
  out: string | undefined;
  /** Whether the folder is to have the galleries of every epoch and the pairs of some images, too. */
  scenes?: boolean | undefined;
  /** Instead of the seed. */
  from: TrainOrigin | undefined;
  /** File for a checkpoint at the end, of each arm under its name where there are several. */
  save: string | undefined;
}

interface SettingFlags {
  preset: string;
  config?: string;
  set: Override[];
  compare?: Override;
  arm?: string;
}

interface TrainFlags extends SettingFlags {
  backend: BackendChoice;
  steps?: number;
  out?: string;
  scenes?: boolean;
  from?: string;
  save?: string;
}

/** One short run, where the page opens with a comparison. */
const unlessTold: PresetName = 'quick';

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
    .option('--preset <name>', `where the settings start from: ${presetNames.join(', ')}`, unlessTold)
    .option('--config <file>', 'JSON file of settings on top of the preset, as the app and --out write it')
    .option(
      '--set <key=value>',
      'one setting on top of both, such as bootstrap.topK=8; repeatable',
      collect,
      [],
    )
    .option(
      '--compare <key=a,b>',
      'train values of a setting side by side, up to four, such as bootstrap.policy=none,naive',
      parseOverride,
    )
    .option('--arm <name>', 'of a preset or file that compares: train this arm alone')
    .addOption(backendOption(['auto', 'webgpu', 'wasm', 'cpu']).default('auto', 'hardware WebGPU, else WASM'))
    .option('--steps <count>', 'stop at this step of the run instead of after all epochs', positiveInteger)
    .option(
      '--from <file>',
      'go on from a checkpoint, with its own settings; or start from the weights of a PyTorch state dict',
    )
    .option(
      '--save <file>',
      'write a checkpoint there every ten minutes and at the end, whichever end that is',
    )
    .option('--out <folder>', 'write metrics.jsonl, config.json, provenance.json and summary.json there')
    .option('--scenes', 'and scenes.jsonl: what a recorded run shows besides curves')
    .allowExcessArguments(false);
  if (!parsed(command, words)) return undefined;
  const { backend, steps, out, scenes, save, ...flags } = command.opts<TrainFlags>();
  if (scenes === true && out === undefined)
    throw new UsageError('--scenes is kept in the folder of --out; name one.');
  if (save !== undefined) requirePlace(save);
  const from = flags.from === undefined ? undefined : readTrainOrigin(flags.from);
  if (from?.kind !== 'checkpoint')
    return { preset: flags.preset, arms: armsOf(flags), backend, steps, out, scenes, from, save };
  if (scenes === true)
    throw new UsageError(`${from.file} is a checkpoint; --scenes is for runs from their first step.`);
  const superfluous = ['preset', 'config', 'set', 'compare', 'arm'].filter(
    (flag) => command.getOptionValueSource(flag) === 'cli',
  );
  if (superfluous.length > 0)
    throw new UsageError(
      `${from.file} is a checkpoint, which goes on with its own settings; leave out ${superfluous.map((flag) => `--${flag}`).join(' and ')}.`,
    );
  requireStepsLeft(from, steps);
  return { preset: null, arms: [{ config: from.config }], backend, steps, out, from, save };
}

/** The preset, the file on top of it, the flags on top of both. */
function armsOf({ preset, config: file, set, compare, arm }: SettingFlags): Arms {
  const base = armsFromPreset(preset);
  const [{ config }] = base;
  const settings: FileSettings =
    file === undefined
      ? { config }
      : applySettingsFile(config, { name: file, content: readJson('file', file) });
  const texts = compare === undefined ? (settings.arms ?? armTexts(base)) : valuesAsArms(compare);
  const arms = readArms(applyOverrides(settings.config, set), texts);
  return arm === undefined ? arms : alone(arms, arm);
}

const valuesAsArms = ([setting, values]: Override): string[] =>
  values.split(',').map((value) => `${setting}=${value.trim()}`);

/** The arm called `name`, which trains as any run does. */
function alone(arms: Arms, name: string): Arms {
  const labels = armLabels(arms);
  const arm = arms[labels.indexOf(name)];
  if (arm === undefined)
    throw new UsageError(`There is no arm called "${name}"; there are ${labels.join(', ')}.`);
  return [{ config: arm.config }];
}

/** @throws {UsageError} when no file can be written at this path */
function requirePlace(file: string): void {
  const folder = path.dirname(file);
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    throw new UsageError(`--save is ${file}, but there is no folder ${folder} that can be written to.`);
  }
  const there = statSync(file, { throwIfNoEntry: false });
  if (there?.isDirectory() === true)
    throw new UsageError(`--save is ${file}, which is a folder; it must be a file.`);
  if (there?.isFile() === false)
    throw new UsageError(`--save is ${file}, which is a device or a pipe; it must be a file.`);
}

function collect(text: string, before: Override[]): Override[] {
  return [...before, parseOverride(text)];
}

/** @file A JSON file of settings, whole or in part, laid over a configuration. */
import { ConfigError } from './error.ts';
import { applyOverrides, type Override } from './overrides.ts';
import { readArms } from './readArms.ts';
import type { ExperimentConfig } from './schema.ts';

/** Groups within groups that a configuration has at most: `loss.teacherTemperature.start` is in two. */
const MOST_GROUPS = 4;

export interface SettingsFile {
  /** For messages. */
  name: string;
  /** The value of its JSON. */
  content: unknown;
}

/** What a file makes of an experiment. */
export interface FileSettings {
  config: ExperimentConfig;
  /** Its arms, as `readArms` takes them; absent where it names none. */
  arms?: readonly string[];
}

/**
 * The configuration that a file's settings make of `base`, each setting as `--set` would, and the arms it names.
 * @throws ConfigError naming the file and the setting at fault
 */
export function applySettingsFile(
  base: ExperimentConfig,
  { name, content: settings }: SettingsFile,
): FileSettings {
  if (!isGroup(settings)) throw new ConfigError(`The file ${name} must hold a JSON object of settings.`);
  try {
    const { arms, ...shared } = settings;
    const config = applyOverrides(base, asOverrides(shared, []));
    if (arms === undefined) return { config };
    if (!isTexts(arms))
      throw new ConfigError('arms must be a list of texts, such as ["", "bootstrap.policy=naive"].', 'arms');
    readArms(config, arms);
    return { config, arms };
  } catch (error) {
    if (error instanceof ConfigError) throw new ConfigError(`In ${name}: ${error.message}`, error.path);
    throw error;
  }
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

const isGroup = (value: unknown): value is { arms?: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every value with its dotted path. What is no setting's kind of value stays in, for the check to refuse it. */
function asOverrides(tree: object, groups: readonly string[]): Override[] {
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]) => {
    const path = [...groups, key];
    if (!isGroup(value)) return [[path.join('.'), asText(value)] as const];
    // A file may nest deeper than the stack.
    if (groups.length >= MOST_GROUPS) throw new ConfigError(`There is no setting called ${path.join('.')}.`);
    return asOverrides(value, path);
  });
}

function asText(value: unknown): string {
  if (!Array.isArray(value)) return String(value);
  // Whatever else a list holds is no number either, and may nest deeper than the stack.
  return value.map((item: unknown) => (typeof item === 'number' ? String(item) : 'no number')).join(',');
}

/** @file Parsing a configuration at the edge: anything in, a checked `ExperimentConfig` or one sentence out. */
import type { z } from 'zod';
import { allowedInWords, schemaAt } from './allowed.ts';
import { ConfigError } from './error.ts';
import { valueAt } from './paths.ts';
import { experimentSchema, type ExperimentConfig } from './schema.ts';

/** A value as it is shown in a sentence: short, and never a dump of a whole object. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return `"${value.length > 40 ? `${value.slice(0, 40)}…` : value}"`;
  if (Array.isArray(value)) return value.length > 8 ? 'a long list' : `[${value.map(shown).join(', ')}]`;
  if (typeof value === 'object' && value !== null) return 'a group of settings';
  return String(value);
}

function sentence(issue: z.core.$ZodIssue, input: unknown): ConfigError {
  const keys = issue.path.filter((key) => typeof key !== 'symbol');
  const path = keys.join('.');
  if (issue.code === 'unrecognized_keys') {
    const extra = [path, issue.keys[0] ?? ''].filter((part) => part !== '').join('.');
    return new ConfigError(`There is no setting called ${extra}.`, extra);
  }
  if (path === '')
    return new ConfigError(`A configuration must be a group of settings, not ${shown(input)}.`);
  const value = Array.isArray(input) ? input : deepValue(input, keys);
  if (value === undefined) return new ConfigError(`The setting ${path} is missing.`, path);
  if (issue.code === 'custom')
    return new ConfigError(`${path} is ${shown(value)}, but it ${issue.message}.`, path);
  const kind = valueAt(input, 'backbone.kind');
  const allowed = allowedInWords(schemaAt(keys, kind));
  return new ConfigError(`${path} is ${shown(value)}, but it must be ${allowed}.`, path);
}

function deepValue(input: unknown, keys: readonly (string | number)[]): unknown {
  const last = keys.at(-1);
  if (typeof last !== 'number') return valueAt(input, keys.join('.'));
  const list = valueAt(input, keys.slice(0, -1).join('.'));
  return Array.isArray(list) ? list[last] : undefined;
}

/**
 * Checks a whole configuration, from wherever it came.
 * @throws ConfigError with one sentence naming the first setting at fault, its value and what is allowed.
 */
export function parseConfig(input: unknown): ExperimentConfig {
  const result = experimentSchema.safeParse(input);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw issue === undefined ? new ConfigError('The configuration cannot be read.') : sentence(issue, input);
}

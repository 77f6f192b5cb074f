/** @file `key=value` settings on top of a configuration: the command line's `--set` and the link's query. */
import { z } from 'zod';
import { allowedInWords, schemaAt } from './allowed.ts';
import { withoutCommas } from './commas.ts';
import { ConfigError } from './error.ts';
import { pathsIn, valueAt, withValue } from './paths.ts';
import { parseConfig } from './parse.ts';
import { defaultBackbones, defaultConfig } from './defaults.ts';
import type { ExperimentConfig } from './schema.ts';
import { unknownSetting } from './unknown.ts';

export type Override = readonly [path: string, value: string];

/** Splits `bootstrap.topK=8` at its first `=`. @throws ConfigError when there is none. */
export function parseOverride(text: string): Override {
  const at = text.indexOf('=');
  if (at < 1) throw new ConfigError(`"${text}" is not of the form key=value, such as bootstrap.topK=8.`);
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

/**
 * Sets each dotted path to its value, then checks the whole, so the order does not matter.
 * `backbone.kind` brings in the default backbone of that kind. Lists are comma-separated.
 * @throws ConfigError naming the setting, the value and what is allowed.
 */
export function applyOverrides(config: ExperimentConfig, overrides: readonly Override[]): ExperimentConfig {
  let tree: unknown = config;
  // A kind decides which other settings exist, so it goes first.
  const kindFirst = [...overrides].sort((a, b) => Number(b[0] === kindPath) - Number(a[0] === kindPath));
  for (const [path, text] of kindFirst) tree = applyOne(tree, path, text);
  return parseConfig(tree);
}

const kindPath = 'backbone.kind';

function applyOne(tree: unknown, path: string, text: string): unknown {
  if (path === kindPath) {
    if (text !== 'vit' && text !== 'resnet')
      throw new ConfigError(`${path} is "${text}", but it must be one of vit, resnet.`, path);
    return valueAt(tree, kindPath) === text ? tree : withValue(tree, 'backbone', defaultBackbones[text]);
  }
  const schema = schemaAt(path.split('.'), valueAt(tree, kindPath));
  // An entry of a list is no setting of its own.
  const isEntry = Array.isArray(valueAt(tree, path.slice(0, Math.max(0, path.lastIndexOf('.')))));
  if (schema === undefined || isEntry) throw unknownSetting(path, pathsIn(tree));
  return withValue(tree, path, fromText(path, text, schema));
}

/** The typed value of a setting's text. Out-of-range values pass: `parseConfig` judges those. */
function fromText(path: string, text: string, schema: z.ZodType): unknown {
  const refused = (hint = '') =>
    new ConfigError(`${path} is "${text}", but it must be ${allowedInWords(schema)}${hint}.`, path);
  if (schema instanceof z.ZodNumber) {
    const value = numberFromText(text);
    if (value !== undefined) return value;
    const readings = withoutCommas(text);
    throw refused(readings.length === 0 ? '' : `; write ${readings.join(' or ')}`);
  }
  if (schema instanceof z.ZodBoolean) {
    if (text !== 'true' && text !== 'false') throw refused();
    return text === 'true';
  }
  if (schema instanceof z.ZodArray) {
    return text.split(',').map((item) => {
      const value = numberFromText(item);
      if (value === undefined) throw refused();
      return value;
    });
  }
  if (schema instanceof z.ZodEnum || schema instanceof z.ZodLiteral) return text;
  throw new ConfigError(`${path} is a group of settings; set one of them, such as ${memberOf(path)}.`, path);
}

/** `Number` takes '' and '0x10'; a setting does not. */
function numberFromText(text: string): number | undefined {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim())) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

const memberOf = (group: string): string =>
  pathsIn(defaultConfig).find((path) => path.startsWith(`${group}.`)) ?? group;

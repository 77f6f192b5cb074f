/** @file What the choice of other images takes along: numbers that they cannot meet become the most that they have. */
import { shippedNames } from './datasets.ts';
import { fields, type NumberField } from './fields.ts';
import type { Override } from './overrides.ts';
import { leafAt } from './paths.ts';
import type { ExperimentConfig } from './schema.ts';

/** A number that had to become another. */
export interface Fitting {
  field: NumberField;
  from: number;
  to: number;
}

const namePath = 'data.name';

/** What has to change beside the setting at `path` when it becomes `text`. */
export function fittingsFor(config: ExperimentConfig, [path, text]: Override): Fitting[] {
  const name = shippedNames.find((one) => one === text);
  if (path !== namePath || name === undefined) return [];
  const moved = { ...config, data: { ...config.data, name } };
  return fields.flatMap((field) => {
    if (field.control !== 'number' || field.most === undefined) return [];
    const from = Number(leafAt(config, field.path));
    const to = field.most(moved);
    return from > to ? [{ field, from, to }] : [];
  });
}

export const fittingOverrides = (fittings: readonly Fitting[]): Override[] =>
  fittings.map(({ field, to }) => [field.path, String(to)]);

/** "Emoji has fewer: 6600 training images instead of 60000." */
export function fittingsInWords(name: string, fittings: readonly Fitting[]): string {
  const images = fields.find(({ path }) => path === namePath);
  const title =
    images?.control === 'choice' ? images.options.find(({ value }) => value === name)?.label : undefined;
  const parts = fittings.map(({ field, from, to }) => `${to} ${field.label} instead of ${from}`);
  return `${title ?? name} has fewer: ${inWords.format(parts)}.`;
}

const inWords = new Intl.ListFormat('en-GB');

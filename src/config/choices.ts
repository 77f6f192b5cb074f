/** @file Which of a setting's values an experiment can use. */
import type { Field } from './fields.ts';
import { leafAt } from './paths.ts';
import type { ExperimentConfig } from './schema.ts';

/**
 * `field` with the choices that fit `config`, and with what is chosen there whether it fits or not; a number with the
 * range that `config` leaves it.
 */
export function fitted(field: Field, config: ExperimentConfig): Field {
  if (field.control === 'number' && field.most !== undefined)
    return { ...field, max: Math.min(field.max, field.most(config)) };
  if (field.control !== 'choice') return field;
  const chosen = String(leafAt(config, field.path));
  return {
    ...field,
    options: field.options.filter(({ value, fits }) => value === chosen || fits?.(config) !== false),
  };
}

/** @file Live settings as they stand in a file. Apart from `live.ts`, which the page has without the parser. */
import { z } from 'zod';
import { schemaAt } from './allowed.ts';
import { livePaths, type LiveSettings } from './live.ts';

const isGroup = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Files from before every live setting went by its path have the rate as `lr`, and the others in a group. */
function byPath(settings: unknown): unknown {
  if (!isGroup(settings)) return settings;
  return Object.fromEntries(
    Object.entries(settings).flatMap(([name, value]: [string, unknown]): [string, unknown][] =>
      isGroup(value)
        ? Object.entries(value).map(([key, inner]: [string, unknown]) => [`${name}.${key}`, inner])
        : [[name === 'lr' ? 'optimizer.lr' : name, value]],
    ),
  );
}

/** What each live setting may be, by its path; each may be absent. */
export const liveSettingsSchema = z.preprocess(
  byPath,
  z
    .strictObject(
      Object.fromEntries(
        livePaths.map((path) => [path, (schemaAt(path.split('.'), undefined) ?? z.never()).exactOptional()]),
      ),
    )
    .transform((settings) => settings as LiveSettings),
);

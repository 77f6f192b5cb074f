/** @file Changes of a run under way, in the words of the form. */
import type { ArmSettings } from '../../config/arms.ts';
import { fields } from '../../config/fields.ts';
import { isLive } from '../../config/live.ts';
import { leafAt } from '../../config/paths.ts';

/** A setting changed while training. */
export interface Tuning {
  step: number;
  /** Such as "learning rate 0.004". */
  what: string;
}

const liveFields = fields.filter(({ path }) => isLive(path));

/**
 * From the arms before to the arms after: "learning rate 0.004", or "naive: sampling τ 0.05" where it was not all of
 * them.
 * @param labels of the arms
 */
export function tuningsOf(
  before: readonly ArmSettings[],
  after: readonly ArmSettings[],
  labels: readonly string[],
): string[] {
  return liveFields.flatMap(({ path, label }) => {
    const values = after.map(({ config }) => String(leafAt(config, path)));
    const changed = before.map(({ config }, index) => String(leafAt(config, path)) !== values[index]);
    if (changed.every(Boolean) && new Set(values).size === 1) return [`${label} ${values[0] ?? ''}`];
    return values.flatMap((value, index) =>
      changed[index] === true ? [`${labels[index] ?? ''}: ${label} ${value}`] : [],
    );
  });
}

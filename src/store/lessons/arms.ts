/** @file The arm that a lesson means by a name: its label, or its policy. */
import { armLabels } from '../../config/armLabels.ts';
import type { ArmSettings } from '../../config/arms.ts';

/** Its place; undefined where there is none of that name. */
export function armNamed(arms: readonly ArmSettings[], name: string): number | undefined {
  const byLabel = armLabels(arms).indexOf(name);
  const place = byLabel >= 0 ? byLabel : arms.findIndex(({ config }) => config.bootstrap.policy === name);
  return place < 0 ? undefined : place;
}

/** @file When two runs are the same: by what they were asked for, not by the commit that ran them. */
import { createHash } from 'node:crypto';
import { leaves, valueAt, withValue } from '../../config/paths.ts';
import { defaultBackbones, defaultConfig } from '../../config/defaults.ts';

/**
 * The same for two runs that differ in nothing but the seed. A setting that did not exist yet when a run was
 * recorded counts as the default it has now, so that a new setting repeats no run.
 *
 * @param config whole, or as a former version wrote it
 * @param steps where the run stops before its epochs end
 */
export function armKey(config: unknown, steps: number | undefined): string {
  const settings = new Map([...leaves(completing(config)), ...leaves(config)]);
  settings.delete('seed');
  const sorted = [...settings].sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([sorted, steps ?? null]))
    .digest('hex')
    .slice(0, 16);
}

export const runKey = (arm: string, seed: number): string => `${arm}-${seed}`;

/** The defaults that a configuration of this backbone may lack. */
function completing(config: unknown): unknown {
  const backbone =
    valueAt(config, 'backbone.kind') === 'resnet' ? defaultBackbones.resnet : defaultBackbones.vit;
  return withValue(defaultConfig, 'backbone', backbone);
}

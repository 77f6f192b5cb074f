/** @file Reading what `armTexts` wrote: the arms of a link, of a file, of the command line. */
import { checkArms, type ArmSettings, type Arms } from './arms.ts';
import { applyOverrides, parseOverride } from './overrides.ts';
import type { ExperimentConfig } from './schema.ts';

/**
 * One arm for each text, which says what it changes in `base`.
 * @throws ConfigError naming the setting at fault, or what keeps the arms from lockstep
 */
export const readArms = (base: ExperimentConfig, texts: readonly string[]): Arms =>
  checkArms(texts.map((text) => readArm(base, text)));

function readArm(base: ExperimentConfig, text: string): ArmSettings {
  const changes = text
    .split(';')
    .filter((part) => part.trim() !== '')
    .map(parseOverride);
  const label = changes.findLast(([path]) => path === 'label')?.[1];
  const settings = changes.filter(([path]) => path !== 'label');
  return { label, config: applyOverrides(base, settings) };
}

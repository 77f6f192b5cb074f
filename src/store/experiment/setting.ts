/** @file One setting of the experiment, set from its text. */
import { checkArms, type ArmSettings } from '../../config/arms.ts';
import { fittingOverrides, fittingsFor, fittingsInWords } from '../../config/fitting.ts';
import { leafAt } from '../../config/paths.ts';
import { edit, loadParser, type ExperimentStore } from './edit.ts';
import type { ExperimentState } from './experimentState.ts';

/** Of one arm, or of all that have it, and what cannot stay beside it with that. */
export async function setSetting(
  store: ExperimentStore,
  path: string,
  text: string,
  only?: number,
): Promise<void> {
  const { applyOverrides } = await loadParser();
  const change = ({ arms }: ExperimentState): Partial<ExperimentState> => {
    // Only images take something along, and arms have them in common.
    const fittings = fittingsFor(arms[0].config, [path, text]);
    const changes = [[path, text] as const, ...fittingOverrides(fittings)];
    const set = (arm: ArmSettings, index: number): ArmSettings => {
      const concerned = only === undefined || only === index;
      // Another backbone has other settings.
      const has = arms.length === 1 || leafAt(arm.config, path) !== undefined;
      return concerned && has ? { ...arm, config: applyOverrides(arm.config, changes) } : arm;
    };
    const consequence = fittings.length === 0 ? null : { path, message: fittingsInWords(text, fittings) };
    return { arms: checkArms(arms.map(set)), consequence };
  };
  edit(store, path, change, only);
}

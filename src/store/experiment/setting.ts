/** @file One setting of the experiment, set from its text. */
import { checkArms, type ArmSettings } from '../../config/arms.ts';
import { leafAt } from '../../config/paths.ts';
import { edit, loadParser, type ExperimentStore } from './edit.ts';

/** Of one arm, or of all that have it. */
export async function setSetting(
  store: ExperimentStore,
  path: string,
  text: string,
  only?: number,
): Promise<void> {
  const { applyOverrides } = await loadParser();
  edit(store, path, ({ arms }) => {
    const set = (arm: ArmSettings, index: number): ArmSettings => {
      const concerned = only === undefined || only === index;
      // Another backbone has other settings.
      const has = arms.length === 1 || leafAt(arm.config, path) !== undefined;
      return concerned && has ? { ...arm, config: applyOverrides(arm.config, [[path, text]]) } : arm;
    };
    return { arms: checkArms(arms.map(set)) };
  });
}

/** @file What the arms of an experiment are, and in what they differ. */
import { checkArms, LONGEST_LABEL } from '../../config/arms.ts';
import { fitted } from '../../config/choices.ts';
import { nextValue, valuesToCompare } from '../../config/comparison.ts';
import { fields, type Field } from '../../config/fields.ts';
import { leafAt } from '../../config/paths.ts';
import { edit, loadParser, type ExperimentStore } from './edit.ts';
import { variedPaths } from './experimentState.ts';
import { setSetting } from './setting.ts';

/** Opens a setting to differ between the arms. From a run alone it makes a comparison of the setting's values. */
export async function vary(store: ExperimentStore, field: Field): Promise<void> {
  const { path } = field;
  const { applyOverrides } = await loadParser();
  edit(store, path, ({ arms, varying }) => {
    const [{ config }] = arms;
    const current = leafAt(config, path);
    if (arms.length > 1 || current === undefined) return { varying: [...varying, path] };
    const found = valuesToCompare(fitted(field, config), current);
    // Where none suggests itself the person says what the second arm has.
    const values = found.length > 1 ? found : [current, current];
    const compared = values.map((value) => ({ config: applyOverrides(config, [[path, String(value)]]) }));
    return { arms: checkArms(compared), varying: [path] };
  });
}

/**
 * Gives a setting the same value in all arms that have it, that of the first of them. With nothing left to differ,
 * the first arm stays alone. Where an arm cannot have the value, the setting goes on to differ.
 */
export async function unify(store: ExperimentStore, path: string): Promise<void> {
  const values = store.getState().arms.map(({ config }) => leafAt(config, path));
  const value = values.find((one) => one !== undefined);
  if (value !== undefined) await setSetting(store, path, String(value));
  if (store.getState().refusal?.path === path) return;
  edit(store, path, ({ arms, varying }) => {
    const left = { arms, varying: varying.filter((other) => other !== path) };
    return variedPaths(left).length > 0 ? left : { arms: [arms[0]], varying: [] };
  });
}

/** One more arm: the last one's settings, with another value of what is varied, if it has that. */
export async function addArm(store: ExperimentStore): Promise<void> {
  const { applyOverrides } = await loadParser();
  edit(store, 'arm', (state) => {
    const { arms } = state;
    const { config } = arms.at(-1) ?? arms[0];
    const varied = variedPaths(state).find((path) => leafAt(config, path) !== undefined);
    const field = fields.find(({ path }) => path === varied);
    if (field === undefined) return { arms: checkArms([...arms, { config }]) };
    const taken = arms.flatMap((arm) => leafAt(arm.config, field.path) ?? []);
    const changes = nextValue(fitted(field, config), taken).map(
      (value) => [field.path, String(value)] as const,
    );
    return { arms: checkArms([...arms, { config: applyOverrides(config, changes) }]) };
  });
}

export function removeArm(store: ExperimentStore, index: number): void {
  edit(store, 'arm', ({ arms, varying }) => {
    const left = checkArms(arms.filter((_, place) => place !== index));
    return { arms: left, varying: left.length === 1 ? [] : varying };
  });
}

/** Names an arm; without a word it is named after its settings again. */
export function renameArm(store: ExperimentStore, index: number, text: string): void {
  const label = text.replaceAll(';', ' ').slice(0, LONGEST_LABEL).trim();
  edit(store, 'arm', ({ arms }) => ({
    arms: checkArms(
      arms.map((arm, place) => (place === index ? { ...arm, label: label === '' ? undefined : label } : arm)),
    ),
  }));
}

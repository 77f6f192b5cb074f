/** @file The experiment being edited, and all that can be done to it. */
import { createStore } from 'zustand/vanilla';
import { checkArms, type Arms } from '../../config/arms.ts';
import { encodeExperiment } from '../../config/departures.ts';
import { fields, type Field } from '../../config/fields.ts';
import { armsFromPreset, presetNames, type PresetName } from '../../config/presets.ts';
import type { BackendChoice } from '../../protocol/device.ts';
import { addArm, removeArm, renameArm, unify, vary } from './comparing.ts';
import { edit } from './edit.ts';
import { firstExperiment, type ExperimentState, type OpenedFile } from './experimentState.ts';
import { setSetting } from './setting.ts';

export type Experiment = ReturnType<typeof createExperiment>;

/** Does what needs code that may be out of reach; where it is, tells what was not done, and offers to try again. */
type Attempt = (undone: string, act: () => Promise<void>) => Promise<void>;

/** An experiment of its own, at first the default preset. */
export function createExperiment(attempt: Attempt) {
  const store = createStore<ExperimentState>(firstExperiment);

  /** Another experiment in the place of this one. */
  const replace = ({ preset, arms }: Pick<ExperimentState, 'preset' | 'arms'>): void => {
    const lineup = Symbol('arms');
    store.setState({ preset, arms, lineup, varying: [], weights: null, refusal: null });
  };

  return {
    store,
    replace,
    choosePreset: (preset: PresetName) => replace({ preset, arms: armsFromPreset(preset) }),
    /** An experiment from elsewhere, under the preset whose link to it is shortest; the present one where it can. */
    adoptArms: (arms: Arms) => {
      const distance = (preset: PresetName) => new URLSearchParams(encodeExperiment({ preset, arms })).size;
      const nearest = (best: PresetName, other: PresetName) =>
        distance(other) < distance(best) ? other : best;
      replace({ preset: presetNames.reduce(nearest, store.getState().preset), arms });
    },
    setWeights: (weights: OpenedFile | null) => store.setState({ weights }),
    chooseBackend: (backend: BackendChoice) => store.setState({ backend }),
    /** The same experiment with another seed. */
    setSeed: (seed: number) =>
      edit(store, 'seed', ({ arms }) => ({
        arms: checkArms(arms.map((arm) => ({ ...arm, config: { ...arm.config, seed } }))),
      })),
    /** Sets one setting from its text, of one arm or of all that have it. */
    setSetting: (path: string, text: string, only?: number) =>
      attempt(`${nameOf(path)} was not set to ${text}.`, () => setSetting(store, path, text, only)),
    vary: (field: Field) => attempt(`${nameOf(field.path)} was not varied.`, () => vary(store, field)),
    unify: (path: string) => attempt(`${nameOf(path)} is still varied.`, () => unify(store, path)),
    addArm: () => attempt('No arm was added.', () => addArm(store)),
    removeArm: (index: number) => removeArm(store, index),
    renameArm: (index: number, text: string) => renameArm(store, index, text),
  };
}

/** A setting as the form calls it. */
const nameOf = (path: string): string => `“${fields.find((field) => field.path === path)?.label ?? path}”`;

/** @file The experiment being edited: always valid arms, plus what was typed and refused. */
import { createStore } from 'zustand/vanilla';
import { checkArms, differingPaths, LONGEST_LABEL, type ArmSettings, type Arms } from '../../config/arms.ts';
import { fitted } from '../../config/choices.ts';
import { nextValue, valuesToCompare } from '../../config/comparison.ts';
import type { ConfigError } from '../../config/error.ts';
import { encodeExperiment } from '../../config/departures.ts';
import { fields, type Field } from '../../config/fields.ts';
import { leafAt } from '../../config/paths.ts';
import { armsFromPreset, defaultPreset, presetNames, type PresetName } from '../../config/presets.ts';
import type { ExperimentConfig } from '../../config/schema.ts';
import type { BackendChoice } from '../../protocol/device.ts';
import type { OpenedFile } from '../files/opening.ts';

/** Input that could not become part of the experiment. */
export interface Refusal {
  path: string;
  /** One sentence: what it was and what is allowed. */
  message: string;
}

export interface ExperimentState {
  preset: PresetName;
  arms: Arms;
  /** Stays the same as long as these are the same arms, however they are set: arm 1 is then still the run's arm 1. */
  lineup: symbol;
  /** Settings that are varied, even where their values are the same by now. */
  varying: readonly string[];
  backend: BackendChoice;
  /** The state dict that runs start from; null: weights are drawn from the seed. */
  weights: OpenedFile | null;
  refusal: Refusal | null;
}

export const experimentStore = createStore<ExperimentState>(() => ({
  preset: defaultPreset,
  arms: armsFromPreset(defaultPreset),
  lineup: Symbol('arms'),
  varying: [],
  backend: 'auto',
  weights: null,
  refusal: null,
}));

/** What the arms have in common, and the first has of its own. */
export const firstConfig = ({ arms }: Pick<ExperimentState, 'arms'>): ExperimentConfig => arms[0].config;

/** Settings that have a value for each arm. */
export const variedPaths = ({ arms, varying }: Pick<ExperimentState, 'arms' | 'varying'>): string[] =>
  arms.length === 1 ? [] : [...new Set([...varying, ...differingPaths(arms)])];

/** Loads the schema's parser ahead of the first edit; it is not part of the first paint. */
export const preloadParser = () => import('../../config/overrides.ts');

/** Changes the arms. What the configuration does not allow changes nothing and leaves a refusal at `path`. */
function edit(path: string, change: (state: ExperimentState) => Partial<ExperimentState>): void {
  experimentStore.setState((state) => {
    try {
      const changed = change(state);
      const same = (changed.arms ?? state.arms).length === state.arms.length;
      return { ...changed, ...(!same && { lineup: Symbol('arms') }), refusal: null };
    } catch (error) {
      return { refusal: { path, message: asConfigError(error).message } };
    }
  });
}

/** Sets one setting from its text, of one arm or of all that have it. */
export async function setSetting(path: string, text: string, only?: number): Promise<void> {
  const { applyOverrides } = await preloadParser();
  edit(path, ({ arms }) => {
    const set = (arm: ArmSettings, index: number): ArmSettings => {
      const concerned = only === undefined || only === index;
      // Another backbone has other settings.
      const has = arms.length === 1 || leafAt(arm.config, path) !== undefined;
      return concerned && has ? { ...arm, config: applyOverrides(arm.config, [[path, text]]) } : arm;
    };
    return { arms: checkArms(arms.map(set)) };
  });
}

/** Another experiment in the place of this one. */
export function replaceExperiment({ preset, arms }: Pick<ExperimentState, 'preset' | 'arms'>): void {
  const lineup = Symbol('arms');
  experimentStore.setState({ preset, arms, lineup, varying: [], weights: null, refusal: null });
}

export const choosePreset = (preset: PresetName): void =>
  replaceExperiment({ preset, arms: armsFromPreset(preset) });

/** An experiment from elsewhere, under the preset whose link to it is shortest; the present one where it can. */
export function adoptArms(arms: Arms): void {
  const distance = (preset: PresetName) => new URLSearchParams(encodeExperiment({ preset, arms })).size;
  const nearest = (best: PresetName, other: PresetName) => (distance(other) < distance(best) ? other : best);
  const { preset: present } = experimentStore.getState();
  replaceExperiment({ preset: presetNames.reduce(nearest, present), arms });
}

export const setWeights = (weights: OpenedFile | null) => experimentStore.setState({ weights });

export function chooseBackend(backend: BackendChoice): void {
  experimentStore.setState({ backend });
}

/** The same experiment with another seed. */
export function setSeed(seed: number): void {
  edit('seed', ({ arms }) => ({
    arms: checkArms(arms.map((arm) => ({ ...arm, config: { ...arm.config, seed } }))),
  }));
}

/** Opens a setting to differ between the arms. From a run alone it makes a comparison of the setting's values. */
export async function vary(field: Field): Promise<void> {
  const { path } = field;
  const { applyOverrides } = await preloadParser();
  edit(path, ({ arms, varying }) => {
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
export async function unify(path: string): Promise<void> {
  const values = experimentStore.getState().arms.map(({ config }) => leafAt(config, path));
  const value = values.find((one) => one !== undefined);
  if (value !== undefined) await setSetting(path, String(value));
  if (experimentStore.getState().refusal?.path === path) return;
  edit(path, ({ arms, varying }) => {
    const left = { arms, varying: varying.filter((other) => other !== path) };
    return variedPaths(left).length > 0 ? left : { arms: [arms[0]], varying: [] };
  });
}

/** One more arm: the last one's settings, with another value of what is varied, if it has that. */
export async function addArm(): Promise<void> {
  const { applyOverrides } = await preloadParser();
  edit('arm', (state) => {
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

export function removeArm(index: number): void {
  edit('arm', ({ arms, varying }) => {
    const left = checkArms(arms.filter((_, place) => place !== index));
    return { arms: left, varying: left.length === 1 ? [] : varying };
  });
}

/** Names an arm; without a word it is named after its settings again. */
export function renameArm(index: number, text: string): void {
  const label = text.replaceAll(';', ' ').slice(0, LONGEST_LABEL).trim();
  edit('arm', ({ arms }) => ({
    arms: checkArms(
      arms.map((arm, place) => (place === index ? { ...arm, label: label === '' ? undefined : label } : arm)),
    ),
  }));
}

const isConfigError = (error: unknown): error is ConfigError =>
  error instanceof Error && error.name === 'ConfigError';

/** Anything else is a fault of ours and must be seen. */
function asConfigError(error: unknown): ConfigError {
  if (isConfigError(error)) return error;
  throw error;
}

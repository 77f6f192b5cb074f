/** @file The experiment being edited: always a valid configuration, plus what was typed and refused. */
import { createStore } from 'zustand/vanilla';
import type { ConfigError } from '../config/error.ts';
import { configFromPreset, defaultPreset, presets, type PresetName } from '../config/presets.ts';
import type { ExperimentConfig } from '../config/schema.ts';
import type { BackendChoice } from '../worker/protocol.ts';

/** Input that could not become part of the experiment. */
export interface Refusal {
  path: string;
  /** One sentence: what it was and what is allowed. */
  message: string;
}

export interface ExperimentState {
  preset: PresetName;
  config: ExperimentConfig;
  backend: BackendChoice;
  refusal: Refusal | null;
}

export const experimentStore = createStore<ExperimentState>(() => ({
  preset: defaultPreset,
  config: presets[defaultPreset].config,
  backend: 'auto',
  refusal: null,
}));

/** Loads the schema's parser ahead of the first edit; it is not part of the first paint. */
export const preloadParser = () => import('../config/overrides.ts');

/** Sets one setting from its text. A value that is not allowed changes nothing and leaves a refusal. */
export async function setSetting(path: string, text: string): Promise<void> {
  const { applyOverrides } = await preloadParser();
  experimentStore.setState(({ config }) => {
    try {
      return { config: applyOverrides(config, [[path, text]]), refusal: null };
    } catch (error) {
      return { refusal: { path, message: asConfigError(error).message } };
    }
  });
}

export function choosePreset(preset: PresetName): void {
  experimentStore.setState({ preset, config: configFromPreset(preset), refusal: null });
}

export function chooseBackend(backend: BackendChoice): void {
  experimentStore.setState({ backend });
}

/** The same experiment with another seed. */
export function setSeed(seed: number): void {
  experimentStore.setState(({ config }) => ({ config: { ...config, seed }, refusal: null }));
}

const isConfigError = (error: unknown): error is ConfigError =>
  error instanceof Error && error.name === 'ConfigError';

/** Anything else is a fault of ours and must be seen. */
function asConfigError(error: unknown): ConfigError {
  if (isConfigError(error)) return error;
  throw error;
}

/** @file What is known of the experiment being edited: always valid arms, plus what was typed and refused. Pure. */
import { differingPaths, type Arms } from '../../config/arms.ts';
import { armsFromPreset, defaultPreset, type PresetName } from '../../config/presets.ts';
import type { BackendChoice } from '../../protocol/device.ts';

/** A file that the person opened. */
export interface OpenedFile {
  name: string;
  bytes: ArrayBuffer;
}

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

export const firstExperiment = (): ExperimentState => ({
  preset: defaultPreset,
  arms: armsFromPreset(defaultPreset),
  lineup: Symbol('arms'),
  varying: [],
  backend: 'auto',
  weights: null,
  refusal: null,
});

/** Settings that have a value for each arm. */
export const variedPaths = ({ arms, varying }: Pick<ExperimentState, 'arms' | 'varying'>): string[] =>
  arms.length === 1 ? [] : [...new Set([...varying, ...differingPaths(arms)])];

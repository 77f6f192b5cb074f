/** @file What is known of the experiment being edited: always valid arms, plus what was typed and refused. Pure. */
import { differingPaths, type Arms } from '../../config/arms.ts';
import { armsFromPreset, defaultPreset, type PresetName } from '../../config/presets.ts';
import type { BackendChoice } from '../../protocol/device.ts';

/** A file that the person opened. */
export interface OpenedFile {
  name: string;
  bytes: ArrayBuffer;
}

/** One sentence to be read beside a setting. */
export interface Remark {
  path: string;
  /** The place of the arm that it is about; absent where it is about all. */
  arm?: number | undefined;
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
  /** What was typed and could not become part of the experiment, and what is allowed. */
  refusal: Remark | null;
  /** What the latest change took along. */
  consequence: Remark | null;
}

export const firstExperiment = (): ExperimentState => ({
  preset: defaultPreset,
  arms: armsFromPreset(defaultPreset),
  lineup: Symbol('arms'),
  varying: [],
  backend: 'auto',
  weights: null,
  refusal: null,
  consequence: null,
});

/** Settings that have a value for each arm. */
export const variedPaths = ({ arms, varying }: Pick<ExperimentState, 'arms' | 'varying'>): string[] =>
  arms.length === 1 ? [] : [...new Set([...varying, ...differingPaths(arms)])];

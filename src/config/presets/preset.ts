/** @file What a preset is, and the ways in which most differ from the defaults. */
import type { Arms } from '../arms.ts';
import { defaultConfig } from '../defaults.ts';
import type { BootstrapConfig, ExperimentConfig, LossConfig } from '../schema.ts';

export interface Preset {
  title: string;
  /** Two sentences: what it shows, and what to watch for. */
  story: string;
  /** One run, or several in lockstep; without a label they are named after what sets them apart. */
  arms: Arms;
}

/** The defaults with other bootstrapping. */
export const bootstrapping = (settings: Partial<BootstrapConfig>): ExperimentConfig => ({
  ...defaultConfig,
  bootstrap: { ...defaultConfig.bootstrap, ...settings },
});

/** `config` with another loss. */
export const withLoss = (config: ExperimentConfig, settings: Partial<LossConfig>): ExperimentConfig => ({
  ...config,
  loss: { ...config.loss, ...settings },
});

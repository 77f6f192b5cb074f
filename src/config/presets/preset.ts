/** @file What a preset is, and the ways in which most differ from what they are made of. */
import type { Arms } from '../arms.ts';
import type { BootstrapConfig, ExperimentConfig, LossConfig } from '../schema.ts';

export interface Preset {
  title: string;
  /** What the page opens on: a question, or what can be seen, in words that need no knowledge of the field. */
  headline: string;
  /** Two sentences: what it shows, and what to watch for. */
  story: string;
  /** The metric that a question's chart shows at first, where the story speaks of another than the usual. */
  shows?: Readonly<Record<string, string>>;
  /** One run, or several in lockstep; without a label they are named after what sets them apart. */
  arms: Arms;
}

/** `config` with other bootstrapping. */
export const withBootstrap = (
  config: ExperimentConfig,
  settings: Partial<BootstrapConfig>,
): ExperimentConfig => ({ ...config, bootstrap: { ...config.bootstrap, ...settings } });

/** `config` with another loss. */
export const withLoss = (config: ExperimentConfig, settings: Partial<LossConfig>): ExperimentConfig => ({
  ...config,
  loss: { ...config.loss, ...settings },
});

/** @file Settings that apply to a run under way, without a restart. */
import type { BootstrapConfig, ExperimentConfig } from './schema.ts';

export interface LiveSettings {
  /** Base learning rate at batch 256. */
  lr?: number;
  bootstrap?: Partial<Pick<BootstrapConfig, 'policy' | 'temperature'>>;
}

/** The configuration that a run follows which began with `config` and was tuned since. */
export const withLive = (config: ExperimentConfig, { lr, bootstrap }: LiveSettings): ExperimentConfig => ({
  ...config,
  optimizer: { ...config.optimizer, lr: lr ?? config.optimizer.lr },
  bootstrap: { ...config.bootstrap, ...bootstrap },
});

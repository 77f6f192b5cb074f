/** @file Which other dataset a run's features are tried on. */
import type { ShippedName } from './datasets.ts';
import type { ExperimentConfig } from './schema.ts';

/** Enough for a standard error of two per cent, and few enough to add little to an evaluation. */
export const transferImages = { train: 1000, test: 500 };

/** Undefined where it is none, or the run's own, of which the other metrics tell. */
export function transferDataset({
  data,
  evaluation: { transfer },
}: Pick<ExperimentConfig, 'data' | 'evaluation'>): ShippedName | undefined {
  return transfer === 'none' || transfer === data.name ? undefined : transfer;
}

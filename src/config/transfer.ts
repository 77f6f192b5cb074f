/** @file Which other dataset a run's features are tried on. */
import type { DatasetName, ExperimentConfig } from './schema.ts';

/** Undefined where it is none, or the run's own, of which the other metrics tell. */
export function transferDataset({
  data,
  evaluation: { transfer },
}: Pick<ExperimentConfig, 'data' | 'evaluation'>): DatasetName | undefined {
  return transfer === 'none' || transfer === data.name ? undefined : transfer;
}

/** @file What the charts need to know of the experiment before and while it runs. */
import type { ExperimentConfig } from '../../config/schema.ts';
import { catalogue } from '../../data/catalogue.ts';
import type { RunState } from '../../store/runState.ts';
import type { Floors } from '../../worker/protocol.ts';

export interface RunFacts {
  floors: Floors | null;
  /** 1 / number of classes. */
  chance: number;
  /** Backbone width d. */
  featureDim: number;
  /** Prototypes K; null where the method has none. */
  prototypes: number | null;
  stepsPerEpoch: number;
  totalSteps: number;
}

const widthOf = ({ backbone }: ExperimentConfig): number =>
  backbone.kind === 'vit' ? backbone.dim : (backbone.widths.at(-1) ?? backbone.stem);

/** From the run where it has said so, else from the experiment as it is set. */
export function factsOf(
  run: Pick<RunState, 'config' | 'shape' | 'floors'>,
  edited: ExperimentConfig,
): RunFacts {
  const config = run.config ?? edited;
  const stepsPerEpoch =
    run.shape?.stepsPerEpoch ?? Math.max(1, Math.floor(config.data.trainImages / config.batchSize));
  return {
    floors: run.floors,
    chance: run.floors?.chance ?? 1 / catalogue[config.data.name].classes,
    featureDim: run.shape?.featureDim ?? widthOf(config),
    prototypes: config.method === 'dino' ? config.head.outDim : null,
    stepsPerEpoch,
    totalSteps: run.shape?.totalSteps ?? stepsPerEpoch * config.epochs,
  };
}

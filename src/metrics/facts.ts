/** @file What the charts need to know of an arm before and while it runs. */
import type { ExperimentConfig } from '../config/schema.ts';
import { catalogue } from '../data/catalogue.ts';
import type { ArmSettings } from '../config/arms.ts';
import type { ArmState } from '../store/run/runState.ts';
import type { Floors } from '../protocol/protocol.ts';

/** How far there is to go; the same for all arms of an experiment. */
export interface Pace {
  stepsPerEpoch: number;
  totalSteps: number;
}

export interface RunFacts extends Pace {
  floors: Floors | null;
  /** 1 / number of classes. */
  chance: number;
  /** Backbone width d. */
  featureDim: number;
  /** Prototypes K; null where the method has none. */
  prototypes: number | null;
}

const widthOf = ({ backbone }: ExperimentConfig): number =>
  backbone.kind === 'vit' ? backbone.dim : (backbone.widths.at(-1) ?? backbone.stem);

/** From the run where it has said so, else from the settings. */
export function factsOf({ config, ...told }: ArmSettings & Partial<ArmState>): RunFacts {
  const { shape = null, floors = null } = told;
  const stepsPerEpoch =
    shape?.stepsPerEpoch ?? Math.max(1, Math.floor(config.data.trainImages / config.batchSize));
  return {
    floors,
    chance: floors?.chance ?? 1 / catalogue[config.data.name].classes,
    featureDim: shape?.featureDim ?? widthOf(config),
    prototypes: config.method === 'dino' ? config.head.outDim : null,
    stepsPerEpoch,
    totalSteps: shape?.totalSteps ?? stepsPerEpoch * config.epochs,
  };
}

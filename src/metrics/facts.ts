/** @file What curves are read against, of an arm before and while it runs. */
import type { ArmSettings } from '../config/arms.ts';
import type { ExperimentConfig } from '../config/schema.ts';
import { cardOf } from '../data/catalogue.ts';
import type { Dimensions } from './declaration.ts';
import type { Floors } from './floors.ts';

/** How far there is to go; the same for all arms of an experiment. */
export interface Pace {
  stepsPerEpoch: number;
  totalSteps: number;
}

export interface RunFacts extends Pace, Dimensions {
  floors: Floors | null;
}

/** What an arm has told of itself; null before. */
export interface ToldFacts {
  shape?: (Pace & { featureDim: number }) | null;
  floors?: Floors | null;
}

const widthOf = ({ backbone }: ExperimentConfig): number =>
  backbone.kind === 'vit' ? backbone.dim : (backbone.widths.at(-1) ?? backbone.stem);

/** From the run where it has said so, else from the settings. */
export function factsOf({ config, shape = null, floors = null }: ArmSettings & ToldFacts): RunFacts {
  const stepsPerEpoch =
    shape?.stepsPerEpoch ?? Math.max(1, Math.floor(config.data.trainImages / config.batchSize));
  return {
    floors,
    chance: floors?.chance ?? 1 / cardOf(config.data).classes,
    featureDim: shape?.featureDim ?? widthOf(config),
    prototypes: config.method === 'dino' ? config.head.outDim : null,
    stepsPerEpoch,
    totalSteps: shape?.totalSteps ?? stepsPerEpoch * config.epochs,
  };
}

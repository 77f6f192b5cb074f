/** @file What is told of each part of a step: its name, a sentence with the numbers, and the numbers themselves. */
import type { ExperimentConfig } from '../../../config/schema.ts';
import type { PartId } from '../../../store/slowMotion/parts.ts';
import type { ToldStep } from '../../../store/slowMotion/slowMotion.ts';
import { choosing } from './choosing.ts';
import { learning } from './learning.ts';
import { seeing } from './seeing.ts';

/** A number of the step, exact and as it is shown. */
export interface WalkNumber {
  /** What a test, or a stylesheet, knows it by. */
  id: string;
  label: string;
  value: number;
  shown: string;
}

/** Many numbers as a row of bars. */
export interface Strip {
  label: string;
  values: readonly number[];
}

export interface Telling {
  name: string;
  sentence: string;
  figures: WalkNumber[];
  strips?: Strip[];
}

/** Another arm, whose partner for this picture may be another. */
export interface OtherArm {
  label: string;
  step: ToldStep;
}

export interface ToldOf {
  step: ToldStep;
  /** Of the arm that is followed. */
  config: ExperimentConfig;
  others: readonly OtherArm[];
}

const tellings: Record<PartId, (told: ToldOf) => Telling> = { ...seeing, ...choosing, ...learning };

export const tell = (part: PartId, told: ToldOf): Telling => tellings[part](told);

/** @file Whether all images of an arm have arrived. The session wakes when they have. */
import type { Arm } from './arm.ts';

export const isComplete = ({ options: { dataset } }: Arm): boolean =>
  dataset.loaded.train === dataset.train.count;

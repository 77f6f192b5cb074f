/** @file How fast the run is, all arms together, in figures. */
import type { RunState } from '../../store/run/runState.ts';
import { count, rate, short } from '../../metrics/format.ts';

const unlessIdle = (value: number, text: string): string => (value > 0 ? text : '–');

export const stepRate = ({ stepsPerSecond }: RunState): string =>
  unlessIdle(stepsPerSecond, rate(stepsPerSecond));

export const imageRate = ({ imagesPerSecond }: RunState): string =>
  unlessIdle(imagesPerSecond, count(imagesPerSecond));

export const stepMilliseconds = ({ stepsPerSecond }: RunState): string =>
  unlessIdle(stepsPerSecond, short(1000 / stepsPerSecond));

/** @file The schedules' values at the measured step, the same for every engine. */
import type { StepScalars } from '../src/training/methods/method.ts';

/** Of the middle of a run: nothing is frozen. The rate is the default's at its peak, for 16 pairs. */
export const stepScalars: StepScalars = {
  lr: 5e-4,
  weightDecay: 0.04,
  teacherMomentum: 0.99,
  teacherTemperature: 0.04,
  lastLayerFrozen: false,
};

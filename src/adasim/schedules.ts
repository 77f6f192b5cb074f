/**
 * @file What changes over a run: learning rate, weight decay, teacher momentum, teacher temperature.
 * Each is a function of the step (METHOD section 1, the released code's `cosine_scheduler`).
 */

/** The value of a quantity at a 0-based step. */
export type Schedule = (step: number) => number;

export interface Ramp {
  start: number;
  end: number;
}

/** Point `index` of `numpy.linspace(start, end, count)`; a single point is `start`. */
function linspacePoint(start: number, end: number, count: number, index: number): number {
  if (count > 1 && index === count - 1) return end;
  return start + (count > 1 ? index * ((end - start) / (count - 1)) : 0);
}

/**
 * Linear warm-up from 0 to `ramp.start` over `warmupSteps` (its end included), then a half cosine towards
 * `ramp.end`: `end + ½(start − end)(1 + cos(π t / T))`, T = the steps after the warm-up. The last step of the
 * run is therefore one short of `end`; steps past the run stay at `end`.
 */
export function cosineSchedule(ramp: Ramp, totalSteps: number, warmupSteps = 0): Schedule {
  const { start, end } = ramp;
  const cosineSteps = totalSteps - warmupSteps;
  return (step) => {
    if (step < warmupSteps) return linspacePoint(0, start, warmupSteps, step);
    if (step >= totalSteps) return end;
    return end + 0.5 * (start - end) * (1 + Math.cos((Math.PI * (step - warmupSteps)) / cosineSteps));
  };
}

/** τ_t: linear from `start` to `end` over `warmupEpochs` epochs, one value an epoch, then `end`. */
export function temperatureSchedule(ramp: Ramp & { warmupEpochs: number }, stepsPerEpoch: number): Schedule {
  return (step) => {
    const epoch = Math.floor(step / stepsPerEpoch);
    return epoch < ramp.warmupEpochs
      ? linspacePoint(ramp.start, ramp.end, ramp.warmupEpochs, epoch)
      : ramp.end;
  };
}

/** The settings that schedules depend on; an experiment's configuration has all of them. */
export interface ScheduleSettings {
  epochs: number;
  stepsPerEpoch: number;
  batchSize: number;
  optimizer: { lr: number; minLr: number; warmupEpochs: number; weightDecay: Ramp };
  teacherMomentum: Ramp;
  loss: { teacherTemperature: Ramp & { warmupEpochs: number } };
}

export interface Schedules {
  /** Peak `lr · batchSize / 256`. */
  lr: Schedule;
  weightDecay: Schedule;
  teacherMomentum: Schedule;
  teacherTemperature: Schedule;
}

/** The four schedules of a run. */
export function trainingSchedules(settings: ScheduleSettings): Schedules {
  const { optimizer, stepsPerEpoch } = settings;
  const totalSteps = settings.epochs * stepsPerEpoch;
  const peak = (optimizer.lr * settings.batchSize) / 256;
  return {
    lr: cosineSchedule(
      { start: peak, end: optimizer.minLr },
      totalSteps,
      optimizer.warmupEpochs * stepsPerEpoch,
    ),
    weightDecay: cosineSchedule(optimizer.weightDecay, totalSteps),
    teacherMomentum: cosineSchedule(settings.teacherMomentum, totalSteps),
    teacherTemperature: temperatureSchedule(settings.loss.teacherTemperature, stepsPerEpoch),
  };
}

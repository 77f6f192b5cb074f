import { describe, expect, it } from 'vitest';
import { goldenBytes, traceNames } from '../../fixtures/golden.ts';
import { parseSafetensors } from '../formats/safetensors.ts';
import { cosineSchedule, temperatureSchedule, trainingSchedules } from './schedules.ts';

/** The schedules' settings, which the recordings do not name; their values at the ends give them away. */
const recordedSettings = {
  'dino-vit': { lr: 0.02, weightDecay: { start: 0.04, end: 0.4 } },
  'dino-vit-mean': { lr: 0.02, weightDecay: { start: 0.04, end: 0.4 } },
  'dino-resnet-bn': { lr: 0.1, weightDecay: { start: 0.04, end: 0.4 } },
  'dino-resnet-lars': { lr: 0.3, weightDecay: { start: 1e-4, end: 1e-4 } },
};

describe('trainingSchedules', () => {
  it.each(traceNames)('agrees with every recorded step of %s', (name) => {
    const { tensors } = parseSafetensors(goldenBytes(name));
    const recorded = (quantity: string) => {
      const data = tensors.get(`steps.${quantity}`)?.data;
      if (!(data instanceof Float32Array)) throw new Error(`steps.${quantity} is not recorded`);
      return data;
    };
    const { lr, weightDecay } = recordedSettings[name];
    const steps = recorded('lr').length;
    const schedules = trainingSchedules({
      epochs: steps / 3,
      stepsPerEpoch: 3,
      batchSize: 8,
      optimizer: { lr, minLr: 1e-6, warmupEpochs: 1, weightDecay },
      teacherMomentum: { start: 0.9, end: 1 },
      loss: { teacherTemperature: { start: 0.04, end: 0.07, warmupEpochs: 1 } },
    });
    for (const quantity of ['lr', 'weightDecay', 'teacherMomentum', 'teacherTemperature'] as const)
      expect(Float32Array.from({ length: steps }, (_, step) => schedules[quantity](step))).toEqual(
        recorded(quantity),
      );
  });
});

describe('cosineSchedule', () => {
  it('warms up as numpy.linspace, both ends included, then falls along half a cosine', () => {
    const schedule = cosineSchedule({ start: 1, end: 0 }, 8, 4);
    const values = Array.from({ length: 8 }, (_, step) => schedule(step));
    const expected = [0, 1 / 3, 2 / 3, 1, 1, 0.5 + Math.SQRT1_2 / 2, 0.5, 0.5 - Math.SQRT1_2 / 2];
    values.forEach((value, step) => expect(value).toBeCloseTo(expected[step] ?? NaN, 12));
  });

  it('begins a warm-up of one step at 0, and stays at its end after the run', () => {
    const schedule = cosineSchedule({ start: 2, end: 1 }, 3, 1);
    expect(schedule(0)).toBe(0);
    expect(schedule(3)).toBe(1);
    expect(schedule(100)).toBe(1);
  });

  it('is still warming up where the warm-up is longer than the run', () => {
    const schedule = cosineSchedule({ start: 1, end: 0 }, 5, 11);
    expect(schedule(4)).toBeCloseTo(0.4, 12);
  });
});

describe('temperatureSchedule', () => {
  it('rises epoch by epoch and reaches the end in the last warm-up epoch', () => {
    const schedule = temperatureSchedule({ start: 0.04, end: 0.07, warmupEpochs: 4 }, 2);
    const values = Array.from({ length: 12 }, (_, step) => schedule(step));
    expect(values.map((value) => +value.toFixed(6))).toEqual([
      0.04, 0.04, 0.05, 0.05, 0.06, 0.06, 0.07, 0.07, 0.07, 0.07, 0.07, 0.07,
    ]);
  });

  it('is constant without a warm-up', () => {
    expect(temperatureSchedule({ start: 0.04, end: 0.07, warmupEpochs: 0 }, 2)(0)).toBe(0.07);
  });
});

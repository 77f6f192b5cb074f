import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../config/presets.ts';
import type { Event, RunShape, StepRecord } from '../worker/protocol.ts';
import { afterEvent, idleRun, startedRun, withNotice, type RunState } from './runState.ts';

const runId = 'run-1';

const stepRecord = (step: number): StepRecord => ({
  step,
  epoch: Math.floor(step / 4),
  loss: 5 - step / 10,
  lr: 0.001,
  weightDecay: 0.04,
  teacherMomentum: 0.98,
  teacherTemperature: 0.04,
  teacherEntropy: 2,
  teacherStudentKL: 1,
});

const shape: RunShape = {
  stepsPerEpoch: 4,
  totalSteps: 40,
  featureDim: 64,
  prototypes: 256,
  parameters: 1000,
  classNames: ['a', 'b'],
  trainImages: 64,
  testImages: 16,
};

const metrics = (steps: number[]): Event => ({
  type: 'metrics',
  runId,
  steps: steps.map(stepRecord),
  epochs: [],
  evaluations: [],
  stepsPerSecond: 10,
  imagesPerSecond: 640,
  secondsLeft: 3,
  memory: { tensors: 100, bytes: 1e6 },
});

const after = (...events: Event[]): RunState => events.reduce(afterEvent, startedRun(defaultConfig, []));

describe('afterEvent', () => {
  it('collects steps and counts them', () => {
    const run = after({ type: 'shape', runId, shape }, metrics([0, 1]), metrics([2, 3, 4]));
    expect(run.steps.length).toBe(5);
    expect(run).toMatchObject({
      step: 5,
      epoch: 1,
      stepsPerSecond: 10,
      memory: { tensors: 100, bytes: 1e6 },
    });
  });

  it('keeps its count when a batch of metrics brings no steps', () => {
    const run = after({ type: 'shape', runId, shape }, metrics([0, 1, 2]), metrics([]));
    expect(run).toMatchObject({ step: 3, epoch: 0 });
  });

  it('begins anew at a shape, which also drops what came late from before a reset', () => {
    const before = after({ type: 'shape', runId, shape }, metrics([0, 1, 2]));
    const run = [metrics([3]), { type: 'shape', runId, shape } as const, metrics([0])].reduce(
      afterEvent,
      before,
    );
    expect(run.steps.length).toBe(1);
    expect(run.step).toBe(1);
    expect(before.steps.length).toBe(3);
  });

  it('shows loading until another phase begins', () => {
    const loading = after(
      { type: 'status', runId, phase: 'loading', step: 0, epoch: 0 },
      { type: 'progress', runId, label: 'images', done: 1, total: 2 },
    );
    expect(loading.loading).toEqual({ label: 'images', done: 1, total: 2 });
    const training = afterEvent(loading, { type: 'status', runId, phase: 'training', step: 0, epoch: 0 });
    expect(training.loading).toBeNull();
  });

  it('keeps every number when the run fails', () => {
    const run = after({ type: 'shape', runId, shape }, metrics([0, 1]), {
      type: 'error',
      runId,
      message: 'The loss is not a number.',
      fatal: true,
    });
    expect(run.phase).toBe('failed');
    expect(run.steps.length).toBe(2);
    expect(run.notices).toEqual([{ id: 1, kind: 'error', message: 'The loss is not a number.' }]);
  });

  it('goes on after an error that is not fatal', () => {
    const run = after(
      { type: 'status', runId, phase: 'training', step: 3, epoch: 0 },
      { type: 'error', runId, message: 'An evaluation was skipped.', fatal: false },
    );
    expect(run.phase).toBe('training');
    expect(run.notices).toEqual([{ id: 1, kind: 'warning', message: 'An evaluation was skipped.' }]);
  });
});

it('startedRun keeps the notices and nothing else', () => {
  const noted = withNotice(after({ type: 'shape', runId, shape }, metrics([0])), 'error', 'Oh.');
  expect(startedRun(defaultConfig, noted.notices)).toEqual({
    ...idleRun,
    phase: 'loading',
    config: defaultConfig,
    notices: noted.notices,
  });
});

it('withNotice says the same thing once', () => {
  const run = withNotice(withNotice(idleRun, 'error', 'One.'), 'error', 'Two.');
  expect(withNotice(run, 'error', 'One.')).toBe(run);
  expect(run.notices.map(({ id }) => id)).toEqual([1, 2]);
});

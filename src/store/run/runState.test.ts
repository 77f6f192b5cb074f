import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../config/defaults.ts';
import { armsFromPreset } from '../../config/presets.ts';
import { emptyLog } from '../../metrics/log.ts';
import type { Event } from '../../protocol/events.ts';
import type { Floors, RunShape, StepRecord } from '../../protocol/records.ts';
import { firstFloors, runShape } from '../../protocol/sampleRecords.ts';
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

const shape: RunShape = { ...runShape, classNames: ['a', 'b'] };

const shaped = (arm = 0): Event => ({ type: 'shape', runId, arm, shape });

const metrics = (steps: number[], arm = 0): Event => ({
  type: 'metrics',
  runId,
  arm,
  steps: steps.map(stepRecord),
  epochs: [],
  evaluations: [],
  stepsPerSecond: 10,
  imagesPerSecond: 640,
  secondsLeft: 3,
  memory: { tensors: 100, bytes: 1e6 },
});

const floors: Floors = {
  ...firstFloors,
  linearProbeUntrained: 0.3,
  retrievalRawPixels: null,
  retrievalUntrained: null,
  retrievalChance: null,
};

const after = (...events: Event[]): RunState =>
  events.reduce(afterEvent, startedRun([{ config: defaultConfig }], []));

describe('afterEvent', () => {
  it('collects steps and counts them', () => {
    const run = after(shaped(), metrics([0, 1]), metrics([2, 3, 4]));
    expect(run.arms[0]?.steps.length).toBe(5);
    expect(run).toMatchObject({
      step: 5,
      epoch: 1,
      stepsPerSecond: 10,
      memory: { tensors: 100, bytes: 1e6 },
    });
  });

  it('keeps its count when a batch of metrics brings no steps', () => {
    const run = after(shaped(), metrics([0, 1, 2]), metrics([]));
    expect(run).toMatchObject({ step: 3, epoch: 0 });
  });

  it('begins anew at a shape, which also drops what came late from before a reset', () => {
    const before = after(shaped(), metrics([0, 1, 2]));
    const run = [metrics([3]), shaped(), metrics([0])].reduce(afterEvent, before);
    expect(run.arms[0]?.steps.length).toBe(1);
    expect(run.step).toBe(1);
    expect(before.arms[0]?.steps.length).toBe(3);
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
    const run = after(shaped(), metrics([0, 1]), {
      type: 'error',
      runId,
      message: 'The loss is not a number.',
      fatal: true,
    });
    expect(run.phase).toBe('failed');
    expect(run.arms[0]?.steps.length).toBe(2);
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

describe('afterEvent of several arms', () => {
  const contrast = startedRun(armsFromPreset('contrast'), []);
  const after = (...events: Event[]): RunState => events.reduce(afterEvent, contrast);
  const stepsOf = ({ arms }: RunState) => arms.map(({ steps }) => steps.length);

  it('gives each what it has told', () => {
    const run = after(
      shaped(0),
      shaped(1),
      shaped(2),
      metrics([0, 1], 0),
      metrics([0, 1], 1),
      metrics([0], 2),
      { type: 'floors', runId, arm: 1, floors },
    );
    expect(stepsOf(run)).toEqual([2, 2, 1]);
    expect(run.arms.map((arm) => arm.floors)).toEqual([null, floors, null]);
    expect(run.step).toBe(2);
  });

  it('leaves an arm that stops with its curves, and counts the steps of the others', () => {
    const run = after(
      ...[0, 1, 2].map((arm) => shaped(arm)),
      metrics([0, 1, 2], 0),
      metrics([0], 1),
      metrics([0, 1, 2], 2),
      { type: 'stopped', runId, arm: 1, message: 'The loss was NaN at step 1.', left: 2 },
      metrics([3, 4], 0),
      metrics([1], 1),
    );
    expect(run.arms.map(({ stopped }) => stopped)).toEqual([false, true, false]);
    expect(stepsOf(run)).toEqual([5, 2, 3]);
    expect(run.step).toBe(5);
    expect(run.notices).toEqual([
      {
        id: 1,
        kind: 'warning',
        message: 'naive has stopped, the others go on. The loss was NaN at step 1.',
      },
    ]);
  });

  it('begins each anew at its shape, the stopped one too, and keeps the floors', () => {
    const run = after(
      ...[0, 1, 2].map((arm) => shaped(arm)),
      { type: 'floors', runId, arm: 1, floors },
      metrics([0, 1], 0),
      metrics([0], 1),
      { type: 'stopped', runId, arm: 1, message: 'No.', left: 2 },
      ...[0, 1, 2].map((arm) => shaped(arm)),
    );
    expect(stepsOf(run)).toEqual([0, 0, 0]);
    expect(run.step).toBe(0);
    expect(run.arms[1]).toMatchObject({ stopped: false, floors });
  });

  it('is one run once a file is opened', () => {
    const opened = after({
      type: 'opened',
      runId,
      origin: 'checkpoint',
      configs: [defaultConfig],
      live: { 'optimizer.lr': 0.5 },
      step: 3,
      drawn: [],
    });
    expect(opened.arms.map(({ config }) => config.optimizer.lr)).toEqual([0.5]);
    expect(opened.tunings).toEqual([{ step: 3, what: 'learning rate 0.5' }]);
  });
});

it('startedRun keeps the notices and nothing else', () => {
  const noted = withNotice(after(shaped(), metrics([0])), 'error', 'Oh.');
  expect(startedRun([{ config: defaultConfig }], noted.notices)).toEqual({
    ...idleRun,
    phase: 'loading',
    arms: [
      expect.objectContaining({ config: defaultConfig, shape: null, steps: emptyLog(), stopped: false }),
    ],
    notices: noted.notices,
  });
});

it('withNotice says the same thing once', () => {
  const run = withNotice(withNotice(idleRun, 'error', 'One.'), 'error', 'Two.');
  expect(withNotice(run, 'error', 'One.')).toBe(run);
  expect(run.notices.map(({ id }) => id)).toEqual([1, 2]);
});

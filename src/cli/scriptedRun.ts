/** @file A training worker that follows a script, for tests of the command line. */
import type { Command, EpochRecord, EvaluationRecord, StepRecord } from '../worker/protocol.ts';
import type { ForwardedEvent } from './page/bridge.ts';
import type { TrainPort } from './trainRun.ts';

export const stepRecord = (step: number, epoch = 0): StepRecord => ({
  step,
  epoch,
  loss: 5 - step / 10,
  lr: 0.001,
  weightDecay: 0.04,
  teacherMomentum: 0.99,
  teacherTemperature: 0.04,
  teacherEntropy: 3,
  teacherStudentKL: 1,
});

export const epochRecord = (epoch: number, step: number): EpochRecord => ({
  epoch,
  step,
  nnAccuracyTop1: 0.5,
  nnAccuracyTop2: 0.4,
  nnSelfAccuracyTop1: 0.9,
  nnSelfAccuracyTop2: 0.05,
  nnRatioSelf: 0.8,
  gateOpenShare: 0.25,
  bootstrappedShare: 0.2,
  bootstrappedPurity: 0.7,
});

export const evaluationRecord = (step: number, knnAccuracy: number): EvaluationRecord => ({
  step,
  epoch: 1,
  knnAccuracy,
  rankMe: 20,
  featureStd: 0.1,
  alignment: 0.5,
  uniformity: -2,
});

type Unaddressed<T> = T extends unknown ? Omit<T, 'runId'> : never;
export type ScriptedEvent = Unaddressed<ForwardedEvent>;

type Metrics = Extract<ScriptedEvent, { type: 'metrics' }>;

export const metrics = (records: Partial<Metrics>): Metrics => ({
  type: 'metrics',
  steps: [],
  epochs: [],
  evaluations: [],
  stepsPerSecond: 10,
  imagesPerSecond: 640,
  secondsLeft: 1,
  memory: { tensors: 1, bytes: 4 },
  ...records,
});

/** A run of two epochs of two steps, up to where it says how it ended. */
export const beginning: ScriptedEvent[] = [
  { type: 'status', phase: 'loading', step: 0, epoch: 0 },
  {
    type: 'device',
    device: {
      backend: 'wasm',
      adapter: 'CPU, 2 threads',
      software: true,
      threads: 2,
      reason: 'You chose WASM.',
    },
  },
  {
    type: 'shape',
    shape: {
      stepsPerEpoch: 2,
      totalSteps: 4,
      featureDim: 64,
      prototypes: 256,
      parameters: 1000,
      classNames: ['a', 'b'],
      trainImages: 64,
      testImages: 16,
    },
  },
  metrics({ steps: [stepRecord(0)], stepsPerSecond: 0 }),
  { type: 'floors', floors: { knnRawPixels: 0.4, knnUntrained: 0.3, chance: 0.1 } },
  metrics({ steps: [stepRecord(1)], epochs: [epochRecord(0, 2)] }),
  metrics({ steps: [stepRecord(2, 1)], evaluations: [evaluationRecord(2, 0.45)], stepsPerSecond: 30 }),
];

export const ending: ScriptedEvent[] = [
  metrics({ steps: [stepRecord(3, 1)], epochs: [epochRecord(1, 4)], stepsPerSecond: 20 }),
  metrics({ evaluations: [evaluationRecord(4, 0.5)] }),
  { type: 'status', phase: 'finished', step: 4, epoch: 2 },
];

/** Plays `events` when a run is started; a `dispose` is answered as the worker does, unless it is `deaf`. */
export function scriptedPort(
  events: readonly ScriptedEvent[],
  options: { deaf?: boolean; dies?: string } = {},
) {
  const commands: Command[] = [];
  let hear: (event: ForwardedEvent) => void = () => undefined;
  let die: (error: Error) => void = () => undefined;
  const port: TrainPort = {
    dataUrl: 'http://127.0.0.1/data/',
    death: new Promise<never>((_, reject) => (die = reject)),
    listen: (onEvent) => {
      hear = onEvent;
      return Promise.resolve();
    },
    send: (command) => {
      commands.push(command);
      if (command.type === 'start') {
        for (const event of events) hear({ ...event, runId: command.runId });
        if (options.dies !== undefined) die(new Error(options.dies));
      }
      if (command.type === 'dispose' && options.deaf !== true)
        hear({ type: 'disposed', runId: command.runId });
      return Promise.resolve();
    },
  };
  return { port, commands };
}

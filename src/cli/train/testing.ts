/** @file A training worker that follows a script, for tests of the command line. */
import type { Command } from '../../protocol/commands.ts';
import {
  epochRecord,
  evaluationRecord,
  firstFloors as floors,
  metricsOf as metrics,
  runShape,
  stepRecord,
} from '../../protocol/sampleRecords.ts';
import type { Unaddressed } from '../../protocol/events.ts';
import type { ForwardedEvent } from '../engine/page/bridge.ts';
import type { TrainPort } from './remoteRun.ts';

export type ScriptedEvent = Unaddressed<ForwardedEvent>;

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
    arm: 0,
    shape: { ...runShape, stepsPerEpoch: 2, totalSteps: 4, classNames: ['a', 'b'] },
  },
  metrics({ steps: [stepRecord(0)], stepsPerSecond: 0 }),
  { type: 'floors', arm: 0, floors },
  metrics({ steps: [stepRecord(1)], epochs: [epochRecord(0, 2)] }),
  metrics({ steps: [stepRecord(2, 1)], evaluations: [evaluationRecord(2, 0.45)], stepsPerSecond: 30 }),
];

export const ending: ScriptedEvent[] = [
  { type: 'floors', arm: 0, floors: { ...floors, linearProbeRawPixels: 0.45 } },
  metrics({ steps: [stepRecord(3, 1)], epochs: [epochRecord(1, 4)], stepsPerSecond: 20 }),
  metrics({ evaluations: [evaluationRecord(4, 0.5)] }),
  { type: 'status', phase: 'finished', step: 4, epoch: 2 },
];

/** The events of one arm as those of several in turn. */
export const inLockstep = (events: readonly ScriptedEvent[], arms: number): ScriptedEvent[] =>
  events.flatMap((event): ScriptedEvent[] =>
    event.type === 'shape' || event.type === 'floors' || event.type === 'metrics'
      ? Array.from({ length: arms }, (_, arm) => ({ ...event, arm }))
      : [event],
  );

interface Script {
  /** Answers nothing after the start. */
  deaf?: boolean;
  /** Dies of this once the events are told. */
  dies?: string;
  /** Why nothing can be saved. */
  refuses?: string;
  /** The step that files are of; the newest that was told unless given. */
  snapshot?: number;
  /** Why what was saved cannot be written, in one sentence. */
  full?: string;
}

/** Plays `events` when a run is started; other commands are answered as the worker does. */
export function scriptedPort(events: readonly ScriptedEvent[], script: Script = {}) {
  const { deaf, dies, refuses, full, snapshot } = script;
  const commands: Command[] = [];
  /** The file of the start, and the one that was written. */
  const paths: { started?: string; written?: string } = {};
  /** Steps that were told of. */
  let done = 0;
  let hear: (event: ForwardedEvent) => void = () => undefined;
  let die: (error: Error) => void = () => undefined;
  let save: () => void = () => undefined;
  const port: TrainPort = {
    dataUrl: 'http://127.0.0.1/data/',
    death: new Promise<never>((_, reject) => (die = reject)),
    listen: (onEvent) => {
      hear = onEvent;
      return Promise.resolve();
    },
    send: (command, file) => {
      commands.push(command);
      const answer = (event: ScriptedEvent) => {
        if (event.type === 'metrics') done = Math.max(done, ...event.steps.map(({ step }) => step + 1));
        hear({ ...event, runId: command.runId });
      };
      if (command.type === 'start') {
        if (file !== undefined) paths.started = file;
        events.forEach(answer);
        if (dies !== undefined) die(new Error(dies));
      } else if (deaf === true) return Promise.resolve();
      else if (command.type === 'pause') {
        answer(metrics({ steps: [stepRecord(3, 1)] }));
        answer({ type: 'status', phase: 'paused', step: 4, epoch: 2 });
      } else if (command.type === 'export') {
        const { arm, kind } = command;
        if (refuses === undefined) {
          answer({ type: 'exported', arm, kind, step: snapshot ?? done, fileName: 'run.safetensors' });
          save();
        } else answer({ type: 'error', message: refuses, fatal: false, answers: 'export' });
      } else if (command.type === 'dispose') answer({ type: 'disposed' });
      return Promise.resolve();
    },
    receive: (path) =>
      new Promise((resolve, reject) => {
        save = () => {
          paths.written = path;
          if (full === undefined) resolve();
          else reject(new Error(full));
        };
      }),
  };
  return { port, commands, paths };
}

/** @file Trains as the app's worker does, its evaluations included, and notes when each step began and ended. */
import { namedArms } from '../../src/config/armLabels.ts';
import { configFromPreset } from '../../src/config/presets.ts';
import { Arm } from '../../src/worker/arm.ts';
import type { Event } from '../../src/protocol/events.ts';
import { Session } from '../../src/worker/session.ts';

export interface Request {
  preset: string;
  backend: 'wasm' | 'webgpu';
  steps: number;
  /** Absolute URL of the packed datasets. */
  dataUrl: string;
}

/** All times in milliseconds since the session was asked to begin. */
export interface Timeline {
  adapter: string;
  begun: number[];
  ended: number[];
  /** Tensors and bytes whenever the session told of them between evaluations. */
  memory: { step: number; tensors: number; bytes: number }[];
  /** Evaluations that were told. */
  evaluations: number;
}

export type Reply = Timeline | { problem: string };

addEventListener('message', ({ data }: MessageEvent<Request>) => {
  void train(data).then((reply) => {
    postMessage(reply);
  });
});

async function train({ preset, backend, steps, dataUrl }: Request): Promise<Reply> {
  const timeline: Timeline = { adapter: '', begun: [], ended: [], memory: [], evaluations: 0 };
  const origin = performance.now();
  const since = () => performance.now() - origin;
  const { prototype } = Arm;
  const trainStep: (this: Arm) => Promise<void> = Reflect.get(prototype, 'trainStep');
  prototype.trainStep = async function (this: Arm) {
    timeline.begun.push(since());
    await trainStep.call(this);
    timeline.ended.push(since());
  };
  const config = configFromPreset(preset);
  const stepsPerEpoch = Math.floor(config.data.trainImages / config.batchSize);
  const long = { ...config, epochs: Math.max(config.epochs, Math.ceil(steps / stepsPerEpoch)) };
  let problem: string | undefined;
  const runId = 'long';
  const arms = namedArms([{ config: long }]);
  const session: Session = new Session(
    { type: 'start', runId, arms, backend, dataUrl, steps },
    [],
    (event) => {
      problem = heard(event, timeline) ?? problem;
      const over = event.type === 'status' && event.phase === 'finished';
      if (over) session.handle({ type: 'dispose', runId });
    },
  );
  await session.live();
  return problem === undefined ? timeline : { problem };
}

type Told = Parameters<ConstructorParameters<typeof Session>[2]>[0];

/** Why there will be no timeline, if that is what the event says. */
function heard(event: Told, timeline: Timeline): string | undefined {
  if (event.type === 'error') return event.message;
  if (event.type === 'device') timeline.adapter = event.device.adapter;
  if (event.type !== 'metrics') return undefined;
  const { memory, evaluations } = event satisfies Extract<Event, { type: 'metrics' }> | Told;
  timeline.evaluations += evaluations.length;
  timeline.memory.push({ step: timeline.ended.length, ...memory });
  return undefined;
}

import { beforeEach, describe, expect, it } from 'vitest';
import { defaultConfig } from '../config/defaults.ts';
import type { Command } from '../protocol/commands.ts';
import type { Event, Unaddressed } from '../protocol/events.ts';
import { mapAtlasOf } from '../protocol/sampleMap.ts';
import {
  epochRecord,
  evaluationRecord,
  firstFloors,
  metricsOf as metrics,
  runShape,
  stepRecord,
} from '../protocol/sampleRecords.ts';
import type { WorkerEvent } from '../protocol/upkeep.ts';
import { lastingWorker, type Port } from './lastingWorker.ts';
import { ScriptedWorker } from './testing.ts';

const runId = 'run-1';
const dataUrl = 'https://example.org/data/';
const arms = [{ label: 'adaptive', config: defaultConfig }] as const;
const start = { type: 'start', runId, arms, backend: 'auto', dataUrl, paused: false } as const;
const shape = { ...runShape, stepsPerEpoch: 4 };

/** What it says is of the one run. */
class RunsWorker extends ScriptedWorker {
  tell(...events: Unaddressed<WorkerEvent>[]): void {
    for (const event of events) this.say({ ...event, runId });
  }
}

const device = (adapter = 'Test GPU'): Unaddressed<Event> => ({
  type: 'device',
  device: {
    backend: 'webgpu',
    adapter,
    software: false,
    threads: 0,
    reason: 'Hardware WebGPU is the fastest backend here.',
    products: { style: 'registers', measured: 'registers', candidates: ['registers', 'workgroup'] },
  },
});
const begins = (arm = 0): Unaddressed<Event> => ({ type: 'shape', arm, shape });
const status = (phase: Extract<Event, { type: 'status' }>['phase'], step: number): Unaddressed<Event> => ({
  type: 'status',
  phase,
  step,
  epoch: Math.floor(step / 4),
});
const steps = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => stepRecord(from + index, Math.floor((from + index) / 4)));
const snapshot = (step: number): Unaddressed<WorkerEvent> => ({
  type: 'snapshot',
  step,
  arms: [{ bytes: Uint8Array.of(step).buffer, fileName: `run-step${step}.safetensors` }],
});
const lost: Unaddressed<WorkerEvent> = {
  type: 'deviceLost',
  message: 'The graphics device was lost (reset).',
};

/** A run with a snapshot of its sixth step that has told of ten. */
const tenSteps = [
  device(),
  begins(),
  status('training', 0),
  metrics({ steps: steps(0, 4), epochs: [epochRecord(0, 4)] }),
  { type: 'floors', arm: 0, floors: firstFloors } as const,
  metrics({ steps: steps(4, 6), evaluations: [evaluationRecord(4, 0.4)] }),
  snapshot(6),
  metrics({ steps: steps(6, 10), epochs: [epochRecord(1, 8)] }),
];

describe('lastingWorker', () => {
  let workers: RunsWorker[];
  let heard: Event[];
  let time: number;
  let lasting: Port<Event>;

  beforeEach(() => {
    workers = [];
    heard = [];
    time = 0;
    lasting = lastingWorker(
      () => {
        const worker = new RunsWorker();
        workers.push(worker);
        return worker;
      },
      () => time,
    );
    lasting.onmessage = ({ data }) => heard.push(data);
    lasting.postMessage(start);
  });

  const newest = () => {
    const worker = workers.at(-1);
    if (worker === undefined) throw new Error('Nothing was spawned.');
    return worker;
  };
  /** What the newest worker was told first. */
  const restart = () => newest().received[0];
  const ask = (command: Unaddressed<Command>) => lasting.postMessage({ ...command, runId });
  const of = <T extends Event['type']>(type: T) =>
    heard.filter((event): event is Extract<Event, { type: T }> => event.type === type);

  it('passes on what a worker says, but for its upkeep', () => {
    newest().tell(...tenSteps);
    expect(heard).toEqual(
      tenSteps.filter(({ type }) => type !== 'snapshot').map((one) => ({ ...one, runId })),
    );
  });

  it('goes on from the newest snapshot on a fresh worker, on the same device, and says so', () => {
    newest().tell(...tenSteps, lost);
    expect(workers.map(({ terminated }) => terminated)).toEqual([true, false]);
    expect(restart()).toEqual({
      ...start,
      backend: 'webgpu',
      productStyle: 'registers',
      recovery: { step: 10, tunings: [], snapshots: [Uint8Array.of(6).buffer] },
    });
    expect(heard.at(-1)).toEqual({
      type: 'error',
      runId,
      message: 'The graphics device was lost (reset); the run goes on from step 10.',
      fatal: false,
    });
  });

  it('tells nothing twice and leaves nothing out', () => {
    newest().tell(...tenSteps, lost);
    heard.length = 0;
    newest().tell(
      device(),
      begins(),
      { ...status('preparing', 6), detail: 'Taking steps again, up to step 10' } as Unaddressed<Event>,
      metrics({ steps: steps(6, 9), epochs: [epochRecord(1, 8)], evaluations: [evaluationRecord(0, 0.3)] }),
      // They are measured one after the other.
      { type: 'floors', arm: 0, floors: { ...firstFloors, knnUntrained: null } },
      { type: 'floors', arm: 0, floors: firstFloors },
      metrics({ steps: steps(9, 12), evaluations: [evaluationRecord(4, 0.4), evaluationRecord(8, 0.5)] }),
      status('training', 12),
    );
    expect(of('device')).toEqual([]);
    expect(of('shape')).toEqual([]);
    expect(of('floors')).toEqual([]);
    expect(of('status').map(({ step }) => step)).toEqual([10, 12]);
    const told = of('metrics');
    expect(told.flatMap((one) => one.steps.map(({ step }) => step))).toEqual([10, 11]);
    expect(told.flatMap((one) => one.epochs)).toEqual([]);
    expect(told.flatMap((one) => one.evaluations.map(({ step }) => step))).toEqual([8]);
  });

  it('begins again where there is no snapshot yet', () => {
    newest().tell(...tenSteps.slice(0, 4), lost);
    expect(restart()).toMatchObject({ recovery: { step: 4 } });
    expect(restart()).not.toHaveProperty('recovery.snapshots');
    newest().tell(begins(), metrics({ steps: steps(0, 5), epochs: [epochRecord(0, 4)] }));
    expect(of('shape')).toHaveLength(1);
    expect(of('metrics').flatMap((one) => one.steps.map(({ step }) => step))).toEqual([0, 1, 2, 3, 4]);
    expect(of('metrics').flatMap((one) => one.epochs)).toHaveLength(1);
  });

  it('leaves an arm that had stopped where it is', () => {
    const two = [...arms, { label: 'naive', config: defaultConfig }] as const;
    lasting.postMessage({ ...start, arms: two });
    const stopped = { type: 'stopped', arm: 1, message: 'It diverged.', left: 1 } as const;
    const bytes = new ArrayBuffer(1);
    newest().tell(device(), begins(0), begins(1), stopped, {
      type: 'snapshot',
      step: 3,
      arms: [{ bytes, fileName: 'a' }, null],
    });
    newest().tell(lost);
    expect(restart()).toMatchObject({ recovery: { snapshots: [bytes, null] } });
    newest().tell(begins(0), status('paused', 3));
    expect(of('shape')).toHaveLength(2);
    // After a reset it lives again.
    ask({ type: 'reset' });
    newest().tell(begins(0), begins(1));
    expect(of('shape')).toHaveLength(4);
  });

  it('takes single steps, changes, files and questions along that were not answered', () => {
    newest().tell(...tenSteps);
    const settings = [{ 'optimizer.lr': 0.1 }, { 'optimizer.lr': 0.2 }] as const;
    ask({ type: 'pause' });
    newest().tell(status('paused', 10));
    for (const one of settings) ask({ type: 'tune', arm: 0, settings: one });
    newest().tell({ type: 'tuned', arm: 0, step: 10, settings: settings[0] });
    ask({ type: 'step' });
    ask({ type: 'step' });
    ask({ type: 'inspect', arm: 0, image: 3, epoch: null, outputs: false });
    ask({ type: 'attend', arm: 0, image: 2 });
    newest().tell({ type: 'attended', arm: 0, image: 2, look: null });
    ask({ type: 'attend', arm: 0, image: 3 });
    ask({ type: 'export', arm: 0, kind: 'student' });
    newest().tell(lost);
    expect(restart()).toMatchObject({
      paused: true,
      recovery: { step: 12, tunings: [{ arm: 0, step: 10, settings: settings[0] }] },
    });
    expect(newest().received.slice(1)).toEqual([
      { type: 'tune', runId, arm: 0, settings: settings[1] },
      { type: 'export', runId, arm: 0, kind: 'student' },
      { type: 'inspect', runId, arm: 0, image: 3, epoch: null, outputs: false },
      { type: 'attend', runId, arm: 0, image: 3 },
    ]);
    expect(heard.at(-1)).toMatchObject({
      message: 'The graphics device was lost (reset); the run is restored at step 10.',
    });
  });

  it('still has its map watched, with no images that were told, and until that ends', () => {
    newest().tell(...tenSteps);
    ask({ type: 'watchMap', on: true, atlas: true });
    ask({ type: 'searchMap', arm: 0, nearest: 15 });
    newest().tell(lost);
    const watch = { type: 'watchMap', runId, on: true } as const;
    expect(newest().received.slice(1)).toEqual([
      { ...watch, atlas: true },
      { type: 'searchMap', runId, arm: 0, nearest: 15 },
    ]);
    newest().tell(status('training', 10), { type: 'mapAtlas', atlas: mapAtlasOf() });
    newest().tell({ type: 'mapGraph', arm: 0, graph: null });
    time += 120_000;
    newest().tell(lost);
    expect(newest().received.slice(1)).toEqual([{ ...watch, atlas: false }]);
    ask({ type: 'watchMap', on: false, atlas: false });
    newest().tell(status('training', 10));
    time += 120_000;
    newest().tell(lost);
    expect(newest().received.slice(1)).toEqual([]);
  });

  it('forgets changes that a snapshot has', () => {
    newest().tell(...tenSteps, { type: 'tuned', arm: 0, step: 10, settings: { 'optimizer.lr': 0.1 } });
    newest().tell(snapshot(11), lost);
    expect(restart()).toMatchObject({ recovery: { tunings: [], snapshots: [Uint8Array.of(11).buffer] } });
  });

  it('takes no single step along that came to nothing as the run was over', () => {
    newest().tell(...tenSteps, status('paused', 10));
    ask({ type: 'step' });
    ask({ type: 'step' });
    newest().tell(metrics({ steps: steps(10, 11) }), status('finished', 11), lost);
    expect(restart()).toMatchObject({ recovery: { step: 11 } });
  });

  it('answers a measurement that went with the device', () => {
    newest().tell(...tenSteps);
    ask({ type: 'profile' });
    newest().tell(lost);
    expect(of('error').at(-1)).toMatchObject({ answers: 'profile', fatal: false });
    expect(newest().received).toHaveLength(1);
  });

  it('begins at the seed once it was reset, whatever was captured', () => {
    newest().tell(...tenSteps);
    ask({ type: 'reset', paused: true });
    newest().tell(snapshot(10), lost);
    expect(restart()).toMatchObject({ paused: true, recovery: { step: 0, tunings: [] } });
    expect(restart()).not.toHaveProperty('recovery.snapshots');
    newest().tell(begins(), metrics({ steps: steps(0, 1) }));
    expect(of('shape')).toHaveLength(2);
    expect(of('metrics').at(-1)?.steps).toHaveLength(1);
  });

  describe('of a run from a file', () => {
    const checkpoint = new ArrayBuffer(8);
    const config = { ...defaultConfig, seed: 11 };
    const opened = (origin: 'checkpoint' | 'weights'): Unaddressed<Event> => ({
      type: 'opened',
      origin,
      configs: [config],
      live: {},
      step: 5,
      drawn: [],
    });

    beforeEach(() => {
      ask({ type: 'dispose' });
      heard.length = 0;
    });

    it.each(['checkpoint', 'weights'] as const)('a %s is read again where there is no snapshot', (origin) => {
      lasting.postMessage({ ...start, checkpoint });
      newest().tell(opened(origin), lost);
      expect(restart()).toMatchObject({ checkpoint });
      newest().tell(opened(origin));
      expect(of('opened')).toHaveLength(1);
    });

    it('a checkpoint gives way to the snapshot, and weights stay what a reset leads to', () => {
      lasting.postMessage({ ...start, checkpoint });
      newest().tell(opened('checkpoint'), snapshot(6), lost);
      expect(restart()).toMatchObject({ arms: [{ label: 'adaptive', config }] });
      expect(restart()).not.toHaveProperty('checkpoint');
      time += 100_000;
      ask({ type: 'dispose' });
      lasting.postMessage({ ...start, checkpoint });
      newest().tell(opened('weights'), snapshot(6), lost);
      expect(restart()).toMatchObject({ checkpoint, recovery: { snapshots: [Uint8Array.of(6).buffer] } });
    });

    it('one that is still on its way is given to the next worker', () => {
      lasting.postMessage(start);
      newest().tell(...tenSteps);
      const other = { ...start, runId: 'run-2', checkpoint };
      lasting.postMessage(other);
      newest().tell(lost);
      expect(newest().received.map((command) => command.runId)).toEqual(['run-1', 'run-2']);
      expect(newest().received[1]).toEqual(other);
    });
  });

  describe('that loses its device again', () => {
    const restored = () => {
      newest().tell(...tenSteps, lost);
      newest().tell(device(), begins(), status('training', 10));
    };

    it('within a minute leaves the run stranded, its snapshot kept', async () => {
      restored();
      time = 59_000;
      newest().tell(lost);
      expect(workers).toHaveLength(2);
      expect(heard.at(-1)).toEqual({
        type: 'stranded',
        runId,
        message: 'The graphics device was lost (reset). It was the second time in a short while.',
        step: 10,
        snapshot: 6,
      });
      ask({ type: 'export', arm: 0, kind: 'checkpoint' });
      // Whoever asks waits for the answer afterwards.
      expect(of('exported')).toEqual([]);
      await Promise.resolve();
      const [file] = of('exported');
      expect(file).toMatchObject({ step: 6, fileName: 'run-step6.safetensors' });
      expect(file?.bytes).toEqual(Uint8Array.of(6).buffer);
      ask({ type: 'export', arm: 0, kind: 'teacher' });
      await Promise.resolve();
      expect(heard.at(-1)).toMatchObject({ type: 'error', answers: 'export', fatal: false });
      ask({ type: 'profile' });
      await Promise.resolve();
      expect(heard.at(-1)).toMatchObject({ type: 'error', answers: 'profile', fatal: false });
    });

    it('after a minute goes on', () => {
      restored();
      time = 61_000;
      newest().tell(lost);
      expect(workers).toHaveLength(3);
      expect(of('stranded')).toEqual([]);
    });

    it('before it was restored leaves the run stranded, however long that took', () => {
      newest().tell(...tenSteps, lost);
      newest().tell(device(), begins(), status('preparing', 6));
      time = 300_000;
      newest().tell(lost);
      expect(of('stranded')).toHaveLength(1);
    });

    it('a device that cannot be had any more, or a worker that does not load, is no different', () => {
      newest().tell(...tenSteps, lost);
      newest().tell({ type: 'error', message: 'This browser offers no WebGPU adapter.', fatal: true });
      expect(of('stranded')).toMatchObject([
        { message: 'This browser offers no WebGPU adapter.', snapshot: 6 },
      ]);
      ask({ type: 'revive', backend: 'webgpu' });
      const event = new globalThis.Event('error', { cancelable: true });
      newest().onerror?.(event as ErrorEvent);
      expect(event.defaultPrevented).toBe(true);
      expect(of('stranded')).toHaveLength(2);
    });

    it('a file that was asked for just then is answered from the snapshot', () => {
      restored();
      ask({ type: 'export', arm: 0, kind: 'checkpoint' });
      newest().tell(lost);
      expect(of('exported')).toMatchObject([{ step: 6 }]);
    });

    it('is revived on the backend that was chosen meanwhile, and tells which that is', () => {
      restored();
      newest().tell(lost);
      ask({ type: 'revive', backend: 'wasm' });
      ask({ type: 'resume' });
      expect(workers).toHaveLength(3);
      expect(restart()).toMatchObject({ backend: 'wasm', recovery: { step: 10 } });
      expect(restart()).not.toHaveProperty('productStyle');
      expect(newest().received.slice(1)).toEqual([{ type: 'resume', runId }]);
      const wasm = { backend: 'wasm', adapter: 'CPU', software: true, threads: 1, reason: '' } as const;
      newest().tell({ type: 'device', device: wasm }, begins(), status('training', 10));
      expect(of('device').at(-1)?.device).toEqual(wasm);
      expect(of('shape')).toHaveLength(1);
    });

    it('is reset on a fresh worker', () => {
      restored();
      newest().tell(lost);
      ask({ type: 'reset' });
      expect(restart()).toMatchObject({ recovery: { step: 0 } });
      newest().tell(begins());
      expect(of('shape')).toHaveLength(2);
    });

    it('gives way to another run', () => {
      restored();
      newest().tell(lost);
      lasting.postMessage({ ...start, runId: 'run-2' });
      expect(newest().received).toEqual([{ ...start, runId: 'run-2' }]);
    });
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { defaultConfig } from '../config/defaults.ts';
import type { Event } from '../protocol/events.ts';
import { ScriptedWorker } from './testing.ts';
import { createTrainingClient } from './trainingClient.ts';

const arms = [{ label: 'adaptive', config: defaultConfig }] as const;
const start = { arms, backend: 'wasm' as const, paused: false };
const status = (runId: string): Event => ({ type: 'status', runId, phase: 'training', step: 3, epoch: 0 });

describe('createTrainingClient', () => {
  let workers: ScriptedWorker[];
  let heard: Event[];
  const spawn = () => {
    const worker = new ScriptedWorker();
    workers.push(worker);
    return worker;
  };
  const connect = () =>
    createTrainingClient((event) => heard.push(event), {
      spawn,
      dataUrl: () => 'https://example.org/app/data/',
    });

  beforeEach(() => {
    workers = [];
    heard = [];
  });

  it('spawns nothing before the first start', () => {
    const client = connect();
    client.pause();
    client.resume();
    client.step();
    expect(workers).toHaveLength(0);
  });

  it('addresses every command to the current run', () => {
    const client = connect();
    const runId = client.start(start);
    client.pause();
    client.reset(true);
    client.tune(0, { 'optimizer.lr': 0.1 });
    expect(workers[0]?.received).toEqual([
      { type: 'start', runId, ...start, dataUrl: 'https://example.org/app/data/' },
      { type: 'pause', runId },
      { type: 'reset', runId, paused: true },
      { type: 'tune', runId, arm: 0, settings: { 'optimizer.lr': 0.1 } },
    ]);
  });

  it('ends the run before, on the same worker, and hears of it no more', () => {
    const client = connect();
    const first = client.start(start);
    const second = client.start(start);
    expect(second).not.toBe(first);
    expect(workers).toHaveLength(1);
    expect(workers[0]?.received.map(({ type, runId }) => [type, runId])).toEqual([
      ['start', first],
      ['dispose', first],
      ['start', second],
    ]);
    workers[0]?.say(status(first));
    workers[0]?.say(status(second));
    expect(heard).toEqual([status(second)]);
  });

  describe('that is to begin from a file', () => {
    const fromFile = { ...start, checkpoint: new ArrayBuffer(8) };
    const opened = (runId: string): Event => ({
      type: 'opened',
      runId,
      origin: 'checkpoint',
      configs: [defaultConfig],
      live: {},
      step: 8,
      drawn: [],
    });
    const refused = (runId: string): Event => ({
      type: 'error',
      runId,
      message: 'The tensor is missing.',
      fatal: false,
      answers: 'start',
    });

    it('takes the place of the run before once its file is good', () => {
      const client = connect();
      const before = client.start(start);
      const begun = client.start(fromFile);
      client.pause();
      expect(workers[0]?.received.at(-1)).toEqual({ type: 'pause', runId: before });
      workers[0]?.say(opened(begun));
      client.resume();
      expect(workers[0]?.received.at(-1)).toEqual({ type: 'resume', runId: begun });
    });

    it('is addressed though another was asked for before its file was read, and that one is bad', () => {
      const client = connect();
      client.start(start);
      const first = client.start(fromFile);
      const second = client.start(fromFile);
      workers[0]?.say(opened(first));
      workers[0]?.say(refused(second));
      workers[0]?.say(status(first));
      client.resume();
      // The worker goes on with the first of them: the run before has ended, and the second never began.
      expect(heard).toEqual([opened(first), refused(first), status(first)]);
      expect(workers[0]?.received.at(-1)).toEqual({ type: 'resume', runId: first });
    });

    it('is followed by the next whose file is good', () => {
      const client = connect();
      const before = client.start(start);
      const first = client.start(fromFile);
      const second = client.start(fromFile);
      workers[0]?.say(refused(first));
      expect(heard).toEqual([refused(before)]);
      workers[0]?.say(opened(second));
      client.step();
      expect(workers[0]?.received.at(-1)).toEqual({ type: 'step', runId: second });
    });

    it('is heard of no more once a run without a file takes its place', () => {
      const client = connect();
      const first = client.start(fromFile);
      const second = client.start(start);
      workers[0]?.say(opened(first));
      workers[0]?.say(status(second));
      expect(heard).toEqual([status(second)]);
    });
  });

  it('turns the death of a worker into one fatal error, and starts afresh', () => {
    const client = connect();
    const runId = client.start(start);
    workers[0]?.die();
    workers[0]?.die();
    workers[0]?.say(status(runId));
    expect(heard).toEqual([
      {
        type: 'error',
        runId,
        fatal: true,
        message: 'The training worker could not be loaded; check the connection and press Play again.',
      },
    ]);
    expect(workers[0]?.terminated).toBe(true);
    client.start(start);
    expect(workers).toHaveLength(2);
  });

  it('takes a fresh worker after a fatal error of the run', () => {
    const client = connect();
    const runId = client.start(start);
    workers[0]?.say({ type: 'error', runId, fatal: true, message: 'The device was lost.' });
    client.start(start);
    expect(workers.map(({ terminated }) => terminated)).toEqual([true, false]);
    expect(heard).toHaveLength(1);
  });

  it('says what a worker died of', () => {
    const client = connect();
    client.start(start);
    workers[0]?.die('Uncaught RangeError: out of memory');
    expect(heard[0]).toMatchObject({
      message: 'The training worker stopped: RangeError: out of memory. Press Play to start again.',
    });
  });

  it('treats a message that cannot be read as the end of the run', () => {
    const client = connect();
    client.start(start);
    workers[0]?.onmessageerror?.(new MessageEvent('messageerror'));
    expect(heard[0]).toMatchObject({ type: 'error', fatal: true });
  });
});

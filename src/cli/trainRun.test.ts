import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configFromPreset } from '../config/presets.ts';
import { UsageError } from './failure.ts';
import { noProgress } from './progress.ts';
import { beginning, ending, scriptedPort, type ScriptedEvent } from './scriptedRun.ts';
import { noFiles, openTrainFiles } from './trainFiles.ts';
import { leadRun, type TrainSurroundings } from './trainRun.ts';

const config = configFromPreset('quick');
const request = { preset: 'quick', config, backend: 'wasm', steps: 4, out: undefined } as const;

function surroundings(overrides: Partial<TrainSurroundings> = {}) {
  const notices: string[] = [];
  const all: TrainSurroundings = {
    progress: noProgress,
    files: noFiles,
    notice: (sentence) => notices.push(sentence),
    interruption: new AbortController().signal,
    patience: 20,
    ...overrides,
  };
  return { all, notices };
}

describe('leadRun', () => {
  it('starts what was asked for and sums it up', async () => {
    const { port, commands } = scriptedPort([...beginning, ...ending]);
    const { summary, problem } = await leadRun(request, port, surroundings().all);
    const dataUrl = 'http://127.0.0.1/data/';
    expect(commands).toEqual([{ type: 'start', runId: 'run', config, backend: 'wasm', steps: 4, dataUrl }]);
    expect(problem).toBeUndefined();
    expect(summary).toEqual({
      preset: 'quick',
      outcome: 'finished',
      backend: 'wasm',
      adapter: 'CPU, 2 threads',
      softwareAdapter: true,
      seed: 7,
      steps: 4,
      epochs: 2,
      stepsPerSecond: 20,
      imagesPerSecond: 640,
      firstLoss: 5,
      lastLoss: 4.7,
      knnAccuracy: 0.5,
      knnUntrained: 0.3,
      knnRawPixels: 0.4,
      chance: 0.1,
      rankMe: 20,
      featureStd: 0.1,
      parameters: 1000,
      config,
    });
  });

  it.each<[string, ScriptedEvent[], { dies?: string }]>([
    ['the worker', [{ type: 'error', message: 'The loss of step 3 is not a number.', fatal: true }], {}],
    ['the browser', [], { dies: 'The loss of step 3 is not a number.' }],
  ])('keeps what was measured when %s fails', async (_, events, options) => {
    const { port } = scriptedPort([...beginning, ...events], options);
    const { summary, problem } = await leadRun(request, port, surroundings().all);
    expect(problem).toBe('The loss of step 3 is not a number.');
    expect(summary).toMatchObject({ outcome: 'failed', steps: 3, lastLoss: 4.8, knnAccuracy: 0.45 });
  });

  it('has nothing to tell of a run that failed before its first step', async () => {
    const { port } = scriptedPort([{ type: 'error', message: 'No adapter.', fatal: true }]);
    const { summary } = await leadRun(request, port, surroundings().all);
    expect(summary).toMatchObject({
      steps: 0,
      backend: null,
      firstLoss: null,
      knnAccuracy: null,
      rankMe: null,
    });
  });

  it('passes on what is no failure and goes on', async () => {
    const notice: ScriptedEvent = { type: 'error', message: 'A shard was fetched twice.', fatal: false };
    const { port } = scriptedPort([...beginning, notice, ...ending]);
    const { all, notices } = surroundings();
    expect((await leadRun(request, port, all)).summary.outcome).toBe('finished');
    expect(notices).toEqual(['A shard was fetched twice.']);
  });

  it.each([false, true])('stops when interrupted, also where the worker is deaf (%s)', async (deaf) => {
    const { port, commands } = scriptedPort(beginning, { deaf });
    const controller = new AbortController();
    const run = leadRun(request, port, surroundings({ interruption: controller.signal }).all);
    setTimeout(() => controller.abort(), 5);
    const { summary, problem } = await run;
    expect(commands.at(-1)).toEqual({ type: 'dispose', runId: 'run' });
    expect(summary).toMatchObject({ outcome: 'interrupted', steps: 3 });
    expect(problem).toBeUndefined();
  });

  it('starts nothing when it was interrupted before', async () => {
    const { port, commands } = scriptedPort(beginning);
    const interruption = AbortSignal.abort();
    expect((await leadRun(request, port, surroundings({ interruption }).all)).summary.outcome).toBe(
      'interrupted',
    );
    expect(commands).toEqual([]);
  });
});

describe('openTrainFiles', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'adasim-out-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const read = (name: string) => readFileSync(path.join(folder, 'run', name), 'utf8');

  it('writes the configuration, every record and the summary, over those of a former run', async () => {
    for (const events of [[...beginning, ...ending], beginning]) {
      const files = openTrainFiles(path.join(folder, 'run'), config);
      const failure: ScriptedEvent = { type: 'error', message: 'No.', fatal: true };
      const { summary } = await leadRun(
        request,
        scriptedPort([...events, failure]).port,
        surroundings({ files }).all,
      );
      expect(JSON.parse(read('summary.json'))).toEqual(summary);
    }
    expect(JSON.parse(read('config.json'))).toEqual(config);
    const records = read('metrics.jsonl')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { kind: string; step?: number });
    expect(records.map(({ kind }) => kind)).toEqual([
      'device',
      'step',
      'floors',
      'step',
      'epoch',
      'step',
      'evaluation',
    ]);
    expect(records.filter(({ kind }) => kind === 'step').map(({ step }) => step)).toEqual([0, 1, 2]);
  });

  it('says that a folder cannot be written to', () => {
    const file = path.join(folder, 'file');
    writeFileSync(file, '');
    expect(() => openTrainFiles(file, config)).toThrow(UsageError);
    expect(() => openTrainFiles(path.join(file, 'below'), config)).toThrow('cannot be written to');
  });
});

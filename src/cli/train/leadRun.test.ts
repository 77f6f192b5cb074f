import { isOneNumber } from '../../metrics/declaration.ts';
import { floorKeys } from '../../metrics/floors.ts';
import { declarations, metricIdsOf } from '../../metrics/table.ts';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { armsFromPreset, configFromPreset } from '../../config/presets.ts';
import { endingBySignal } from '../command/ending.ts';
import { UsageError } from '../command/failure.ts';
import { noProgress } from './progress.ts';
import { beginning, ending, inLockstep, scriptedPort, type ScriptedEvent } from './testing.ts';
import { metricsOf as metrics, stepRecord } from '../../protocol/sampleRecords.ts';
import { noFiles, openTrainFiles } from './runFiles.ts';
import { parseTrainRequest, type TrainRequest } from './request.ts';
import { leadRun, type TrainSurroundings } from './leadRun.ts';

const config = configFromPreset('quick');
const request: TrainRequest = {
  preset: 'quick',
  arms: [{ config }],
  backend: 'wasm',
  steps: 4,
  out: undefined,
  from: undefined,
  save: undefined,
};
const contrast: TrainRequest = { ...request, preset: 'contrast', arms: armsFromPreset('contrast') };

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
  it('tells in one line of a device that was lost, and goes on', async () => {
    const message = 'The graphics device was lost (reset); the run goes on from step 3.';
    const events: ScriptedEvent[] = [...beginning, { type: 'error', message, fatal: false }, ...ending];
    const { all, notices } = surroundings();
    const { summary, problem } = await leadRun(request, scriptedPort(events).port, all);
    expect(notices).toEqual([message]);
    expect(problem).toBeUndefined();
    expect(summary.outcome).toBe('finished');
  });

  it('starts what was asked for and sums it up', async () => {
    const { port, commands } = scriptedPort([...beginning, ...ending]);
    const { summary, problem } = await leadRun(request, port, surroundings().all);
    const dataUrl = 'http://127.0.0.1/data/';
    const arms = [{ label: 'adaptive', config }];
    expect(commands).toEqual([{ type: 'start', runId: 'run', arms, backend: 'wasm', steps: 4, dataUrl }]);
    expect(problem).toBeUndefined();
    expect(Object.keys(summary).sort()).toEqual(
      [
        ...['preset', 'outcome', 'backend', 'adapter', 'softwareAdapter', 'seed', 'from', 'saved', 'config'],
        ...[
          'step',
          'steps',
          'epochs',
          'stepsPerSecond',
          'imagesPerSecond',
          'firstLoss',
          'lastLoss',
          'parameters',
        ],
        ...metricIdsOf('evaluations').filter((id) => isOneNumber(declarations[id].holds)),
        ...['chance', ...floorKeys],
      ].sort(),
    );
    expect(summary).toMatchObject({
      preset: 'quick',
      outcome: 'finished',
      backend: 'wasm',
      adapter: 'CPU, 2 threads',
      softwareAdapter: true,
      seed: 7,
      from: null,
      saved: null,
      step: 4,
      steps: 4,
      epochs: 2,
      stepsPerSecond: 15,
      imagesPerSecond: 640,
      firstLoss: 5,
      lastLoss: 4.7,
      knnAccuracy: 0.5,
      knnUntrained: 0.3,
      knnRawPixels: 0.4,
      linearProbe: 0.55,
      linearProbeUntrained: 0.35,
      linearProbeRawPixels: 0.45,
      chance: 0.1,
      retrieval: 0.15,
      retrievalUntrained: 0.05,
      retrievalRawPixels: 0.2,
      retrievalChance: 0.01,
      transferKnn: null,
      transferKnnUntrained: null,
      transferKnnRawPixels: null,
      transferProbe: null,
      transferProbeUntrained: null,
      transferProbeRawPixels: null,
      transferChance: null,
      rankMe: 20,
      rankMeUntrained: 25,
      featureStd: 0.1,
      alphaReq: 1.5,
      lidar: 12,
      alignment: 0.5,
      uniformity: -2,
      marginalEntropy: 5,
      mutualInformation: 2,
      parameters: 1000,
      config,
    });
  });

  it.each<[string, ScriptedEvent[], { dies?: string }]>([
    ['the run', [{ type: 'error', message: 'The loss of step 3 is not a number.', fatal: true }], {}],
    ['the browser', [], { dies: 'The loss of step 3 is not a number.' }],
  ])('keeps what was measured when %s fails, and says whose fault it is', async (who, events, options) => {
    const { port } = scriptedPort([...beginning, ...events], options);
    const { summary, problem, lost, record } = await leadRun(request, port, surroundings().all);
    expect(lost).toBe(who === 'the browser');
    expect(record.arms[0].steps).toHaveLength(3);
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

  it('sums up each arm, the one that stopped alone too', async () => {
    const message = 'The loss was NaN at step 2.';
    const events = inLockstep([...beginning, ...ending], 3).filter(
      (event) => event.type !== 'metrics' || event.arm !== 1,
    );
    const { port } = scriptedPort([{ type: 'stopped', arm: 1, message, left: 2 }, ...events]);
    const { all, notices } = surroundings();
    const { summary } = await leadRun(contrast, port, all);
    expect(notices).toEqual([`naive has stopped, the others go on. ${message}`]);
    expect(summary).toMatchObject({ preset: 'contrast', outcome: 'finished', seed: 7, stepsPerSecond: 15 });
    expect(summary).toMatchObject({
      arms: [
        { label: 'none', stopped: null, steps: 4, lastLoss: 4.7, knnAccuracy: 0.5, chance: 0.1 },
        { label: 'naive', stopped: message, steps: 0, lastLoss: null, knnUntrained: 0.3 },
        { label: 'adaptive', stopped: null, config: { bootstrap: { policy: 'adaptive' } } },
      ],
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

  it('takes no more threads than it is given', async () => {
    const { port, commands } = scriptedPort([...beginning, ...ending]);
    await leadRun({ ...request, threads: 1 }, port, surroundings().all);
    expect(commands[0]).toMatchObject({ type: 'start', threads: 1 });
  });

  it('listens for one interruption no longer than it runs', async () => {
    const { signal } = new AbortController();
    let listeners = 0;
    signal.addEventListener = () => (listeners += 1);
    signal.removeEventListener = () => (listeners -= 1);
    const { port } = scriptedPort([...beginning, ...ending]);
    await leadRun(request, port, surroundings({ interruption: signal }).all);
    expect(listeners).toBe(0);
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

describe('a run that starts from a file', () => {
  const from = { kind: 'checkpoint', file: 'half.safetensors', config, step: 2 } as const;
  const opened = (drawn: string[] = []): ScriptedEvent => ({
    type: 'opened',
    origin: 'checkpoint',
    configs: [config],
    live: {},
    step: 2,
    drawn,
  });

  it('counts its steps from where it goes on', async () => {
    const { port, paths } = scriptedPort([opened(), metrics({ steps: [stepRecord(2, 1)] }), ...ending]);
    const { summary } = await leadRun({ ...request, preset: null, from }, port, surroundings().all);
    expect(paths.started).toBe('half.safetensors');
    expect(summary).toMatchObject({
      preset: null,
      from: 'half.safetensors',
      step: 4,
      steps: 2,
      firstLoss: 4.8,
    });
  });

  it('stands where it stood when it is ended before its first step', async () => {
    const failure: ScriptedEvent = { type: 'error', message: 'No adapter.', fatal: true };
    const { port } = scriptedPort([opened(), failure]);
    const { summary } = await leadRun({ ...request, from }, port, surroundings().all);
    expect(summary).toMatchObject({ step: 2, steps: 0 });
  });

  it('says what the file lacks', async () => {
    const { port } = scriptedPort([opened(['head', 'predictor']), ...ending]);
    const { all, notices } = surroundings();
    await leadRun({ ...request, from }, port, all);
    expect(notices).toEqual(['half.safetensors has no head and predictor: drawn from the seed instead.']);
  });

  it('is misuse when the file does not fit, and leaves the files of a former run alone', async () => {
    const message = 'The tensor "bank.features" is missing.';
    const { port } = scriptedPort([{ type: 'error', message, fatal: false, answers: 'start' }]);
    const touched: unknown[] = [];
    const files = { ...noFiles, sumUp: (summary: unknown) => touched.push(summary) };
    const run = leadRun({ ...request, from }, port, surroundings({ files }).all);
    await expect(run).rejects.toThrow(new UsageError(`half.safetensors: ${message}`));
    expect(touched).toEqual([]);
  });
});

describe('a run that is saved', () => {
  const saved = { ...request, save: 'end.safetensors' };

  it('is saved when it has finished', async () => {
    const { port, commands, paths } = scriptedPort([...beginning, ...ending]);
    const { summary, problem } = await leadRun(saved, port, surroundings().all);
    expect(commands.slice(1)).toEqual([{ type: 'export', runId: 'run', arm: 0, kind: 'checkpoint' }]);
    expect(paths.written).toBe('end.safetensors');
    expect(summary).toMatchObject({ outcome: 'finished', saved: 'end.safetensors' });
    expect(problem).toBeUndefined();
  });

  it('is a file for each arm that has not stopped', async () => {
    const stopped: ScriptedEvent = { type: 'stopped', arm: 1, message: 'No.', left: 2 };
    const { port, commands, paths } = scriptedPort([stopped, ...inLockstep([...beginning, ...ending], 3)]);
    const { summary } = await leadRun(
      { ...contrast, save: 'runs/end.safetensors' },
      port,
      surroundings().all,
    );
    expect(commands.slice(1)).toMatchObject([
      { type: 'export', arm: 0 },
      { type: 'export', arm: 2 },
    ]);
    expect(paths.written).toBe(path.join('runs', 'end-adaptive.safetensors'));
    expect(summary).toMatchObject({
      arms: [{ saved: path.join('runs', 'end-none.safetensors') }, { saved: null }, { step: 4 }],
    });
  });

  it('is a file of its own also where labels differ in signs alone', async () => {
    const arms = [
      { config, label: 'τ↑' },
      { config, label: 'τ↓' },
    ] as const;
    const { port } = scriptedPort(inLockstep([...beginning, ...ending], 2));
    const { summary } = await leadRun(
      { ...contrast, arms, save: 'end.safetensors' },
      port,
      surroundings().all,
    );
    expect(summary).toMatchObject({
      arms: [{ saved: 'end-τ-.safetensors' }, { saved: 'end-τ- 2.safetensors' }],
    });
  });

  it('is saved when it is interrupted, once the step under way is done and told', async () => {
    const { port, commands } = scriptedPort(beginning);
    const controller = new AbortController();
    const { all, notices } = surroundings({ interruption: controller.signal });
    const run = leadRun(saved, port, all);
    setTimeout(() => controller.abort(endingBySignal('SIGINT')), 5);
    const { summary } = await run;
    expect(commands.map(({ type }) => type)).toEqual(['start', 'pause', 'export', 'dispose']);
    expect(summary).toMatchObject({ outcome: 'interrupted', saved: 'end.safetensors', step: 4 });
    expect(notices).toEqual(['Saving to end.safetensors before leaving; Ctrl-C again leaves without.']);
  });

  it.each([
    ['the run has diverged', { refuses: 'Nothing was saved: NaN.' }, 'Nothing was saved: NaN.'],
    ['the disk is full', { full: 'It cannot be written.' }, 'It cannot be written.'],
  ])('says so when %s', async (_, script, sentence) => {
    const { port } = scriptedPort([...beginning, ...ending], script);
    const { summary, problem } = await leadRun(saved, port, surroundings().all);
    expect(summary).toMatchObject({ outcome: 'finished', saved: null, knnAccuracy: 0.5 });
    expect(problem).toBe(sentence);
  });

  it('is not saved when it failed, or never began', async () => {
    const failed = scriptedPort([...beginning], { dies: 'The browser was closed or crashed.' });
    expect((await leadRun(saved, failed.port, surroundings().all)).problem).toMatch(/closed or crashed/);
    const never = scriptedPort(beginning);
    await leadRun(saved, never.port, surroundings({ interruption: AbortSignal.abort() }).all);
    expect([failed.paths.written, never.paths.written]).toEqual([undefined, undefined]);
  });

  it('does not wait for a worker that dies meanwhile', async () => {
    const { port } = scriptedPort([...beginning, ...ending], { deaf: true });
    const death = new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Error('The browser was closed or crashed.')), 10);
    });
    const { summary, problem } = await leadRun(saved, { ...port, death }, surroundings().all);
    expect(summary).toMatchObject({ saved: null });
    expect(problem).toMatch(/closed or crashed/);
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
  const provenance = { commit: 'abc1234', changed: false, command: 'npm run train -- --out run' };
  const read = (name: string) => readFileSync(path.join(folder, 'run', name), 'utf8');

  it('writes the configuration, its provenance, every record and the summary, over those of a former run', async () => {
    for (const events of [[...beginning, ...ending], beginning]) {
      const files = openTrainFiles(path.join(folder, 'run'), request.arms, provenance);
      const failure: ScriptedEvent = { type: 'error', message: 'No.', fatal: true };
      const { summary } = await leadRun(
        request,
        scriptedPort([...events, failure]).port,
        surroundings({ files }).all,
      );
      expect(JSON.parse(read('summary.json'))).toEqual(summary);
    }
    expect(JSON.parse(read('config.json'))).toEqual(config);
    expect(JSON.parse(read('provenance.json'))).toMatchObject(provenance);
    const records = read('metrics.jsonl')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { kind: string; step?: number });
    expect(records.map(({ kind }) => kind)).toEqual([
      'device',
      'shape',
      'step',
      'floors',
      'step',
      'epoch',
      'step',
      'evaluation',
    ]);
    expect(records.filter(({ kind }) => kind === 'step').map(({ step }) => step)).toEqual([0, 1, 2]);
  });

  it('leaves a former run whole when this one never begins, and takes its summary away when it does', async () => {
    const out = path.join(folder, 'run');
    const before = ['config.json', 'provenance.json', 'metrics.jsonl', 'summary.json'].map(read);
    const failure: ScriptedEvent = { type: 'error', message: 'No adapter.', fatal: true };
    const unbegun = openTrainFiles(out, request.arms, provenance);
    await leadRun(request, scriptedPort([failure]).port, surroundings({ files: unbegun }).all);
    expect(['config.json', 'provenance.json', 'metrics.jsonl', 'summary.json'].map(read)).toEqual(before);

    const device = beginning.find(({ type }) => type === 'device') ?? failure;
    openTrainFiles(out, request.arms, provenance).add({ ...device, runId: 'run' });
    expect(() => read('summary.json')).toThrow('ENOENT');
  });

  it('says whose each record is, and can be read back', async () => {
    const files = openTrainFiles(path.join(folder, 'run'), contrast.arms, provenance);
    const { port } = scriptedPort(inLockstep([...beginning, ...ending], 3));
    await leadRun(contrast, port, surroundings({ files }).all);
    const steps = read('metrics.jsonl')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { kind: string; arm?: string; step: number })
      .filter(({ kind, step }) => kind === 'step' && step === 2);
    expect(steps.map(({ arm }) => arm)).toEqual(['none', 'naive', 'adaptive']);
    const request = parseTrainRequest(['--config', path.join(folder, 'run', 'config.json')]);
    expect(request?.arms).toEqual(contrast.arms);
  });

  it('says that a folder cannot be written to', () => {
    const file = path.join(folder, 'file');
    writeFileSync(file, '');
    expect(() => openTrainFiles(file, request.arms, provenance)).toThrow(UsageError);
    expect(() => openTrainFiles(path.join(file, 'below'), request.arms, provenance)).toThrow(
      'cannot be written to',
    );
  });
});

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { armsFromPreset, configFromPreset } from '../../config/presets.ts';
import { endingByOutput, endingBySignal } from '../command/ending.ts';
import { UsageError } from '../command/failure.ts';
import { thisDisk, type Disk } from '../disk/disk.ts';
import { countingDisk, failingAt, fullAfter, systemError, wholeFiles } from '../disk/testing.ts';
import { farewell } from './farewell.ts';
import { exitCodeOf, leadRun, type TrainSurroundings } from './leadRun.ts';
import { noProgress } from './progress.ts';
import type { TrainRequest } from './request.ts';
import { noFiles, openTrainFiles } from './runFiles.ts';
import { beginning, ending, inLockstep, scriptedPort, type ScriptedEvent } from './testing.ts';

const config = configFromPreset('quick');
const bare: TrainRequest = {
  preset: 'quick',
  arms: [{ config }],
  backend: 'wasm',
  steps: 40,
  out: undefined,
  from: undefined,
  save: undefined,
};
const provenance = { commit: 'abc1234', changed: false, command: 'npm run train --' };

let folder: string;
let kept: TrainRequest;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'adasim-exits-'));
  kept = { ...bare, out: path.join(folder, 'out'), save: 'end.safetensors' };
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

interface Circumstances {
  events?: readonly ScriptedEvent[];
  script?: Parameters<typeof scriptedPort>[1];
  disk?: Disk;
  /** Comes once all events were told. */
  end?: unknown;
  saveEvery?: number;
}

/** A run by these circumstances, and what the command makes of its end. */
async function ended(
  request: TrainRequest,
  { events = beginning, script, disk = thisDisk, end, saveEvery }: Circumstances,
) {
  const { out, arms } = request;
  const controller = new AbortController();
  const { port, paths, commands } = scriptedPort(events, script);
  const surroundings: TrainSurroundings = {
    progress: noProgress,
    files: out === undefined ? noFiles : openTrainFiles(out, arms, provenance, disk),
    notice: () => undefined,
    interruption: controller.signal,
    patience: 20,
    ...(saveEvery !== undefined && { saveEvery }),
  };
  if (end !== undefined) setTimeout(() => controller.abort(end), saveEvery === undefined ? 1 : 50);
  const trained = await leadRun(request, port, surroundings);
  return { code: exitCodeOf(trained), line: farewell(request, trained), ...trained, paths, commands };
}

const files = () => wholeFiles(path.join(folder, 'out'));

const goesOn =
  'end.safetensors is of step 4, and goes on by: ' +
  'npm run train -- --from end.safetensors --backend wasm --steps 40';

describe('a run that is ended', () => {
  const endings: [string, unknown, number, string][] = [
    ['Ctrl-C', endingBySignal('SIGINT'), 130, 'Ended at step 4 by Ctrl-C.'],
    ['SIGTERM', endingBySignal('SIGTERM'), 143, 'Ended at step 4 by SIGTERM.'],
    ['SIGHUP', endingBySignal('SIGHUP'), 129, 'Ended at step 4 as the terminal went away.'],
    [
      'a closed pipe',
      endingByOutput(systemError('EPIPE')),
      141,
      'Ended at step 4 as nobody reads its output any more.',
    ],
    [
      'a full disk behind its output',
      endingByOutput(systemError('ENOSPC')),
      1,
      'Ended at step 4 as its output cannot be written: the disk is full.',
    ],
  ];

  it.each(endings)('by %s keeps what was measured and a checkpoint', async (_, end, code, why) => {
    const run = await ended(kept, { end });
    expect(run.code).toBe(code);
    expect(run.line).toBe(`${why} What was measured is in ${kept.out ?? ''}. ${goesOn}`);
    expect(run.paths.written).toBe('end.safetensors');
    expect(files()).toMatchObject({
      'summary.json': { outcome: 'interrupted', step: 4, saved: 'end.safetensors' },
      'metrics.jsonl': expect.arrayContaining([
        expect.objectContaining({ kind: 'step', step: 3 }),
      ]) as unknown,
    });
  });

  it.each(endings)('by %s says so where nothing is to be kept', async (_, end, code, why) => {
    const run = await ended(bare, { end });
    expect(run.code).toBe(code);
    expect(run.line).toBe(
      `${why.replace('step 4', 'step 3')} There is no checkpoint of it (--save writes one), so the same command begins anew.`,
    );
  });

  const stranded = (snapshot: number | null): ScriptedEvent => ({
    type: 'stranded',
    message: 'The graphics device was lost (reset). It was the second time in a short while.',
    step: 3,
    snapshot,
  });
  const advice =
    'The graphics device was lost (reset). It was the second time in a short while. Try --backend wasm, a smaller ' +
    'batch or network, or close other programs that use the graphics device. The run had come to step 3.';

  it('by a device that is lost twice keeps what was measured and the newest snapshot', async () => {
    const run = await ended(kept, { events: [...beginning, stranded(2)], script: { snapshot: 2 } });
    expect(run.code).toBe(1);
    expect(run.lost).toBe(true);
    expect(run.line).toBe(
      `${advice} What was measured is in ${kept.out ?? ''}. ${goesOn.replace('of step 4', 'of step 2')}`,
    );
    expect(run.paths.written).toBe('end.safetensors');
    expect(files()).toMatchObject({
      'summary.json': { outcome: 'failed', step: 3, saved: 'end.safetensors' },
    });
  });

  it('by a device that is lost twice before there is a snapshot keeps what was measured', async () => {
    const run = await ended(kept, { events: [...beginning, stranded(null)] });
    expect(run.code).toBe(1);
    expect(run.paths.written).toBeUndefined();
    expect(run.line).toBe(
      `${advice} What was measured is in ${kept.out ?? ''}. There is no checkpoint of it, so the same command begins anew.`,
    );
  });

  it('names the checkpoint of each arm', async () => {
    const contrast = { ...kept, arms: armsFromPreset('contrast') };
    const run = await ended(contrast, { events: inLockstep(beginning, 3), end: endingBySignal('SIGTERM') });
    expect(run.line).toContain(
      'end-none.safetensors (step 4), end-naive.safetensors (step 4), end-adaptive.safetensors (step 4)',
    );
    expect(run.line).toMatch(
      /each goes on, the first by: npm run train -- --from end-none\.safetensors --backend wasm/,
    );
  });

  it('has its summary on disk before the checkpoint is made', async () => {
    const during: unknown[] = [];
    const { port } = scriptedPort(beginning);
    const controller = new AbortController();
    setTimeout(() => controller.abort(endingBySignal('SIGINT')), 1);
    await leadRun(
      kept,
      { ...port, receive: () => Promise.resolve(void during.push(files()['summary.json'])) },
      {
        progress: noProgress,
        files: openTrainFiles(kept.out ?? '', kept.arms, provenance),
        notice: () => undefined,
        interruption: controller.signal,
        patience: 20,
      },
    );
    expect(during).toMatchObject([{ outcome: 'interrupted', saved: null }]);
  });
});

describe('a run whose browser is killed', () => {
  const dies = 'The browser was closed or crashed.';

  it('keeps what was measured, and says that there is no checkpoint', async () => {
    const run = await ended(kept, { script: { dies } });
    expect(run.code).toBe(1);
    expect(run.line).toBe(
      `${dies} The run had come to step 3. What was measured is in ${kept.out ?? ''}. ` +
        'There is no checkpoint of it, so the same command begins anew.',
    );
    expect(files()).toMatchObject({ 'summary.json': { outcome: 'failed', step: 3, saved: null } });
  });

  it('goes on from the checkpoint that it began with', async () => {
    const from = { kind: 'checkpoint', file: 'half.safetensors', config, step: 2 } as const;
    const run = await ended({ ...kept, preset: null, from }, { script: { dies } });
    expect(run.line).toMatch(/so the same command begins anew from half\.safetensors\.$/);
  });

  it('goes on from the last that was made meanwhile', async () => {
    let die: (error: Error) => void = () => undefined;
    const { port, commands } = scriptedPort(beginning);
    const death = new Promise<never>((_, reject) => (die = reject));
    const leading = leadRun(
      kept,
      { ...port, death },
      {
        progress: noProgress,
        files: openTrainFiles(kept.out ?? '', kept.arms, provenance),
        notice: () => undefined,
        interruption: new AbortController().signal,
        saveEvery: 2,
      },
    );
    while (!commands.some(({ type }) => type === 'export'))
      await new Promise((resolve) => setTimeout(resolve, 1));
    await new Promise((resolve) => setTimeout(resolve, 1));
    die(new Error(dies));
    const run = await leading;
    expect(exitCodeOf(run)).toBe(1);
    expect(run.summary).toMatchObject({ outcome: 'failed', saved: 'end.safetensors' });
    expect(farewell(kept, run)).toContain('end.safetensors is of step 3, and goes on by: npm run train --');
  });
});

describe('a run that fails', () => {
  const message = 'The loss was NaN at step 2.';
  const events: ScriptedEvent[] = [...beginning, { type: 'error', message, fatal: true }];

  it('keeps what was measured, and is not advised to fail again', async () => {
    const run = await ended(kept, { events });
    expect(run.code).toBe(1);
    expect(run.line).toBe(`${message} What was measured is in ${kept.out ?? ''}.`);
    expect(files()).toMatchObject({ 'summary.json': { outcome: 'failed' } });
  });

  it('says no more where nothing is to be kept', async () => {
    expect(await ended(bare, { events })).toMatchObject({ code: 1, line: message });
  });
});

describe('a run that comes to its end', () => {
  const events = [...beginning, ...ending];

  it('says nothing on the side', async () => {
    expect(await ended(kept, { events })).toMatchObject({ code: 0, line: undefined });
  });

  it('tells that its checkpoint does not fit', async () => {
    const run = await ended(kept, {
      events,
      script: { full: 'end.safetensors cannot be written: the disk is full.' },
    });
    expect(run.code).toBe(1);
    expect(run.line).toBe(
      `end.safetensors cannot be written: the disk is full. What was measured is in ${kept.out ?? ''}. ` +
        'There is no checkpoint of it, so the same command begins anew.',
    );
    expect(files()).toMatchObject({ 'summary.json': { outcome: 'finished', saved: null } });
  });

  it('is saved meanwhile, again and again, to the last step', async () => {
    const run = await ended(kept, { end: endingBySignal('SIGINT'), saveEvery: 5 });
    expect(run.commands.filter(({ type }) => type === 'export').length).toBeGreaterThan(1);
    expect(run.saved).toEqual([{ file: 'end.safetensors', step: 4 }]);
  });
});

describe('a disk that takes no more', () => {
  const events = [...beginning, ...ending];
  const names = ['config.json', 'provenance.json', 'metrics.jsonl', 'summary.json'];
  const texts = () => names.map((name) => readFileSync(path.join(folder, 'out', name), 'utf8'));

  it('ends the run at once, with a checkpoint elsewhere', async () => {
    const place = (await callsOf(beginning.slice(0, 4))) - 1;
    const run = await ended(kept, { disk: failingAt(place, 'ENOSPC') });
    const metrics = path.join(folder, 'out', 'metrics.jsonl');
    expect(run.line).toBe(`Ended at step 4 as ${metrics} cannot be written: the disk is full. ${goesOn}`);
    expect(run.commands.map(({ type }) => type)).toEqual(['start', 'pause', 'export', 'dispose']);
  });

  /** How often the disk is called until these events are written. */
  async function callsOf(told: readonly ScriptedEvent[]): Promise<number> {
    const { disk, calls } = countingDisk();
    const trainFiles = openTrainFiles(path.join(folder, 'count'), bare.arms, provenance, disk);
    for (const event of told) trainFiles.add({ ...event, runId: 'run' });
    return Promise.resolve(calls());
  }

  it.each(['ENOSPC', 'EACCES', 'EIO'])('leaves whole files, whichever call answers %s', async (code) => {
    const { disk, calls } = countingDisk();
    await ended(kept, { events, disk });
    expect(calls()).toBeGreaterThan(20);
    for (let place = 1; place < calls(); place += 1) {
      const run = await ended(kept, { events, disk: failingAt(place, code) });
      expect(run.code, `call ${place}`).toBe(1);
      expect(run.line).toMatch(
        /(config\.json|provenance\.json|metrics\.jsonl|scenes\.jsonl|summary\.json) cannot be written: /,
      );
      expect(run.paths.written).toBe('end.safetensors');
      files();
    }
    const unopened = () => openTrainFiles(kept.out ?? '', bare.arms, provenance, failingAt(0, code));
    expect(unopened).toThrow(UsageError);
  });

  it('leaves whole files, and the former run until the new one has begun, wherever it is full', async () => {
    const out = path.join(folder, 'out');
    mkdirSync(out);
    const former = names.map((name) => (name.endsWith('l') ? '{"former":1}\n' : '{"former":true}\n'));
    await ended(kept, { events });
    const { length } = texts().join('');
    const stride = 211;
    for (let bytes = 0; bytes < length; bytes += stride) {
      names.forEach((name, index) => {
        writeFileSync(path.join(out, name), former[index] ?? '');
      });
      const run = await ended(kept, { events, disk: fullAfter(bytes) });
      expect(run.code).toBe(1);
      expect(run.paths.written).toBe('end.safetensors');
      const { 'config.json': settings, 'summary.json': summary, 'metrics.jsonl': metrics } = files();
      // All is of the one run, or all of the other.
      if (JSON.stringify(settings) === '{"former":true}') expect(texts()).toEqual(former);
      else expect(JSON.stringify([summary, metrics])).not.toContain('former');
    }
  });
});

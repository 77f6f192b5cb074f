import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { areSettingsOf } from '../../config/departures.ts';
import { armsFromPreset } from '../../config/presets.ts';
import { parseRecordedRun } from '../../protocol/recordedRun.ts';
import { readScenes } from '../../protocol/recordedScenes.ts';
import { sampleGallery, sampleInspection } from '../../protocol/sampleScenes.ts';
import { failingAt, fullAfter } from '../disk/testing.ts';
import { noProgress } from '../train/progress.ts';
import { beginning, ending, inLockstep, scriptedPort, type ScriptedEvent } from '../train/testing.ts';
import { openTrainFiles } from '../train/runFiles.ts';
import type { TrainRequest } from '../train/request.ts';
import { leadRun } from '../train/leadRun.ts';
import { recordRun } from './recordRun.ts';

const arms = armsFromPreset('contrast');
const origin = { commit: '0123456789', changed: false, command: 'npm run train -- --preset contrast' };

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'adasim-record-'));
  file = path.join(folder, 'contrast.json');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A run of the contrast that told these events, as `npm run train -- --out` leaves it. */
async function trained(
  events: readonly ScriptedEvent[],
  provenance = origin,
  from?: TrainRequest['from'],
  shows = false,
): Promise<void> {
  const files = openTrainFiles(folder, arms, provenance);
  await leadRun(
    {
      preset: 'contrast',
      arms,
      backend: 'wasm',
      steps: undefined,
      out: folder,
      from,
      save: undefined,
    },
    scriptedPort(inLockstep(events, 3)).port,
    {
      progress: noProgress,
      files,
      notice: () => undefined,
      interruption: new AbortController().signal,
    },
  );
  if (!shows) return;
  for (const arm of arms.keys())
    for (const epoch of [0, 1]) {
      const gallery = sampleGallery(2 * (epoch + 1), epoch + 1);
      files.see({ type: 'gallery', runId: 'run', arm, gallery });
      for (const image of [7, 8]) {
        const inspection = sampleInspection(image, epoch);
        files.see({ type: 'inspected', runId: 'run', arm, image, outputs: true, inspection });
      }
    }
}

const whole = [...beginning, ...ending];

describe('recordRun', () => {
  it('keeps what was measured, where, and how to repeat it', async () => {
    await trained(whole);
    expect(await recordRun(folder, file)).toMatch(/contrast\.json: 3 arms, 4 of 4 steps, \d+ kB gzipped\.$/);
    const { settings, arms: recorded, ...about } = parseRecordedRun(readFileSync(file, 'utf8'));
    expect(about).toMatchObject({
      preset: 'contrast',
      commit: '0123456789',
      command: 'npm run train -- --preset contrast',
      device: { backend: 'wasm', adapter: 'CPU, 2 threads' },
    });
    expect(areSettingsOf(settings, arms)).toBe(true);
    expect(recorded).toHaveLength(3);
    for (const { steps, epochs, evaluations, floors, shape } of recorded) {
      expect(steps.map(({ step, loss }) => [step, loss])).toEqual([
        [0, 5],
        [1, 4.9],
        [2, 4.8],
        [3, 4.7],
      ]);
      expect(epochs.map(({ step }) => step)).toEqual([2, 4]);
      expect(evaluations.map(({ knnAccuracy }) => knnAccuracy)).toEqual([0.45, 0.5]);
      // The floors as they were told last.
      expect(floors.linearProbeRawPixels).toBe(0.45);
      expect(shape.totalSteps).toBe(4);
    }
  });

  it('puts what the run showed into files beside it', async () => {
    await trained(whole, origin, undefined, true);
    expect(await recordRun(folder, file)).toMatch(
      /4 of 4 steps, 2 galleries and 4 pairs of each, \d+ kB gzipped\.$/,
    );
    const { scenes, began } = parseRecordedRun(readFileSync(file, 'utf8'));
    expect(scenes).toEqual({
      data: 'contrast.scenes.json',
      images: 'contrast.images.png',
      views: 'contrast.views.png',
    });
    const bytes = (name = '') => new Uint8Array(readFileSync(path.join(folder, name)));
    const data = readFileSync(path.join(folder, scenes?.data ?? ''), 'utf8');
    const { arms } = await readScenes(
      { data, images: bytes(scenes?.images), views: bytes(scenes?.views) },
      began,
    );
    expect(arms).toHaveLength(3);
    for (const { galleries, inspect } of arms) {
      expect(galleries).toEqual([sampleGallery(2, 1), sampleGallery(4, 2)]);
      expect(inspect(8, 1)).toEqual(sampleInspection(8, 1));
    }
  });

  it('has no others of a run that kept nothing to show', async () => {
    await trained(whole);
    await recordRun(folder, file);
    expect(parseRecordedRun(readFileSync(file, 'utf8'))).not.toHaveProperty('scenes');
    expect(readdirSync(folder).filter((name) => name.startsWith('contrast'))).toEqual(['contrast.json']);
  });

  it.each<[string, () => Promise<void> | void, string | RegExp]>([
    ['of sources in no commit', () => trained(whole, { ...origin, changed: true }), 'are in no commit'],
    [
      'of which an arm stopped',
      () =>
        trained([
          ...beginning,
          { type: 'stopped', arm: 1, message: 'The loss was NaN.', left: 2 },
          ...ending,
        ]),
      'stopped before its time',
    ],
    [
      'that never got to its floors',
      () => trained([...beginning.slice(0, 3), ...ending.slice(-1)]),
      'floors is not',
    ],
    [
      'that started from weights',
      () => trained(whole, origin, { kind: 'weights', file: 'vit.safetensors' }),
      'started from the weights of vit.safetensors',
    ],
    ['that is none', () => undefined, 'summary.json. --from is a folder that --out filled.'],
    [
      'with a line that was cut off',
      async () => {
        await trained(whole);
        writeFileSync(path.join(folder, 'metrics.jsonl'), '{"kind":"st', { flag: 'a' });
      },
      /^Line \d+ of \S+metrics\.jsonl is not JSON: .*--from is a folder that --out filled\.$/,
    ],
  ])('refuses a run %s', async (_, prepare, sentence) => {
    await prepare();
    await expect(recordRun(folder, file)).rejects.toThrow(sentence);
  });

  it('says where nothing can be written, and leaves the former recording', async () => {
    await trained(whole);
    writeFileSync(file, 'former');
    for (const disk of [fullAfter(1000), failingAt(4, 'EACCES')])
      await expect(recordRun(folder, file, disk)).rejects.toThrow(`${file} cannot be written: `);
    expect(readFileSync(file, 'utf8')).toBe('former');
    await expect(recordRun(folder, path.join(folder, 'no', 'where.json'))).rejects.toThrow(
      'cannot be written',
    );
  });
});

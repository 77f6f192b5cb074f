import { describe, expect, it } from 'vitest';
import { sampleInspection } from '../../protocol/sampleScenes.ts';
import { sampleSceneFiles } from '../../protocol/testing.ts';
import { contrastRun } from '../testing.ts';
import { albumUntil, epochsOf, fetchScenes, pairUntil } from './scenes.ts';

const { began } = contrastRun;
const names = { data: 'x.scenes.json', images: 'x.images.png', views: 'x.views.png' };
const recordedRun = { ...contrastRun, format: 'adasim-recorded-run/1', scenes: names } as const;
const files = sampleSceneFiles(began, 3);
const host = (given: typeof files) => (path: string) => {
  const content = { [names.data]: given.data, [names.images]: given.images, [names.views]: given.views };
  return Promise.resolve(new Response(content[path.replace('recorded/', '')] ?? null));
};

const fetched = async () => {
  const [arm] = (await fetchScenes(recordedRun, host(files))) ?? [];
  if (arm === undefined) throw new Error('There are no scenes.');
  return arm;
};

describe('scenes of a recorded run', () => {
  it('are an album of every moment, with each picture once, and the images whose pairs are known', async () => {
    const { album, images } = await fetched();
    expect(album.moments.map(({ step, epoch }) => [step, epoch])).toEqual([
      [4, 1],
      [8, 2],
    ]);
    expect(album.moments[1]?.rows[2]?.picture).toBe(album.moments[0]?.rows[2]?.picture);
    expect([...images].map(([image, { rgba }]) => [image, rgba[0]])).toEqual([
      [7, 7],
      [8, 8],
    ]);
  });

  it('are cut at a step, and stay the same object while nothing is added', async () => {
    const { album } = await fetched();
    expect(albumUntil(album, 3, undefined).moments).toEqual([]);
    const four = albumUntil(album, 4, undefined);
    expect(four.moments).toHaveLength(1);
    expect(albumUntil(album, 7, four)).toBe(four);
    expect(albumUntil(album, 8, four).moments).toHaveLength(2);
    expect(albumUntil((await fetched()).album, 4, four)).not.toBe(four);
  });

  it('tell a pair as it was last by then', async () => {
    const arm = await fetched();
    expect(epochsOf(arm, 7)).toEqual([0, 1]);
    expect(pairUntil(arm, 7, 5)).toMatchObject({ epoch: 1 });
    expect(pairUntil(arm, 7, 0)).toMatchObject({ epoch: 0 });
    expect(pairUntil(arm, 8, 0)).toBeUndefined();
    expect(pairUntil(arm, 9, 1)).toBeUndefined();
    expect(pairUntil(arm, 7, 1)?.candidates).toEqual(sampleInspection(7, 1).candidates);
  });

  it('are none of a recording that has curves alone', async () => {
    const old = { ...contrastRun, format: recordedRun.format };
    expect(await fetchScenes(old, () => Promise.reject(new Error('Nobody asks.')))).toBeUndefined();
  });

  it('are refused where a file is damaged or of another run', async () => {
    const ofAnother = sampleSceneFiles('2020-01-01T00:00:00.000Z', 3);
    for (const given of [
      ofAnother,
      { ...files, views: files.views.slice(9) },
      { ...files, data: '<!doctype html>' },
    ])
      await expect(fetchScenes(recordedRun, host(given))).rejects.toThrow();
  });
});

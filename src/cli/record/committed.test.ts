/** What the page plays before Play, as it is committed. */
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parseRecordedRun } from '../../protocol/recordedRun.ts';
import { readScenes } from '../../protocol/recordedScenes.ts';
import { mostBytes } from './recordRun.ts';

const folder = 'public/recorded';
const all = readdirSync(folder);
const runs = all.filter((name) => /^[\w-]+\.json$/.test(name));
const namesOf = (pairs: readonly { image: number; epoch: number }[]) =>
  pairs.map(({ image, epoch }) => `${image} in ${epoch}`).sort();
const bytesOf = (name: string) => new Uint8Array(readFileSync(`${folder}/${name}`));

describe.each(runs)('%s', (name) => {
  const run = parseRecordedRun(readFileSync(`${folder}/${name}`, 'utf8'));
  const files = [name, ...Object.values(run.scenes ?? {})];

  it('is small, with all that belongs to it', () => {
    const sizes = files.map((file) => gzipSync(bytesOf(file), { level: 9 }).length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(mostBytes);
    expect(all.filter((file) => file.startsWith(name.replace('.json', '.'))).sort()).toEqual(
      [...files].sort(),
    );
  });

  it('shows galleries to its end, and in every arm the same images, with gates that are open and gates that are shut', async () => {
    const { scenes, began, arms } = run;
    if (scenes === undefined) throw new Error('It has no scenes.');
    const data = readFileSync(`${folder}/${scenes.data}`, 'utf8');
    const { arms: told } = await readScenes(
      { data, images: bytesOf(scenes.images), views: bytesOf(scenes.views) },
      began,
    );
    expect(told).toHaveLength(arms.length);
    const [first] = told;
    for (const { galleries, pairs, inspect } of told) {
      expect(galleries.at(-1)?.step).toBe(arms[0]?.shape.totalSteps);
      expect(galleries.length).toBeGreaterThan(9);
      expect(namesOf(pairs)).toEqual(namesOf(first?.pairs ?? []));
      const inspections = pairs.map(({ image, epoch }) => inspect(image, epoch));
      expect(inspections.every((one) => one?.images[0]?.isSelf)).toBe(true);
      expect(inspections.every((one) => one?.step === null || one?.outputs !== null)).toBe(true);
      expect(new Set(inspections.map((one) => one?.gateOpen))).toEqual(new Set([true, false]));
    }
  });
});

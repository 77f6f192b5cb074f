import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { areSettingsOf } from '../config/departures.ts';
import { armsFromPreset } from '../config/presets.ts';
import { parseRecordedRun, recordedRunJson } from './recordedRun.ts';

const folder = new URL('../../public/recorded/', import.meta.url);

/** Their scenes stand beside them. */
const curves = readdirSync(folder).filter((name) => /^[\w-]+\.json$/.test(name));

describe.each(curves)('%s', (file) => {
  const text = readFileSync(new URL(file, folder), 'utf8');
  const recording = parseRecordedRun(text);

  it('is of its preset as it is, so that Play trains what was shown', () => {
    const { preset, settings, arms, commit } = recording;
    expect(file).toBe(`${preset}.json`);
    expect(areSettingsOf(settings, armsFromPreset(preset))).toBe(true);
    expect(arms).toHaveLength(armsFromPreset(preset).length);
    expect(commit).toMatch(/^[0-9a-f]{40}$/);
  });

  it('is small enough for a first paint', () => {
    expect(gzipSync(text).length).toBeLessThan(150_000);
  });

  it('tells the rank of the untrained network', () => {
    for (const { floors, evaluations } of recording.arms) {
      expect(floors.rankMeUntrained).toBe(evaluations[0]?.rankMe);
      expect(evaluations[0]?.step).toBe(0);
    }
  });

  it('is written again as it was read', () => {
    const { format, ...run } = recording;
    expect(format).toBe('adasim-recorded-run/1');
    expect(parseRecordedRun(recordedRunJson(run))).toEqual(recording);
  });

  it.each<[string, (whole: string) => string]>([
    ['cut off', (whole) => whole.slice(0, -9)],
    ['of another format', (whole) => whole.replace('recorded-run/1', 'recorded-run/2')],
    ['with a value that is none', (whole) => whole.replace(/"loss":\[[^,]*/, '"loss":["high"')],
    ['with a column that is too short', (whole) => whole.replace(/"lr":\[[^,]*,/, '"lr":[')],
    ['with no arm', (whole) => whole.replace(/"arms":\[\{.*/s, '"arms":[]}')],
    ['that began at no time', (whole) => whole.replace(/"began":"[^"]*"/, '"began":"yesterday"')],
  ])('is refused %s', (_, spoil) => {
    expect(spoil(text)).not.toBe(text);
    expect(() => parseRecordedRun(spoil(text))).toThrow();
  });
});

/** @file The verdicts on runs that were trained: every evaluation as the page would have told it, one after the other. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { armsFromPreset } from '../../config/presets.ts';
import { experimentSchema } from '../../config/schema.ts';
import { byKey } from '../../metrics/byKey.ts';
import { floorKeys } from '../../metrics/floors.ts';
import { declarations } from '../../metrics/table.ts';
import { append, emptyLog } from '../../metrics/log.ts';
import { parseRecordedRun } from '../../protocol/recordedRun.ts';
import { evaluationSchema, floorsSchema, type EvaluationRecord } from '../../protocol/records.ts';
import { evaluationRecord, runShape } from '../../protocol/sampleRecords.ts';
import { advice } from '../../ui/diagnosis/words.ts';
import { diagnosisOf } from './diagnosis.ts';
import type { ArmState } from './runState.ts';

type Trained = Pick<ArmState, 'config' | 'shape' | 'floors'> & {
  label: string;
  evaluations: EvaluationRecord[];
};

/** The runs of a sweep: their curves as points of epoch and value. */
const sweepLine = z.object({
  arm: z.string(),
  seed: z.number(),
  config: experimentSchema,
  floors: z.record(z.string(), z.number()),
  shape: z.object({ stepsPerEpoch: z.number(), featureDim: z.number() }),
  curves: z.record(z.string(), z.array(z.tuple([z.number(), z.number()]))),
});

function sweep(name: string): Trained[] {
  const lines = readFileSync(`experiments/results/${name}/results.jsonl`, 'utf8').trim().split('\n');
  return lines.map((line) => {
    const { arm, seed, config, floors, shape, curves } = sweepLine.parse(JSON.parse(line));
    const epochs = (curves['knnAccuracy'] ?? []).map(([epoch]) => epoch);
    const [untrained] = curves['rankMe'] ?? [];
    return {
      label: `${arm} · seed ${seed}`,
      config,
      shape: { ...runShape, ...shape },
      floors: floorsSchema.parse({
        ...byKey(floorKeys, () => null),
        rankMeUntrained: untrained?.[1],
        ...floors,
      }),
      evaluations: epochs.map((epoch, index) =>
        evaluationSchema.parse({
          ...evaluationRecord(epoch * shape.stepsPerEpoch, 0),
          ...Object.fromEntries(measures.map((name) => [name, curves[name]?.[index]?.[1] ?? null])),
          epoch,
        }),
      ),
    };
  });
}

const measures = [
  'knnAccuracy',
  'linearProbe',
  'retrieval',
  'rankMe',
  'featureStd',
  'marginalEntropy',
  'mutualInformation',
] as const;

/** An arm's verdicts in order, each with the epoch from which it stood and the guard that it names. */
function verdictsOf(arms: readonly Trained[], place: number): string[] {
  const evaluations = arms[place]?.evaluations ?? [];
  const verdicts: string[] = [];
  evaluations.forEach(({ step, epoch }) => {
    const now = arms.map((arm) => ({
      ...arm,
      evaluations: append(
        emptyLog<EvaluationRecord>(),
        arm.evaluations.filter((record) => record.step <= step),
      ),
    }));
    const diagnosis = diagnosisOf(now, place);
    if (diagnosis === undefined) return;
    const { verdict, cause } = diagnosis;
    const told = cause === null ? verdict : `${verdict}, no ${cause}`;
    if (verdicts.at(-1)?.endsWith(`: ${told}`) !== true) verdicts.push(`${epoch}: ${told}`);
  });
  return verdicts;
}

const kinds = (verdicts: readonly string[]): string[] =>
  verdicts.map((verdict) => verdict.replace(/^\d+: /, ''));

describe.each(['contrast', 'others', 'nnclr', 'garments'])('the runs of %s', (name) => {
  const arms = sweep(name);
  const told = arms.map(({ label, config }, place) => ({ label, config, verdicts: verdictsOf(arms, place) }));

  it('come to a verdict that they keep: none is told twice', () => {
    for (const { label, verdicts } of told) {
      expect(new Set(kinds(verdicts)).size, `${label}: ${verdicts.join('; ')}`).toBe(verdicts.length);
      expect(verdicts.length, label).toBeLessThanOrEqual(5);
    }
  });

  it('are never behind without neighbours, and where neighbours are trusted only if the gate is open', () => {
    for (const { label, config, verdicts } of told)
      if (config.bootstrap.policy !== 'naive') expect(verdicts.join(), label).not.toMatch(/behind|gate/);
  });
});

describe('the contrast', () => {
  const arms = sweep('contrast');
  const last = arms.map(({ label }, place) => ({ label, last: kinds(verdictsOf(arms, place)).at(-1) ?? '' }));

  it('has learnt in every run without naive neighbours', () => {
    for (const { label, last: verdict } of last.filter(({ label }) => !label.includes('naive')))
      expect(verdict, label).toMatch(/^(learning|healthy)$/);
  });

  it('finds naive neighbours behind where other images would not explain it, and names the gate', () => {
    const behind = last
      .filter(({ last: verdict }) => verdict === 'behind, no gate')
      .map(({ label }) => label);
    expect(behind).toEqual(
      expect.arrayContaining(['ViT + DINO · naive · seed 3', 'ResNet + BYOL · naive · seed 1']),
    );
    expect(behind.every((label) => label.includes('naive'))).toBe(true);
  });
});

it('a ViT under SimSiam collapses, as its rank says within ten epochs', () => {
  const arms = sweep('others');
  const of = (name: string) =>
    verdictsOf(
      arms,
      arms.findIndex(({ label }) => label.startsWith(name)),
    );
  expect(of('ViT + SimSiam · none')).toEqual(['0: early', '5: unlearnt', '10: dimensional']);
  expect(of('ViT + SimSiam · naive')).toEqual(['0: early', '5: constant, no gate']);
  expect(of('ViT + SimSiam · adaptive').at(-1)).toBe('40: constant');
});

/** The arms of a run that `npm run record` made a file of. */
function recording(file: string): Trained[] {
  const { preset, arms } = parseRecordedRun(readFileSync(file, 'utf8'));
  return armsFromPreset(preset).map(({ label, config }, place): Trained => {
    const { shape = null, floors = null, evaluations = [] } = arms[place] ?? {};
    return { label: label ?? config.bootstrap.policy, config, shape, floors, evaluations };
  });
}

describe('the Collapse gallery', () => {
  const arms = recording('fixtures/runs/collapse.json');
  const verdicts = new Map(arms.map(({ label }, place) => [label, verdictsOf(arms, place)]));

  it.each([
    ['no sharpening', 'uniform, no sharpening'],
    ['no centring', 'one-hot, no centring'],
    ['no stop-gradient', 'dimensional, no stop-gradient'],
  ])('%s is told what it lacks by the second epoch', (label, verdict) => {
    const [, collapsed = ''] = verdicts.get(label) ?? [];
    expect(collapsed).toMatch(new RegExp(`^[12]: ${verdict}$`));
  });

  it('tells none of its arms that it only wants more of the same', () => {
    for (const { label, config } of arms) {
      const place = arms.findIndex((arm) => arm.label === label);
      const now = arms.map((arm) => ({
        ...arm,
        evaluations: append(emptyLog<EvaluationRecord>(), arm.evaluations),
      }));
      const diagnosis = diagnosisOf(now, place);
      const told = diagnosis && advice(diagnosis, config);
      if (label !== 'naive from epoch 1')
        expect(told, label).toMatch(/No (sharpening|centring|stop-gradient): /);
      expect(told, label).not.toMatch(/more steps|higher learning rate|crops/i);
    }
  });

  it('leaves LiDAR where it was, as its explanation says, while RankMe falls', () => {
    for (const { label, evaluations } of arms) {
      const [first, last] = [evaluations.at(0), evaluations.at(-1)];
      expect((last?.lidar ?? 0) / (first?.lidar ?? 1), label).toBeGreaterThan(0.75);
      expect((last?.rankMe ?? 1) / (first?.rankMe ?? 1), label).toBeLessThan(0.51);
    }
    expect(declarations.lidar.help).toMatch(/does not warn.*may stay as high as before.*RankMe does\.$/);
    expect(declarations.rankMe.help).toMatch(/falls to 1 in a collapse/);
  });
});

describe('the recorded run that the page opens with', () => {
  const arms = recording('public/recorded/contrast.json');

  it('learns in all arms, if one falls behind then the one without a gate, and no verdict flips', () => {
    const verdicts = [...arms.keys()].map((place) => kinds(verdictsOf(arms, place)));
    for (const told of verdicts) expect(new Set(told).size).toBe(told.length);
    const [none, naive, adaptive] = verdicts.map((told) => told.at(-1));
    expect([none, adaptive]).toEqual(['learning', 'learning']);
    expect(naive).toMatch(/^(learning|behind, no gate)$/);
  });
});

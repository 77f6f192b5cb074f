import { describe, expect, test } from 'vitest';
import { finalMetrics } from '../cli/sweep/measured.ts';
import { metricLabel } from '../cli/sweep/metricWords.ts';
import { ArmRecord } from '../cli/train/runRecord.ts';
import { defaultConfig } from '../config/defaults.ts';
import { presetNames, presets } from '../config/presets.ts';
import { epochSchema, evaluationSchema, floorsSchema, stepSchema } from '../protocol/records.ts';
import { epochRecord, evaluationRecord, firstFloors, stepRecord } from '../protocol/sampleRecords.ts';
import { floorKeys, floorKeysOf, floorTitles } from './floors.ts';
import { isOneNumber } from './declaration.ts';
import { metricOf } from './metric.ts';
import { questions } from './questions.ts';
import { declarationOf, declarations, metricIds, metricIdsOf } from './table.ts';

const records = {
  steps: stepRecord(3),
  epochs: epochRecord(1, 4),
  evaluations: evaluationRecord(4, 0.6),
};
/** A run that told one record of each kind. */
const arm = new ArmRecord('adaptive', defaultConfig);
arm.steps.push(records.steps);
arm.epochs.push(records.epochs);
arm.evaluations.push(records.evaluations);
arm.floors = firstFloors;

const schemas = { steps: stepSchema, epochs: epochSchema, evaluations: evaluationSchema };

describe.each(metricIds)('%s', (id) => {
  const { from, holds, uncharted, scheduled, floors } = declarations[id];
  const charted = questions.flatMap(({ metrics }) => metrics).filter((metric) => metric.id === id);

  test('is in the records of its source alone, which files hold whole', () => {
    const homes = (['steps', 'epochs', 'evaluations'] as const).filter(
      (source) => id in schemas[source].shape,
    );
    expect(homes).toEqual([from]);
    const kept = schemas[from].parse(JSON.parse(JSON.stringify(records[from])));
    expect(kept).toEqual(records[from]);
  });

  test('is null in a file that was written before it, where it may be', () => {
    const before = Object.fromEntries(Object.entries(records[from]).filter(([name]) => name !== id));
    const read = schemas[from].safeParse(before);
    expect(read.success).toBe(holds.endsWith('?'));
    if (read.success) expect(read.data).toMatchObject({ [id]: null });
  });

  test('answers one question, or none where no chart has it', () => {
    expect(charted).toHaveLength(uncharted === true ? 0 : 1);
  });

  test('has words, and a figure for its value', () => {
    expect(declarationOf(id)?.label).not.toBe('');
    const value = metricOf(id).value(records[from]);
    if (value !== null) expect(metricOf(id).format(value)).toMatch(/\d/);
  });

  test('is told by the command line', () => {
    const { [id]: held } = records[from] as Record<string, unknown>;
    expect(metricLabel(id)).toBe(declarations[id].label);
    const inTables = typeof held === 'number' && scheduled !== true;
    expect(Object.hasOwn(finalMetrics(arm), id)).toBe(inTables);
    const inSummary = from === 'evaluations' && isOneNumber(holds);
    expect(Object.hasOwn(arm.results(undefined), id)).toBe(inSummary);
  });

  test('is read against the floors that it has', () => {
    const keys = Object.values(floorKeysOf(id));
    expect(keys).toHaveLength(Object.keys(floors ?? {}).length);
    for (const key of keys) {
      expect(floorTitles[key]).not.toBe('');
      expect(floorsSchema.parse({ ...firstFloors, [key]: 0.125 })).toMatchObject({ [key]: 0.125 });
    }
  });
});

test('no two metrics share a floor but chance', () => {
  const own = metricIds.flatMap((id) => Object.entries(floorKeysOf(id)));
  const keys = own.filter(([name]) => name !== 'chance').map(([, key]) => key);
  expect(new Set(keys).size).toBe(keys.length);
  expect(floorKeys).toEqual(expect.arrayContaining(keys));
});

test('what is no metric has no declaration', () => {
  expect(declarationOf('toString')).toBeUndefined();
  expect(metricIdsOf('steps')).toContain('loss');
});

describe.each(presetNames)('what %s shows first', (name) => {
  const { shows = {}, arms } = presets[name];

  test.each(Object.entries(shows))('of "%s" is %s, which an arm of it has', (question, shown) => {
    const metric = questions.find(({ id }) => id === question)?.metrics.find(({ id }) => id === shown);
    expect(metric).toBeDefined();
    expect(arms.some(({ config }) => metric?.when?.(config) ?? true)).toBe(true);
  });

  test('is a metric of each question', () => {
    expect(questions.map(({ id }) => id)).toEqual(expect.arrayContaining(Object.keys(shows)));
  });
});

test('what InfoNCE never does is no chart of it: neighbours stand in among its embeddings', () => {
  const chartsOf = (name: 'nnclr' | 'contrast') =>
    questions
      .flatMap(({ metrics }) => metrics)
      .filter(({ when = () => true }) => presets[name].arms.some(({ config }) => when(config)))
      .map(({ id }) => id);
  expect(chartsOf('contrast')).toEqual(expect.arrayContaining(['bootstrappedShare', 'bootstrappedPurity']));
  expect(chartsOf('nnclr').filter((id) => id.startsWith('bootstrapped'))).toEqual([]);
});

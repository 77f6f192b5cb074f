import { describe, expect, it } from 'vitest';
import { packAnswers } from '../../adasim/answers.ts';
import { armsFromPreset } from '../../config/presets.ts';
import type { EvaluationRecord, Floors } from '../../protocol/records.ts';
import { evaluationRecord, firstFloors } from '../../protocol/sampleRecords.ts';
import { append, emptyLog } from '../../metrics/log.ts';
import { resultsOf } from './results.ts';
import { startedRun, type ArmState } from '../run/runState.ts';

const floors: Floors = {
  ...firstFloors,
  linearProbeRawPixels: 0.5,
  transferKnnRawPixels: 0.7,
  transferKnnUntrained: 0.6,
  transferProbeRawPixels: null,
  transferProbeUntrained: 0.65,
  transferChance: 0.1,
};

/** The contrast's arms, each with a last evaluation of its own. */
const contrast = (last: readonly Partial<EvaluationRecord>[], told: readonly Partial<ArmState>[] = []) =>
  startedRun(armsFromPreset('contrast'), []).arms.map((arm, index) => ({
    ...arm,
    floors,
    evaluations: append(emptyLog<EvaluationRecord>(), [
      { ...evaluationRecord(0, 0.3), rankMe: 30 },
      {
        ...evaluationRecord(40, 0.4),
        transferKnn: 0.65,
        transferProbe: 0.7,
        ...last[index],
      },
    ]),
    ...told[index],
  }));

const cellsOf = (arms: readonly ArmState[], title: string) => {
  const results = resultsOf(arms);
  const place = results?.columns.findIndex((column) => column.title === title) ?? -1;
  return results?.arms.map(({ cells }) => cells[place]);
};

describe('the results of a run', () => {
  it('are the last evaluations, with a column for each metric and the floors below', () => {
    const results = resultsOf(contrast([]));
    expect(results?.step).toBe(40);
    expect(results?.columns.map(({ title, of }) => `${title}: ${of}`)).toEqual([
      'k-NN: Emoji-32',
      'linear probe: Emoji-32',
      'retrieval: Emoji-32',
      'transfer k-NN: Fashion-MNIST',
      'transfer probe: Fashion-MNIST',
      'RankMe: dimensions',
    ]);
    expect(results?.arms.map(({ label }) => label)).toEqual(['none', 'naive', 'adaptive']);
    expect(results?.arms[0]?.cells.map(({ value }) => value)).toEqual([0.4, 0.55, 0.15, 0.65, 0.7, 20]);
    expect(results?.floors).toEqual([
      { name: 'untrained', of: [], values: [0.3, 0.35, 0.05, 0.6, 0.65, 25] },
      { name: 'raw pixels', of: [], values: [0.4, 0.5, 0.2, 0.7, null, null] },
      { name: 'chance', of: [], values: [0.1, 0.1, 0.01, 0.1, 0.1, null] },
    ]);
  });

  it('have no column for what no arm measured, and are none before an evaluation', () => {
    const missing = { retrieval: null, transferKnn: null, transferProbe: null };
    const results = resultsOf(contrast([missing, missing, missing]));
    expect(results?.columns.map(({ title }) => title)).toEqual(['k-NN', 'linear probe', 'RankMe']);
    expect(resultsOf(startedRun(armsFromPreset('contrast'), []).arms)).toBeUndefined();
    expect(resultsOf([])).toBeUndefined();
  });

  it('say which floors a value does not exceed; of a rank none is one', () => {
    const arms = contrast([{ knnAccuracy: 0.4 }, { knnAccuracy: 0.09 }, { knnAccuracy: 0.41 }]);
    expect(cellsOf(arms, 'k-NN')?.map((cell) => cell?.unbeaten)).toEqual([
      ['raw pixels'],
      ['untrained', 'raw pixels', 'chance'],
      [],
    ]);
    expect(cellsOf(arms, 'RankMe')?.map((cell) => cell?.unbeaten)).toEqual([[], [], []]);
  });

  it('name the best arm where it is apart from every other, on as many images as were asked', () => {
    const best = (title: string, values: readonly Partial<EvaluationRecord>[]) =>
      cellsOf(contrast(values), title)?.map((cell) => cell?.best);
    const accuracy = (knnAccuracy: number) => ({ knnAccuracy });
    // Of 1000 images, 62 more are enough and 61 are not; of 500, 37 and 36.
    expect(best('k-NN', [0.3, 0.5, 0.438].map(accuracy))).toEqual([false, true, false]);
    expect(best('k-NN', [0.3, 0.5, 0.439].map(accuracy))).toEqual([false, false, false]);
    const transfer = (transferKnn: number) => ({ transferKnn });
    expect(best('transfer k-NN', [0.7, 0.5, 0.626].map(transfer))).toEqual([true, false, false]);
    expect(best('transfer k-NN', [0.7, 0.5, 0.628].map(transfer))).toEqual([false, false, false]);
    expect(best('RankMe', [{ rankMe: 1 }, { rankMe: 60 }, { rankMe: 2 }])).toEqual([false, false, false]);
    const { columns = [] } = resultsOf(contrast([accuracy(0.5)])) ?? {};
    expect(columns.map(({ error }) => error?.toFixed(4))).toEqual([
      '0.0158',
      '0.0157',
      '0.1031',
      '0.0213',
      '0.0205',
      undefined,
    ]);
  });

  it('ask which images each has right where the records say so', () => {
    // The first 400 and the first 380: 20 images apart, and all on one side.
    const right = (count: number, from = 0) =>
      packAnswers(Array.from({ length: 1000 }, (_, image) => Number(image >= from && image < from + count)));
    const arm = (count: number, from?: number) => ({
      knnAccuracy: count / 1000,
      knnRight: right(count, from),
    });
    const best = (...arms: readonly Partial<EvaluationRecord>[]) =>
      cellsOf(contrast(arms), 'k-NN')?.map((cell) => cell?.best);
    expect(best(arm(400), arm(380), arm(300))).toEqual([true, false, false]);
    // Of other images: 400 on one side and 380 on the other.
    expect(best(arm(400), arm(380, 600), arm(300))).toEqual([false, false, false]);
    // Apart from the second, not from the third.
    expect(best(arm(400), arm(380), arm(370, 600))).toEqual([false, false, false]);
    expect(best(arm(400), { knnAccuracy: 0.38 }, arm(300))).toEqual([false, false, false]);
  });

  it('leave an arm that stopped out of the contest, and a run alone without one', () => {
    const arms = contrast(
      [{ knnAccuracy: 0.9 }, { knnAccuracy: 0.6 }, { knnAccuracy: 0.4 }],
      [{ stopped: true }],
    );
    expect(cellsOf(arms, 'k-NN')?.map((cell) => cell?.best)).toEqual([false, true, false]);
    expect(resultsOf(arms)?.arms.map(({ stopped }) => stopped)).toEqual([true, false, false]);
    expect(cellsOf(arms.slice(1, 2), 'k-NN')?.map((cell) => cell?.best)).toEqual([false]);
  });

  it('give arms that began as other networks their own floors', () => {
    const other = { floors: { ...floors, knnUntrained: 0.2 } };
    const untrained = resultsOf(contrast([], [{}, other]))?.floors.filter(({ name }) => name === 'untrained');
    expect(untrained?.map(({ of, values }) => [of, values[0]])).toEqual([
      [['none', 'adaptive'], 0.3],
      [['naive'], 0.2],
    ]);
  });
});

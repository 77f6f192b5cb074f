import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../config/defaults.ts';
import { armsFromPreset } from '../../config/presets.ts';
import type { ExperimentConfig } from '../../config/schema.ts';
import { append, emptyLog } from '../../metrics/log.ts';
import type { EpochRecord, EvaluationRecord, Floors, StepRecord } from '../../protocol/records.ts';
import { epochRecord, evaluationRecord, firstFloors, stepRecord } from '../../protocol/sampleRecords.ts';
import { emptyAlbum } from '../run/album.ts';
import { idleRun, type ArmState } from '../run/runState.ts';
import { curvesCsv, metricsJsonLines, type MeasuredRun } from './measurements.ts';

const step = (index: number): StepRecord => ({
  ...stepRecord(index, Math.floor(index / 2)),
  loss: 5.123456789012345 - index / 3,
  lr: 1e-7,
  weightDecay: 0.04,
  teacherMomentum: 0.98,
  teacherTemperature: 0.04,
  teacherEntropy: null,
  teacherStudentKL: null,
});

const epoch: EpochRecord = {
  ...epochRecord(0, 2),
  nnAccuracyTop1: 0.5,
  nnAccuracyTop2: 0.25,
  nnSelfAccuracyTop1: 0.75,
  nnSelfAccuracyTop2: 0,
  nnRatioSelf: 1,
  gateOpenShare: 0,
  bootstrappedShare: 0,
  bootstrappedPurity: null,
};

const evaluation = (at: number): EvaluationRecord => ({
  ...evaluationRecord(at, 0.2),
  epoch: at / 2,
  linearProbe: 0.25,
  retrieval: null,
  covarianceSpectrum: [2, 1, 0.5],
  marginalEntropy: 5,
});

const floors: Floors = { ...firstFloors, knnRawPixels: 0.3, knnUntrained: 0.2, chance: 0.125 };

const told = (config: ExperimentConfig): ArmState => ({
  config,
  shape: null,
  floors,
  steps: append(emptyLog(), [step(0), step(1), step(2)]),
  epochs: append(emptyLog(), [epoch]),
  evaluations: append(emptyLog(), [evaluation(0), evaluation(2)]),
  album: emptyAlbum,
  stopped: false,
});
const arm = told(defaultConfig);

const run: MeasuredRun = {
  device: { backend: 'wasm', adapter: 'CPU', software: true, threads: 2, reason: '' },
  arms: [arm],
  tunings: [{ step: 2, what: 'learning rate 0.004' }],
};

const contrast: MeasuredRun = {
  ...run,
  arms: armsFromPreset('contrast').map(({ config }, index) => ({
    ...told(config),
    ...(index === 1 && { label: 'the nearest, always' }),
  })),
};

const linesOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('metricsJsonLines', () => {
  it('has every record whole, in the order in which they came about', () => {
    const lines = linesOf(metricsJsonLines(run));
    expect(lines).toEqual([
      { kind: 'device', ...run.device },
      { kind: 'floors', ...floors },
      { kind: 'evaluation', ...evaluation(0) },
      { kind: 'step', ...step(0) },
      { kind: 'step', ...step(1) },
      { kind: 'epoch', ...epoch },
      { kind: 'evaluation', ...evaluation(2) },
      { kind: 'tuning', step: 2, what: 'learning rate 0.004' },
      { kind: 'step', ...step(2) },
    ]);
  });

  it('stops where the snapshot stops, also when the run goes on', () => {
    append(arm.steps, [step(3)]);
    expect(linesOf(metricsJsonLines(run)).filter(({ kind }) => kind === 'step')).toHaveLength(3);
  });

  it('says whose each record is where there are several arms', () => {
    const lines = linesOf(metricsJsonLines(contrast));
    expect(lines.filter(({ kind }) => kind === 'epoch')).toEqual([
      { kind: 'epoch', arm: 'none', ...epoch },
      { kind: 'epoch', arm: 'the nearest, always', ...epoch },
      { kind: 'epoch', arm: 'adaptive', ...epoch },
    ]);
    expect(lines.filter(({ kind }) => kind === 'floors')).toHaveLength(3);
  });

  it('is empty before a run', () => expect(metricsJsonLines(idleRun)).toBe(''));
});

describe('curvesCsv', () => {
  const [header = '', ...rows] = curvesCsv(run).trimEnd().split('\n');
  const names = header.split(',');
  const cell = (row: number, name: string) => rows[row]?.split(',')[names.indexOf(name)];

  it('has a row for each step and a column for each measurement, to the last digit', () => {
    const values = Object.keys(step(0)).filter((name) => name !== 'step' && name !== 'epoch');
    expect(names.slice(0, 2 + values.length)).toEqual(['step', 'epoch', ...values]);
    expect(values).toEqual(expect.arrayContaining(['loss', 'lr']));
    expect(names).toContain('gateOpenShare');
    expect(names).toContain('knnAccuracy');
    expect(new Set(names).size).toBe(names.length);
    expect(rows).toHaveLength(3);
    for (const row of rows) expect(row.split(',')).toHaveLength(names.length);
    expect(cell(0, 'loss')).toBe('5.123456789012345');
    expect(cell(0, 'lr')).toBe('1e-7');
  });

  it('puts epochs and evaluations beside the step whose weights they looked at', () => {
    expect([0, 1, 2].map((row) => cell(row, 'knnAccuracy'))).toEqual(['0.2', '', '0.2']);
    expect([0, 1, 2].map((row) => cell(row, 'nnRatioSelf'))).toEqual(['', '', '1']);
    expect([0, 1, 2].map((row) => cell(row, 'epoch'))).toEqual(['0', '0', '1']);
    expect(cell(0, 'teacherEntropy')).toBe('');
    expect(names).not.toContain('covarianceSpectrum');
  });

  it('has a row of its own for what was measured after the last step', () => {
    const ended = { ...run, arms: [{ ...arm, evaluations: append(arm.evaluations, [evaluation(3)]) }] };
    const last = curvesCsv(ended).trimEnd().split('\n').at(-1);
    expect(last?.startsWith('3,1.5,,')).toBe(true);
  });

  it('has the rows of each arm in turn, under its label', () => {
    const [title, ...lines] = curvesCsv(contrast).trimEnd().split('\n');
    expect(title).toBe(`arm,${header}`);
    expect(lines).toHaveLength(9);
    expect(lines.slice(3, 6)).toEqual(rows.map((row) => `"the nearest, always",${row}`));
  });
});

/** @file All that a run measured, as files: every record as it came, none binned or rounded for the screen. */
import { armLabels } from '../../config/armLabels.ts';
import { csvRow, type CsvCell } from '../../formats/csv.ts';
import { isOneNumber } from '../../metrics/declaration.ts';
import type { Log } from '../../metrics/log.ts';
import { declarationOf } from '../../metrics/table.ts';
import { metricsLine } from '../../protocol/metricsLine.ts';
import type { ArmState, RunState } from '../run/runState.ts';

/** What of a run its files are made of. */
export type MeasuredRun = Pick<RunState, 'device' | 'arms' | 'tunings'>;

/** The newest snapshot of a log as an array. */
const entries = <T>({ shared, length }: Log<T>): T[] => shared.slice(0, length);

/** Labels of the arms where there are several; a run alone needs none. */
const labelsOf = ({ arms }: MeasuredRun): readonly (string | undefined)[] =>
  arms.length > 1 ? armLabels(arms) : arms.map(() => undefined);

/**
 * JSON lines as `npm run train -- --out` writes them: device, shape and floors, then every step, epoch, evaluation and
 * change while it ran, in the order of their steps.
 */
export function metricsJsonLines(run: MeasuredRun): string {
  const { device, arms, tunings } = run;
  const labels = labelsOf(run);
  const first = [
    ...(device === null ? [] : [metricsLine('device', device)]),
    ...arms.flatMap(({ shape, floors }, index) => [
      ...(shape === null ? [] : [metricsLine('shape', shape, labels[index])]),
      ...(floors === null ? [] : [metricsLine('floors', floors, labels[index])]),
    ]),
  ];
  const inTime = [
    ...arms.flatMap((arm, index) => recordsOf(arm, labels[index])),
    ...tunings.map((record) => ({ done: record.step, text: metricsLine('tuning', record) })),
  ].sort((a, b) => a.done - b.done);
  return [...first, ...inTime.map(({ text }) => text)].join('');
}

/** An arm's lines, each with the steps that were done by then. */
const recordsOf = ({ steps, epochs, evaluations }: ArmState, label: string | undefined) => [
  // Step 4 leads to the state that an epoch or an evaluation calls “after 5 steps”.
  ...entries(steps).map((record) => ({ done: record.step + 1, text: metricsLine('step', record, label) })),
  ...entries(epochs).map((record) => ({ done: record.step, text: metricsLine('epoch', record, label) })),
  ...entries(evaluations).map((record) => ({
    done: record.step,
    text: metricsLine('evaluation', record, label),
  })),
];

type Cell = number | null;

/** Values of a step's row of the curves, by column. */
type CurvesRow = Map<string, Cell>;

/**
 * The curves as a table with one row a step, of each arm in turn where there are several. Epochs and evaluations
 * stand in the row of the step that follows them, whose weights they looked at; what was not measured there is
 * empty.
 */
export function curvesCsv(run: MeasuredRun): string {
  const tables = run.arms.map(rowsOf);
  const names = [
    ...new Set(['step', 'epoch', ...tables.flatMap((rows) => rows.flatMap((row) => [...row.keys()]))]),
  ];
  const labels = labelsOf(run);
  const several = run.arms.length > 1;
  const lines = tables.flatMap((rows, index) =>
    rows.map((row): CsvCell[] => [
      ...(several ? [labels[index] ?? ''] : []),
      ...names.map((name) => row.get(name) ?? null),
    ]),
  );
  return [[...(several ? ['arm'] : []), ...names], ...lines].map(csvRow).join('');
}

/** The rows of one arm, in the order of their steps. */
function rowsOf({ steps, epochs, evaluations }: ArmState): CurvesRow[] {
  const rows = new Map<number, CurvesRow>();
  const add = (step: number, epoch: number, record: object) => {
    const row = rows.get(step) ?? new Map<string, Cell>();
    rows.set(step, row);
    const numbers = Object.entries(record).filter(isNumber);
    for (const [name, value] of [...numbers, ['step', step], ['epoch', epoch]] as const) row.set(name, value);
  };
  for (const record of entries(steps)) add(record.step, record.epoch, record);
  // A record of an epoch counts from 0; the epoch under way after it is the next.
  for (const record of entries(epochs)) add(record.step, record.epoch + 1, record);
  for (const record of entries(evaluations)) add(record.step, record.epoch, record);
  return [...rows].sort(([a], [b]) => a - b).map(([, row]) => row);
}

/** Lists, such as a spectrum, are no curve; the JSON lines have them. */
const isNumber = (entry: [string, unknown]): entry is [string, Cell] =>
  (typeof entry[1] === 'number' || entry[1] === null) &&
  isOneNumber(declarationOf(entry[0])?.holds ?? 'number');

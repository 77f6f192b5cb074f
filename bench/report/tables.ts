/** @file The benchmark's results as a person reads them. */
import { textTable, type TableColumn } from '../../src/cli/command/textTable.ts';
import type { KernelProfile } from '../../src/tensor/profiling/roofline.ts';
import type { Row, Setting } from '../rows.ts';
import { count, megabytes, milliseconds, share, significant, times } from './figures.ts';

const right = (title: string): TableColumn => ({ title, align: 'right' });

const rowColumns: readonly TableColumn[] = [
  { title: 'benchmark' },
  { title: 'engine' },
  right('ms'),
  right('quartiles'),
  right('runs'),
  right('first ms'),
  right('dispatches'),
  right('copies'),
  right('JS ms'),
  right('MB'),
  right('of the limit'),
  { title: 'binds' },
  right('against ours'),
];

/** What one backend is and can do, and a table of what was measured on it. */
export function resultTable(setting: Setting, rows: readonly Row[]): string {
  const ours = new Map(rows.filter(({ engine }) => engine === 'ours').map((row) => [row.name, row]));
  const cells = rows.map((row, index) => [
    rows[index - 1]?.name === row.name ? '' : row.name,
    row.engine,
    milliseconds(row.msPerStep),
    `${significant(row.spread[0])}–${significant(row.spread[1])}`,
    `${row.runs}×${Math.max(1, Math.round(row.steps / row.runs))}`,
    milliseconds(row.firstStepMs),
    count(row.dispatches),
    row.backend === 'webgpu' ? count(row.copies) : '',
    milliseconds(row.jsMsPerStep),
    megabytes(row.peakBytes),
    share(row.limitShare),
    row.binds ?? '–',
    row.engine === 'ours' ? '' : times(row.msPerStep, ours.get(row.name)?.msPerStep ?? null),
  ]);
  const notes = rows.flatMap((row) => row.notes.map((note) => `  ${row.name}, ${row.engine}: ${note}.`));
  return [
    deviceLines(setting),
    ...textTable(rowColumns, cells),
    ...notes,
    ...rows.flatMap(slopeLine),
    '',
  ].join('\n');
}

function deviceLines({ backend, adapter, gigaflops, bandwidths }: Setting): string {
  const copies = bandwidths
    .map(({ bytes, gigabytes }) => `${significant(gigabytes)} (${significant(bytes / 1e6)} MB)`)
    .join(', ');
  return [
    `${backend} (${adapter})`,
    `  limits: best product ${significant(gigaflops)} GFLOP/s; copies, in GB/s: ${copies}`,
  ].join('\n');
}

function slopeLine({ name, slope, points }: Row): string[] {
  if (slope === undefined || points === undefined) return [];
  const listed = points.map(([x, ms]) => `${count(x)}: ${milliseconds(ms)} ms`).join(', ');
  return [`  ${name} grows with the power ${slope.toFixed(2)} (${listed}).`];
}

const kernelColumns: readonly TableColumn[] = [
  { title: 'kernel' },
  right('calls'),
  right('ms'),
  right('share'),
  right('ideal ms'),
  right('of the limit'),
  { title: 'bound by' },
  right('MFLOP'),
  right('MB'),
  right('GFLOP/s'),
  right('GB/s'),
];

/** Where the time of one iteration goes, kernel by kernel. */
export function kernelTable(row: Row): string {
  const { name, backend, kernels = [], msPerStep, idealMs } = row;
  const total = kernels.reduce((sum, { ms }) => sum + ms, 0);
  const cells = kernels.map((kernel) => kernelCells(kernel, total));
  return [
    `${name} on ${backend}: ${milliseconds(total)} ms in kernels, ideally ${milliseconds(idealMs)} ms; ` +
      `${milliseconds(msPerStep)} ms unprofiled`,
    ...textTable(kernelColumns, cells),
    '',
  ].join('\n');
}

function kernelCells(kernel: KernelProfile, total: number): string[] {
  const { name, calls, ms, idealMs, ridge, flops, bytes } = kernel;
  return [
    name,
    count(calls),
    milliseconds(ms),
    share(total === 0 ? null : ms / total),
    milliseconds(idealMs),
    share(ms === 0 ? null : idealMs / ms),
    idealMs === 0 ? '–' : ridge,
    significant(flops / 1e6),
    significant(bytes / 1e6),
    ms === 0 ? '–' : significant(flops / ms / 1e6),
    ms === 0 ? '–' : significant(bytes / ms / 1e6),
  ];
}

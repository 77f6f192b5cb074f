import { describe, expect, it } from 'vitest';
import type { Row, Setting } from '../rows.ts';
import { kernelTable, resultTable } from './tables.ts';

const setting: Setting = {
  backend: 'wasm',
  adapter: 'CPU, 2 threads',
  gigaflops: 71.4,
  bandwidths: [
    { bytes: 262_144, gigabytes: 31 },
    { bytes: 134_217_728, gigabytes: 9.87 },
  ],
};

const row = (changes: Partial<Row>): Row => ({
  name: 'reference',
  backend: 'wasm',
  engine: 'ours',
  msPerStep: 50,
  spread: [49, 51.5],
  runs: 7,
  steps: 70,
  firstStepMs: 300,
  dispatches: 264,
  copies: 0,
  jsMsPerStep: 2,
  peakBytes: 67_108_864,
  idealMs: 30,
  limitShare: 0.6,
  binds: 'compute',
  notes: [],
  ...changes,
});

const rows = [
  row({}),
  row({
    engine: 'jax-js',
    msPerStep: 250,
    jsMsPerStep: null,
    limitShare: 0.12,
    binds: null,
    notes: ['JS: its kernels run in workers of its own'],
  }),
  row({
    name: 'cost-of-batch',
    slope: 0.93,
    points: [
      [8, 25],
      [16, 50],
    ],
  }),
];

describe('resultTable', () => {
  const lines = resultTable(setting, rows).split('\n');

  it('says first what the device is and can do', () => {
    expect(lines[0]).toBe('wasm (CPU, 2 threads)');
    expect(lines[1]).toBe(
      '  limits: best product 71.4 GFLOP/s; copies, in GB/s: 31.0 (0.262 MB), 9.87 (134 MB)',
    );
  });

  it('has a line for each row, with every number under its title', () => {
    const [header = '', ours = '', peer = ''] = lines.slice(2);
    const under = (title: string, line: string) =>
      line
        .slice(0, header.indexOf(title) + title.length)
        .split(/ {2,}/)
        .at(-1);
    expect(under('ms', ours)).toBe('50.0');
    expect(under('runs', ours)).toBe('7×10');
    expect(under('of the limit', ours)).toBe('60 %');
    expect(under('of the limit', peer)).toBe('12 %');
    expect(under('JS ms', peer)).toBe('–');
    expect(peer).toMatch(/^ {17}jax-js .* 5\.00×$/);
  });

  it('explains below what is missing, and how costs grow', () => {
    expect(lines).toContain('  reference, jax-js: JS: its kernels run in workers of its own.');
    expect(lines).toContain('  cost-of-batch grows with the power 0.93 (8: 25.0 ms, 16: 50.0 ms).');
  });
});

describe('kernelTable', () => {
  it('sets each kernel’s time beside its ideal', () => {
    const kernels = [
      {
        name: 'AdaSimLinear',
        calls: 18,
        ms: 30,
        flops: 6e8,
        bytes: 3e7,
        idealMs: 10,
        ridge: 'compute' as const,
      },
      { name: 'Transpose', calls: 5, ms: 10, flops: 0, bytes: 0, idealMs: 0, ridge: 'compute' as const },
    ];
    const [heading, , linear, transpose] = kernelTable(row({ kernels })).split('\n');
    expect(heading).toBe('reference on wasm: 40.0 ms in kernels, ideally 30.0 ms; 50.0 ms unprofiled');
    expect(linear?.trim().split(/ {2,}/)).toEqual([
      'AdaSimLinear',
      '18',
      '30.0',
      '75 %',
      '10.0',
      '33 %',
      'compute',
      '600',
      '30.0',
      '20.0',
      '1.00',
    ]);
    expect(transpose?.trim().split(/ {2,}/)).toEqual([
      'Transpose',
      '5',
      '10.0',
      '25 %',
      '0',
      '0 %',
      '–',
      '0',
      '0',
      '0',
      '0',
    ]);
  });
});

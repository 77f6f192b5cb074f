/** @file `npm run bench` in a process of its own: rows, a table's absence, Ctrl-C. How fast it is, is not tested here. */
import { expect, test } from 'playwright/test';
import { run } from './command.ts';
import { slow, untrained } from './tags.ts';

interface Row {
  engine: string;
  msPerStep: number;
  spread: [number, number];
  dispatches: number;
  limitShare: number;
}

test('prints one JSON array of rows, and its progress beside it', slow, async () => {
  const words = ['--backend', 'wasm', '--only', 'reference', '--rounds', '2', '--json'];
  const ended = await run('bench', words);
  expect(ended.code).toBe(0);
  expect(ended.errors).toContain('reference on wasm: preparing ours');
  expect(ended.lines).toHaveLength(1);
  const rows = JSON.parse(ended.lines[0] ?? '') as Row[];
  const number: unknown = expect.any(Number);
  const common = { name: 'reference', backend: 'wasm', runs: 2, jsMsPerStep: number, peakBytes: number };
  expect(rows).toMatchObject([
    { ...common, engine: 'ours', binds: expect.any(String) as unknown },
    { ...common, engine: 'portable' },
  ]);
  const [ours, portable] = rows;
  for (const { msPerStep, spread, limitShare } of rows) {
    expect(msPerStep).toBeGreaterThan(0);
    expect(msPerStep).toBeGreaterThanOrEqual(spread[0]);
    expect(msPerStep).toBeLessThanOrEqual(spread[1]);
    expect(limitShare).toBeGreaterThan(0);
  }
  expect(portable?.dispatches).toBeGreaterThan(ours?.dispatches ?? Infinity);
});

test('stops at Ctrl-C', slow, async () => {
  test.skip(process.platform === 'win32', 'signals of other processes are not to be had there');
  const ended = await run('bench', ['--backend', 'wasm', '--only', 'resnet'], (line, { signal }) => {
    if (line.includes('preparing')) signal('SIGINT');
  });
  expect(ended.code).toBe(130);
  expect(ended.lines).toEqual(['']);
});

test('answers a flag that cannot be used with one sentence', untrained, async () => {
  const ended = await run('bench', ['--backend', 'cpu']);
  expect(ended.code).toBe(2);
  expect(ended.lines).toEqual(['']);
  expect(ended.errors).toMatch(/^Option '--backend <name>' argument 'cpu' is invalid\..*\.$/);
  expect(ended.errors.split('\n')).toHaveLength(1);
});

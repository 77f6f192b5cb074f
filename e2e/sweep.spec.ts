/** @file `npm run sweep` as a person types it: interrupted, repeated, and what it leaves behind. */
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'playwright/test';
import { run, tinySettings } from './command.ts';
import { slow, untrained } from './tags.ts';

let folder: string;
let grid: string;

/** `bootstrap.topK` for `{ bootstrap: { topK } }`. */
const dotted = (tree: object, prefix = ''): [string, unknown][] =>
  Object.entries(tree).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null
      ? dotted(value, `${prefix}${key}.`)
      : [[`${prefix}${key}`, value] as [string, unknown]],
  );

test.beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'adasim-sweep-'));
  grid = path.join(folder, 'policies.json');
  const policies = ['none', 'adaptive'].map((policy) => ({
    label: policy,
    set: { 'bootstrap.policy': policy },
  }));
  await writeFile(
    grid,
    JSON.stringify({
      title: 'Policies',
      about: 'Two runs of a few steps.',
      preset: 'quick',
      set: Object.fromEntries(dotted(tinySettings)),
      steps: 12,
      seeds: 1,
      blocks: [{ title: 'A tiny ViT', axes: [{ name: 'policy', values: policies }] }],
      table: ['knnAccuracy', 'knnUntrained', 'loss'],
      curves: ['loss', 'knnAccuracy'],
    }),
  );
});

test.afterAll(() => rm(folder, { recursive: true }));

const results = async () => {
  const text = await readFile(path.join(folder, 'results/policies/results.jsonl'), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
};

test('goes on after Ctrl-C without repeating a finished run', async () => {
  test.skip(process.platform === 'win32', 'signals of other processes are not to be had there');
  const listed = await run('sweep', ['--grid', grid, '--dry-run']);
  expect(listed.code).toBe(0);
  expect(listed.lines.filter((line) => line.endsWith('time unknown'))).toHaveLength(2);
  const part = await run('sweep', ['--grid', grid, '--dry-run', '--only', 'adaptive']);
  expect(part.lines.filter((line) => line.endsWith('time unknown'))).toHaveLength(1);
  // As npm starts it, in the repository, for someone who stands beside the grid.
  const npm = { INIT_CWD: folder, npm_lifecycle_event: 'sweep' };
  const beside = await run('sweep', ['--grid', 'policies.json', '--dry-run'], undefined, npm);
  expect(beside.lines).toEqual(listed.lines);
  expect(await readdir(folder)).toEqual(['policies.json']);

  const first = await run('sweep', ['--grid', grid, '--jobs', '1'], (line, { signal }) => {
    if (line.startsWith('1/2 ')) signal('SIGINT');
  });
  expect(first.errors).toBe(
    `Ended by Ctrl-C. 1 of 2 runs are recorded in ${path.join(folder, 'results/policies')}; ` +
      'the same command goes on with the others.',
  );
  expect(first.code).toBe(130);
  expect(first.lines.at(-1)).toContain('1 of 2 runs are still to be trained');
  const before = await results();
  expect(before.map(({ arm }) => arm)).toEqual(['none']);

  const second = await run('sweep', ['--grid', grid, '--jobs', '2']);
  expect(second.errors).toBe('');
  expect(second.code).toBe(0);
  expect(second.lines[0]).toMatch(/^2 runs\. 1 are recorded in .* and passed over\. Training 1\.$/);
  expect(second.lines.filter((line) => /^\d\/2 /.test(line))).toHaveLength(1);
  const after = await results();
  expect(after[0]).toEqual(before[0]);
  const number: unknown = expect.any(Number);
  expect(after).toMatchObject([
    { arm: 'none', outcome: 'finished', stepsDone: 12, backend: 'wasm', config: { seed: 1 } },
    {
      arm: 'adaptive',
      outcome: 'finished',
      seed: 1,
      stepsDone: 12,
      metrics: { knnAccuracy: number, rankMe: number, loss: number },
      floors: { knnUntrained: number, knnRawPixels: number },
      config: { bootstrap: { policy: 'adaptive' }, data: tinySettings.data },
    },
  ]);
  // The policies have the same first epochs: one seed, on one backend.
  expect(after[0]?.metrics).toMatchObject({
    loss: (after[1]?.metrics as Record<string, unknown> | undefined)?.loss,
  });

  const out = path.join(folder, 'results/policies');
  expect((await readdir(out)).sort()).toEqual([
    'README.md',
    'curve-knnAccuracy.svg',
    'curve-loss.svg',
    'results.jsonl',
  ]);
  const report = await readFile(path.join(out, 'README.md'), 'utf8');
  expect(report).toMatch(/^\| adaptive \| one \| 0\.\d{3} \| 0\.\d{3} \| \d\.\d\d \|$/m);
  expect(report).not.toContain('Not complete');

  const third = await run('sweep', ['--grid', grid]);
  expect(third.code).toBe(0);
  expect(third.lines[0]).toMatch(/^All 2 runs are recorded/);
  expect(await results()).toEqual(after);
});

test('records a run that diverges and goes on', slow, async () => {
  const failing = path.join(folder, 'failing.json');
  const settings = JSON.parse(await readFile(grid, 'utf8')) as Record<string, unknown>;
  // Weight decay that multiplies every weight by −4 at each step.
  const wild = {
    'optimizer.kind': 'sgd',
    'optimizer.lr': 10,
    'optimizer.warmupEpochs': 0,
    'optimizer.weightDecay.start': 1,
    'optimizer.weightDecay.end': 1,
    batchSize: 128,
    epochs: 300,
  };
  const values = [
    { label: 'wild', set: wild },
    { label: 'tame', set: { epochs: 1 } },
  ];
  const blocks = [{ title: 'Rates', axes: [{ name: 'rate', values }] }];
  await writeFile(failing, JSON.stringify({ ...settings, blocks, steps: undefined }));
  const ended = await run('sweep', ['--grid', failing, '--jobs', '1']);
  expect(ended.code).toBe(1);
  expect(ended.lines).toContainEqual(
    expect.stringMatching(/^1\/2 {2}wild · seed 1 {2}failed after \d+ steps: The loss was NaN at step \d+/),
  );
  expect(ended.lines).toContainEqual(expect.stringMatching(/^2\/2 {2}tame · seed 1 {2}done in /));
  expect(ended.lines.at(-1)).toContain('1 of 2 runs failed');
});

test('answers a grid that makes no sense with one sentence', untrained, async () => {
  const wrong = path.join(folder, 'wrong.json');
  const settings = JSON.parse(await readFile(grid, 'utf8')) as Record<string, unknown>;
  await writeFile(wrong, JSON.stringify({ ...settings, set: { 'bootstrap.topK': 99 } }));
  for (const [words, sentence] of [
    [['--grid', wrong], /bootstrap\.topK is 99, but it must be a whole number from 1 to 64\.$/],
    [['--grid', '/no/such.json'], /^There is no grid \/no\/such\.json\.$/],
    [[], /^Required option '--grid <file>' not specified\.$/],
  ] as const) {
    const ended = await run('sweep', [...words]);
    expect(ended.code).toBe(2);
    expect(ended.errors).toMatch(sentence);
    expect(ended.errors.split('\n')).toHaveLength(1);
  }
});

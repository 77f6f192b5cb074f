/** @file Every way in which the world ends a command: its files are whole, and one line says what is kept. */
import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'playwright/test';
import { wholeFiles } from '../src/cli/disk/testing.ts';
import { requireBrowser } from '../src/cli/engine/browser.ts';
import { run, tinySettings, type Running } from './command.ts';
import { slow } from './tags.ts';

test.skip(process.platform === 'win32', 'signals of other processes are not to be had there');

let root: string;
let config: string;
/** A browser that leaves the id of its process in this file. */
let browser: string;
let browserId: string;

test.beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'adasim-exits-'));
  config = path.join(root, 'tiny.json');
  browser = path.join(root, 'browser');
  browserId = path.join(root, 'browser.id');
  await writeFile(config, JSON.stringify(tinySettings));
  const script = `#!/bin/sh\necho $$ > '${browserId}'\nexec '${requireBrowser().path}' "$@"\n`;
  await writeFile(browser, script, { mode: 0o755 });
});

test.afterAll(() => rm(root, { recursive: true }));

/** With all of its group: where the browser is a script of its distribution, that script has the id. */
const killBrowser = async (signal: NodeJS.Signals) => {
  process.kill(-Number(await readFile(browserId, 'utf8')), signal);
};

interface Place {
  folder: string;
  /** Of `--out`. */
  out: string;
  /** Of `--save`. */
  save: string;
  files: () => Record<string, unknown>;
}

async function placeFor(name: string): Promise<Place> {
  const folder = path.join(root, name);
  const out = path.join(folder, 'out');
  await mkdir(out, { recursive: true });
  return { folder, out, save: path.join(folder, 'end.safetensors'), files: () => wholeFiles(out) };
}

/** A run that would take hours, ended by `end` when its first epoch is told. */
function trainUntil({ out, save }: Place, end: (running: Running) => void) {
  const words = ['--config', config, '--backend', 'wasm', '--set', 'epochs=10000', '--steps', '30000'];
  return run(
    'train',
    [...words, '--out', out, '--save', save],
    (line, running) => {
      if (line.startsWith('epoch 1/')) end(running);
    },
    { CHROME_PATH: browser },
  );
}

/** The last line on the side, in which a step is told. */
const stepTold = (errors: string): number => Number(/\bstep (\d+)/.exec(errors)?.[1]);

const goesOn = ({ save }: Place, step: number) =>
  `${save} is of step ${step}, and goes on by: npm run train -- --from ${save} --backend wasm --steps 30000`;

test.describe('train', () => {
  test('ends when nobody reads its output, with a checkpoint that goes on', async () => {
    const place = await placeFor('pipe');
    const ended = await trainUntil(place, ({ hangUp }) => {
      hangUp();
    });
    const step = stepTold(ended.errors);
    expect(ended.errors).toBe(
      `Ended at step ${step} as nobody reads its output any more. What was measured is in ${place.out}. ` +
        goesOn(place, step),
    );
    expect(ended.code).toBe(141);
    expect(place.files()).toMatchObject({
      'summary.json': { outcome: 'interrupted', step, saved: place.save },
    });
    const more = ['--backend', 'wasm', '--steps', String(step + 8)];
    const next = await run('train', ['--from', place.save, ...more]);
    expect(next.errors).toBe('');
    expect(JSON.parse(next.lines.at(-1) ?? '')).toMatchObject({
      outcome: 'finished',
      step: step + 8,
      steps: 8,
    });
    expect(next.code).toBe(0);
  });

  for (const [name, code, how] of [
    ['SIGHUP', 129, 'as the terminal went away'],
    ['SIGTERM', 143, 'by SIGTERM'],
  ] as const)
    test(`answers ${name} as it does Ctrl-C`, name === 'SIGTERM' ? slow : {}, async () => {
      const place = await placeFor(name);
      const ended = await trainUntil(place, ({ signal }) => {
        signal(name);
      });
      expect(ended.code).toBe(code);
      const [saving, last = ''] = ended.errors.split('\n');
      expect(saving).toBe(`Saving to ${place.save} before leaving; Ctrl-C again leaves without.`);
      const step = stepTold(last);
      expect(last).toBe(
        `Ended at step ${step} ${how}. What was measured is in ${place.out}. ${goesOn(place, step)}`,
      );
      expect(place.files()).toMatchObject({ 'summary.json': { outcome: 'interrupted', step } });
      expect(await readdir(place.folder)).toEqual(['end.safetensors', 'out']);
    });

  test('leaves at once at a second Ctrl-C, with whole files', slow, async () => {
    const place = await placeFor('twice');
    const words = ['--config', config, '--backend', 'wasm', '--set', 'epochs=10000'];
    const ended = await run(
      'train',
      [...words, '--out', place.out, '--save', place.save],
      (line, { signal }) => {
        // A browser that does not answer cannot save.
        if (line.startsWith('epoch 1/')) void killBrowser('SIGSTOP').then(() => signal('SIGINT'));
        if (line.startsWith('Saving to')) setTimeout(() => signal('SIGINT'), 1100);
      },
      { CHROME_PATH: browser },
    );
    expect(ended.code).toBe(130);
    expect(ended.errors.split('\n').at(-1)).toBe(
      'Ended by Ctrl-C; what was not saved by now is lost, and the files that are there are whole.',
    );
    expect(place.files()).toMatchObject({ 'summary.json': { outcome: 'interrupted', saved: null } });
    expect(await readdir(place.folder)).toEqual(['out']);
  });

  test('says what is kept when its browser is killed', slow, async () => {
    const place = await placeFor('killed');
    const ended = await trainUntil(place, () => void killBrowser('SIGKILL'));
    expect(ended.code).toBe(1);
    expect(ended.errors).toBe(
      `The browser was closed or crashed. The run had come to step ${stepTold(ended.errors)}. ` +
        `What was measured is in ${place.out}. There is no checkpoint of it, so the same command begins anew.`,
    );
    expect(place.files()).toMatchObject({ 'summary.json': { outcome: 'failed', saved: null } });
  });

  test('saves the run elsewhere when the disk of its folder is full', async () => {
    test.skip(process.platform !== 'linux', 'only Linux has a disk that is always full');
    const place = await placeFor('full');
    const metrics = path.join(place.out, 'metrics.jsonl');
    await symlink('/dev/full', metrics);
    const ended = await trainUntil(place, () => undefined);
    const step = stepTold(ended.errors);
    expect(ended.errors).toBe(
      `Ended at step ${step} as ${metrics} cannot be written: the disk is full. ${goesOn(place, step)}`,
    );
    expect(ended.code).toBe(1);
    await rm(metrics);
    expect(place.files()).toMatchObject({ 'summary.json': { outcome: 'interrupted', saved: place.save } });
  });
});

test('sweep keeps the runs that are recorded when nobody reads its output', slow, async () => {
  const grid = path.join(root, 'seeds.json');
  const axes = [{ name: 'policy', values: [{ label: 'none', set: { 'bootstrap.policy': 'none' } }] }];
  const blocks = [{ title: 'A tiny ViT', axes, seeds: 500 }];
  const set = {
    'data.name': 'shapes',
    'data.trainImages': 64,
    'data.testImages': 16,
    'backbone.patchSize': 16,
    'backbone.dim': 32,
    'backbone.depth': 1,
    'head.outDim': 64,
    'bootstrap.topK': 4,
    batchSize: 16,
  };
  const about = { title: 'Seeds', about: 'Many runs.', preset: 'quick', steps: 2, table: ['loss'] };
  await writeFile(grid, JSON.stringify({ ...about, set, seeds: 1, blocks }));
  const folder = path.join(root, 'results/seeds');
  const ended = await run('sweep', ['--grid', grid, '--jobs', '1'], (line, { hangUp }) => {
    if (line.startsWith('1/500 ')) hangUp();
  });
  expect(ended.code).toBe(141);
  const { 'results.jsonl': results } = wholeFiles(folder);
  const recorded = Array.isArray(results) ? results.length : 0;
  expect(recorded).toBeGreaterThanOrEqual(1);
  expect(ended.errors).toBe(
    `Ended as nobody reads its output any more. ${recorded} of 500 runs are recorded in ${folder}; ` +
      'the same command goes on with the others.',
  );
});

test('verify says how far it came when nobody reads its output', async () => {
  const recording = 'fixtures/golden/dino-vit-mean.safetensors';
  const ended = await run('verify', Array<string>(400).fill(recording), (line, { hangUp }) => {
    if (line.startsWith(recording)) hangUp();
  });
  expect(ended.code).toBe(141);
  expect(ended.errors).toMatch(
    /^Ended as nobody reads its output any more\. \d+ of 400 verifications are above; the same command begins anew/,
  );
});

const lasting = [
  ['SIGHUP', 129, 'as the terminal went away', ({ signal }: Running) => signal('SIGHUP')],
  ['SIGTERM', 143, 'by SIGTERM', ({ signal }: Running) => signal('SIGTERM')],
] as const;

for (const [name, code, how, end] of lasting) {
  test(`bench ends by ${name}`, slow, async () => {
    const ended = await run('bench', ['--backend', 'wasm', '--only', 'reference'], (line, running) => {
      if (line.startsWith('reference on wasm: preparing')) end(running);
    });
    expect(ended.errors.split('\n').at(-1)).toBe(
      `Ended ${how}. Nothing was measured to its end; the same command begins anew.`,
    );
    expect(ended.code).toBe(code);
  });

  test(`start ends by ${name}`, slow, async () => {
    const ended = await run('start', [], (line, running) => {
      if (line.startsWith('Ctrl-C stops it')) end(running);
    });
    expect(ended.errors).toBe(`Ended ${how}. There was nothing to keep; npm start serves the app again.`);
    expect(ended.code).toBe(code);
  });
}

test('start ends when nobody reads its output', slow, async () => {
  const ended = await run('start', [], (_, { hangUp }) => {
    hangUp();
  });
  expect(ended.errors).toMatch(/^Ended as nobody reads its output any more[;.] /);
  expect(ended.code).toBe(141);
});

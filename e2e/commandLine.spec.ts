/** @file The commands as a person types them, in processes of their own: results, exit codes, Ctrl-C. */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'playwright/test';

/** A run of seconds on any machine: 8 steps an epoch. */
const tiny = {
  data: { name: 'shapes', trainImages: 128, testImages: 64 },
  backbone: { patchSize: 16, dim: 32, depth: 1 },
  head: { outDim: 64, hiddenDim: 32, bottleneckDim: 16 },
  batchSize: 16,
  epochs: 3,
};

// Each command builds its page and starts a browser, which a busy machine may take a minute for.
test.setTimeout(300_000);

let folder: string;
let config: string;

test.beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'adasim-cli-'));
  config = path.join(folder, 'tiny.json');
  await writeFile(config, JSON.stringify(tiny));
});

test.afterAll(() => rm(folder, { recursive: true }));

interface Ended {
  code: number | null;
  lines: string[];
  errors: string;
}

/** Runs a command to its end; `onLine` sees its output as it comes and may send it a signal. */
async function run(
  command: 'train' | 'verify',
  words: string[],
  onLine: (line: string, signal: (name: NodeJS.Signals) => void) => void = () => undefined,
): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', 'tsx', `src/cli/${command}.ts`, ...words]);
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.split('\n')) onLine(line, (name) => child.kill(name));
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, lines: output.trimEnd().split('\n'), errors: errors.trim() };
}

interface Summary {
  outcome: string;
  steps: number;
  firstLoss: number;
}

const summaryOf = ({ lines }: Ended) => JSON.parse(lines.at(-1) ?? '') as Summary;

test.describe('train', () => {
  test('ends with a summary, after a line for each epoch, and fills a folder', async () => {
    const out = path.join(folder, 'run');
    const ended = await run('train', [
      '--config',
      config,
      '--backend',
      'wasm',
      '--steps',
      '20',
      '--out',
      out,
    ]);
    expect(ended.errors).toBe('');
    expect(ended.code).toBe(0);
    expect(ended.lines.filter((line) => line.startsWith('epoch '))).toHaveLength(2);
    const summary = summaryOf(ended);
    const share: unknown = expect.any(Number);
    expect(summary).toMatchObject({
      preset: 'quick',
      outcome: 'finished',
      backend: 'wasm',
      adapter: expect.stringContaining('CPU'),
      seed: 7,
      steps: 20,
      stepsPerSecond: share,
      firstLoss: share,
      lastLoss: share,
      knnAccuracy: share,
      knnUntrained: share,
      knnRawPixels: share,
      rankMe: share,
      config: { data: tiny.data, batchSize: 16 },
    });
    expect(JSON.parse(await readFile(path.join(out, 'summary.json'), 'utf8'))).toEqual(summary);
    const metrics = (await readFile(path.join(out, 'metrics.jsonl'), 'utf8')).trimEnd().split('\n');
    expect(metrics.filter((line) => line.startsWith('{"kind":"step"'))).toHaveLength(20);
    expect(metrics.filter((line) => line.startsWith('{"kind":"epoch"'))).toHaveLength(2);
  });

  test('begins with the same loss on WebGPU and on WASM', async () => {
    const losses: number[] = [];
    for (const backend of ['wasm', 'webgpu']) {
      const ended = await run('train', ['--config', config, '--backend', backend, '--steps', '3']);
      expect(ended.code).toBe(0);
      losses.push(summaryOf(ended).firstLoss);
    }
    const [wasm = NaN, webgpu = NaN] = losses;
    expect(Math.abs(webgpu - wasm) / wasm).toBeLessThan(1e-3);
  });

  test('keeps what was measured when the loss stops being a number', async () => {
    const out = path.join(folder, 'diverged');
    // Weight decay that multiplies every weight by −4 at each step.
    const settings = ['optimizer.kind=sgd', 'optimizer.lr=10', 'optimizer.warmupEpochs=0', 'batchSize=128'];
    settings.push('optimizer.weightDecay.start=1', 'optimizer.weightDecay.end=1', 'epochs=300');
    const flags = settings.flatMap((setting) => ['--set', setting]);
    const ended = await run('train', ['--config', config, '--backend', 'wasm', '--out', out, ...flags]);
    expect(ended.code).toBe(1);
    expect(ended.errors).toMatch(/^The loss was NaN at step \d+: .*\.$/);
    const summary = summaryOf(ended);
    expect(summary.outcome).toBe('failed');
    expect(summary.steps).toBeGreaterThan(0);
    const metrics = await readFile(path.join(out, 'metrics.jsonl'), 'utf8');
    expect(metrics.split('\n').filter((line) => line.startsWith('{"kind":"step"'))).toHaveLength(
      summary.steps,
    );
  });

  test('stops at Ctrl-C with what there is', async () => {
    test.skip(process.platform === 'win32', 'signals of other processes are not to be had there');
    const out = path.join(folder, 'interrupted');
    const words = ['--config', config, '--backend', 'wasm', '--set', 'epochs=10000', '--out', out];
    const ended = await run('train', words, (line, signal) => {
      if (line.startsWith('epoch 1/')) signal('SIGINT');
    });
    expect(ended.code).toBe(130);
    expect(ended.errors).toBe('');
    expect(summaryOf(ended).outcome).toBe('interrupted');
    expect(summaryOf(ended).steps).toBeGreaterThanOrEqual(8);
  });

  const misuses: [string[], string | RegExp][] = [
    [['--preset', 'turbo'], /^There is no preset called "turbo"/],
    [['--set', 'bootstrap.topK=99'], /^bootstrap\.topK is 99, but it must be/],
    [['--config', '/no/such/file.json'], 'There is no file /no/such/file.json.'],
    [['--backend', 'gpu'], /^Option '--backend <name>' argument 'gpu' is invalid/],
  ];
  for (const [words, sentence] of misuses)
    test(`answers ${words.join(' ')} with one sentence`, async () => {
      const ended = await run('train', words);
      expect(ended.code).toBe(2);
      expect(ended.lines).toEqual(['']);
      expect(ended.errors).toMatch(sentence);
      expect(ended.errors.split('\n')).toHaveLength(1);
    });
});

test.describe('verify', () => {
  const recording = 'fixtures/golden/dino-vit-mean.safetensors';

  test('prints a table, or JSON', async () => {
    const table = await run('verify', [recording]);
    expect(table.errors).toBe('');
    expect(table.code).toBe(0);
    expect(table.lines).toContainEqual(expect.stringMatching(/^ {2}quantity +error +tolerance +verdict$/));
    expect(table.lines.at(-1)).toBe('All 1 verifications passed.');

    const json = await run('verify', [recording, '--json']);
    const reports = JSON.parse(json.lines.join('\n')) as {
      backend: string;
      passed: boolean;
      rows: object[];
    }[];
    expect(reports).toMatchObject([{ file: recording, backend: 'wasm', passed: true }]);
    expect(reports[0]?.rows.length).toBeGreaterThan(10);
  });

  test('fails a recording that says otherwise', async () => {
    const bytes = await readFile(recording);
    const headerLength = Number(bytes.readBigUInt64LE(0));
    const header = JSON.parse(bytes.toString('utf8', 8, 8 + headerLength)) as Record<
      string,
      { data_offsets: [number, number] }
    >;
    const [begin = NaN] = header['expect.loss']?.data_offsets ?? [];
    const at = 8 + headerLength + begin;
    bytes.writeFloatLE(1.01 * bytes.readFloatLE(at), at);
    const altered = path.join(folder, 'altered.safetensors');
    await writeFile(altered, bytes);
    const ended = await run('verify', [altered]);
    expect(ended.code).toBe(1);
    expect(ended.lines).toContainEqual(expect.stringMatching(/^ {2}loss .*FAIL/));
    expect(ended.lines.at(-1)).toBe('1 of 1 verifications failed.');
  });

  test('answers what is no recording with one sentence', async () => {
    const cut = path.join(folder, 'cut.safetensors');
    await writeFile(cut, (await readFile(recording)).subarray(0, 5000));
    for (const file of ['package.json', cut, '/no/such/file']) {
      const ended = await run('verify', [file]);
      expect(ended.code).toBe(2);
      expect(ended.errors).toMatch(/^\S.*\.$/);
      expect(ended.errors.split('\n')).toHaveLength(1);
    }
  });
});

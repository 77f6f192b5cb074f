/** @file The commands as a person types them, in processes of their own: results, exit codes, Ctrl-C. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'playwright/test';
import { writeSafetensors } from '../src/formats/safetensors.ts';
import { run, tinySettings, type Ended } from './command.ts';
import { slow, slowAndUntrained, untrained } from './tags.ts';

let folder: string;
let config: string;

test.beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'adasim-cli-'));
  config = path.join(folder, 'tiny.json');
  await writeFile(config, JSON.stringify(tinySettings));
});

test.afterAll(() => rm(folder, { recursive: true }));

interface Summary {
  outcome: string;
  step: number;
  steps: number;
  firstLoss: number;
  linearProbe: number;
  config: object;
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
      linearProbe: share,
      linearProbeUntrained: share,
      linearProbeRawPixels: share,
      retrieval: share,
      retrievalUntrained: share,
      retrievalRawPixels: share,
      rankMe: share,
      lidar: share,
      alphaReq: share,
      mutualInformation: share,
      config: { data: tinySettings.data, batchSize: 16 },
    });
    expect(JSON.parse(await readFile(path.join(out, 'summary.json'), 'utf8'))).toEqual(summary);
    const metrics = (await readFile(path.join(out, 'metrics.jsonl'), 'utf8')).trimEnd().split('\n');
    expect(metrics.filter((line) => line.startsWith('{"kind":"step"'))).toHaveLength(20);
    expect(metrics.filter((line) => line.startsWith('{"kind":"epoch"'))).toHaveLength(2);
    const evaluations = metrics
      .filter((line) => line.startsWith('{"kind":"evaluation"'))
      .map((line) => JSON.parse(line) as { step: number; linearProbe: number; covarianceSpectrum: number[] });
    expect(evaluations.map(({ step }) => step)).toEqual([0, 8, 16, 20]);
    expect(evaluations.at(-1)?.linearProbe).toBe(summary.linearProbe);
    expect(evaluations.at(-1)?.covarianceSpectrum).toHaveLength(32);
  });

  // The evaluation of raw pixels alone takes minutes on a software adapter; the recordings hold both to the same numbers.
  test('begins with the same loss on WebGPU and on WASM', slow, async () => {
    const losses: number[] = [];
    for (const backend of ['wasm', 'webgpu']) {
      const ended = await run('train', ['--config', config, '--backend', backend, '--steps', '3']);
      expect(ended.code).toBe(0);
      losses.push(summaryOf(ended).firstLoss);
    }
    const [wasm = NaN, webgpu = NaN] = losses;
    expect(Math.abs(webgpu - wasm) / wasm).toBeLessThan(1e-3);
  });

  test('keeps what was measured when the loss stops being a number', slow, async () => {
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
    const ended = await run('train', words, (line, { signal }) => {
      if (line.startsWith('epoch 1/')) signal('SIGINT');
    });
    expect(ended.code).toBe(130);
    const { outcome, steps } = summaryOf(ended);
    expect(ended.errors).toBe(
      `Ended at step ${steps} by Ctrl-C. What was measured is in ${out}. ` +
        'There is no checkpoint of it (--save writes one), so the same command begins anew.',
    );
    expect(outcome).toBe('interrupted');
    expect(steps).toBeGreaterThanOrEqual(8);
  });

  // A run on the page that is saved and opened is held to the same, always.
  test('goes on from a file as if it had never stopped', slow, async () => {
    test.skip(process.platform === 'win32', 'signals of other processes are not to be had there');
    const file = (name: string) => path.join(folder, `${name}.safetensors`);
    const out = (name: string) => path.join(folder, name);
    const flags = (name: string) => ['--backend', 'wasm', '--save', file(name), '--out', out(name)];
    const fresh = ['--config', config, '--set', 'epochs=10000'];
    const half = await run('train', [...fresh, ...flags('half')], (line, { signal }) => {
      if (line.startsWith('epoch 1/')) signal('SIGINT');
    });
    expect(half.code).toBe(130);
    const { step } = summaryOf(half);
    expect(half.errors.split('\n')).toEqual([
      `Saving to ${file('half')} before leaving; Ctrl-C again leaves without.`,
      `Ended at step ${step} by Ctrl-C. What was measured is in ${out('half')}. ` +
        `${file('half')} is of step ${step}, and goes on by: ` +
        `npm run train -- --from ${file('half')} --backend wasm`,
    ]);
    // The signal comes when it comes: the uninterrupted run goes as far beyond it as the resumed one, five epochs,
    // the last of which draw neighbours from a full window.
    const more = 40;
    const last = step + more;
    const steps = ['--steps', String(last)];

    const whole = await run('train', [...fresh, ...steps, ...flags('whole')]);
    expect(whole.code).toBe(0);
    expect(summaryOf(whole)).toMatchObject({ outcome: 'finished', saved: file('whole'), step: last });

    const end = await run('train', ['--from', file('half'), ...steps, ...flags('end')]);
    expect(end.errors).toBe('');
    expect(summaryOf(end)).toMatchObject({ preset: null, from: file('half'), step: last, steps: more });
    expect((await readFile(file('end'))).equals(await readFile(file('whole')))).toBe(true);
    const stepsIn = async (name: string) =>
      (await readFile(path.join(out(name), 'metrics.jsonl'), 'utf8'))
        .split('\n')
        .filter((line) => line.startsWith('{"kind":"step"'));
    expect([...(await stepsIn('half')), ...(await stepsIn('end'))]).toEqual(await stepsIn('whole'));
    expect(JSON.parse(await readFile(path.join(out('end'), 'config.json'), 'utf8'))).toEqual(
      summaryOf(whole).config,
    );
  });

  test(
    'answers a file that does not fit with one sentence, and leaves former results alone',
    untrained,
    async () => {
      const out = path.join(folder, 'former');
      await mkdir(out);
      await writeFile(path.join(out, 'metrics.jsonl'), 'kept');
      const weights = path.join(folder, 'weights.safetensors');
      const tensor = { dtype: 'F32', shape: [1], data: Float32Array.of(1) } as const;
      await writeFile(weights, writeSafetensors(new Map([['backbone.other', tensor]])));
      const ended = await run('train', [
        '--config',
        config,
        '--backend',
        'wasm',
        '--from',
        weights,
        '--out',
        out,
      ]);
      expect(ended.code).toBe(2);
      expect(ended.errors.startsWith(`${weights}: The file lacks "backbone.cls_token", `)).toBe(true);
      expect(ended.errors).toMatch(
        / and \d+ more tensors of this network; it has "backbone\.other" instead\.$/,
      );
      expect(ended.lines).toEqual(['']);
      expect(await readFile(path.join(out, 'metrics.jsonl'), 'utf8')).toBe('kept');
    },
  );

  /** One of each kind: of settings, of files, of flags. What a process answers to the others is told by unit tests. */
  const misuses: [string[], string | RegExp][] = [
    [['--set', 'bootstrap.topK=99'], /^bootstrap\.topK is 99, but it must be/],
    [
      ['--from', 'package.json'],
      /^package\.json: Bytes 0–7 claim a header of \d+ bytes, but only \d+ follow/,
    ],
    [['--backend', 'gpu'], /^Option '--backend <name>' argument 'gpu' is invalid/],
  ];
  const more: [string[], string | RegExp][] = [
    [['--preset', 'turbo'], /^There is no preset called "turbo"/],
    [['--config', '/no/such/file.json'], 'There is no file /no/such/file.json.'],
    [['--from', '/no/such/file'], 'There is no file /no/such/file that can be read.'],
    [['--save', '/no/such/run.safetensors'], /^--save is .*, but there is no folder \/no\/such that can be/],
  ];
  const answered = (words: string[], sentence: string | RegExp) => async () => {
    const ended = await run('train', words);
    expect(ended.code).toBe(2);
    expect(ended.lines).toEqual(['']);
    expect(ended.errors).toMatch(sentence);
    expect(ended.errors.split('\n')).toHaveLength(1);
  };
  const title = (words: string[]) => `answers ${words.join(' ')} with one sentence`;
  for (const [words, sentence] of misuses) test(title(words), untrained, answered(words, sentence));
  for (const [words, sentence] of more) test(title(words), slowAndUntrained, answered(words, sentence));
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

  test('answers what is no recording with one sentence', untrained, async () => {
    const cut = path.join(folder, 'cut.safetensors');
    await writeFile(cut, (await readFile(recording)).subarray(0, 5000));
    for (const files of [['package.json', cut], ['/no/such/file']]) {
      const ended = await run('verify', files);
      expect(ended.code).toBe(2);
      const sentences = ended.errors.split('\n');
      expect(sentences).toHaveLength(files.length);
      for (const sentence of sentences) expect(sentence).toMatch(/^\S.*\.$/);
    }
  });
});

import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { commands } from 'vitest/browser';
import { defaultBackbones } from '../config/defaults.ts';
import type { ExperimentConfig } from '../config/schema.ts';
import { parseSafetensors, writeSafetensors } from '../formats/safetensors.ts';
import { setUpBackend } from '../tensor/backend.ts';
import { Embedder } from './evaluation/embedder.ts';
import { Looking } from './explanation/looking.ts';
import { tinyConfig, tinyResnet, TinyRun } from './testing.ts';

const TOLERANCE = 1e-4;
const IMAGES = 8;
const NO_TORCH = 'No python3 here can import torch (on Debian: apt-get install python3-torch).';

const torch = await commands.hasTorch();
if (!torch) console.warn(`Skipped: ${NO_TORCH}`);

const runs: TinyRun[] = [];
const begun = (run: TinyRun): TinyRun => {
  runs.push(run);
  return run;
};
beforeAll(async () => {
  await setUpBackend('wasm');
});
afterEach(() => {
  for (const run of runs.splice(0)) run.dispose();
});

/** The features that the app's evaluation sees, of the first held-out images. */
async function shown({ run, config, dataset }: TinyRun): Promise<number[][]> {
  await dataset.complete();
  const embedder = new Embedder(config, dataset);
  embedder.take(run.trainer.method);
  const features = await embedder.embedRows(dataset.test, 0, IMAGES);
  const rows = Array.from({ length: IMAGES }, (_, row) => [
    ...features.subarray(row * embedder.dim, (row + 1) * embedder.dim),
  ]);
  embedder.dispose();
  return rows;
}

/** The first images of a split as PyTorch wants them: uint8, channels first. */
function imageFile(
  { dataset: { size, channels, ...splits } }: TinyRun,
  split: 'train' | 'test' = 'test',
): string {
  const area = size * size;
  const data = new Uint8Array(IMAGES * channels * area);
  for (let image = 0; image < IMAGES; image += 1)
    for (let channel = 0; channel < channels; channel += 1)
      for (let pixel = 0; pixel < area; pixel += 1)
        data[(image * channels + channel) * area + pixel] =
          splits[split].images[(image * area + pixel) * channels + channel] ?? 0;
  const images = { dtype: 'U8', shape: [IMAGES, channels, size, size], data } as const;
  return base64(writeSafetensors(new Map([['images', images]])));
}

const base64 = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
const fromBase64 = (text: string): Uint8Array =>
  Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

/** PyTorch's features of a file that the app exported. */
async function computed(run: TinyRun, file: Uint8Array, words: string[] = []): Promise<number[][]> {
  const { status, stdout, stderr } = await commands.torch({
    words: ['features', 'run.safetensors', 'images.safetensors', ...words],
    files: { 'run.safetensors': base64(file), 'images.safetensors': imageFile(run) },
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as number[]);
}

function expectSame(ours: number[][], theirs: number[][]): void {
  expect(theirs.map((row) => row.length)).toEqual(ours.map((row) => row.length));
  const worst = Math.max(
    ...ours.flatMap((row, i) => row.map((x, d) => Math.abs(x - (theirs[i]?.[d] ?? NaN)))),
  );
  expect(worst).toBeLessThan(TOLERANCE);
  // Two files of zeros would agree too.
  expect(Math.max(...ours.flat().map(Math.abs))).toBeGreaterThan(100 * TOLERANCE);
}

const resnet: ExperimentConfig = { ...tinyConfig, backbone: defaultBackbones.resnet, epochs: 20 };

describe('PyTorch', () => {
  test('gives the features of a ResNet after 12 steps', async ({ skip }) => {
    skip(!torch, NO_TORCH);
    const run = await begun(new TinyRun(resnet)).trainTo(12);
    const ours = await shown(run);
    expectSame(ours, await computed(run, await run.save()));
    expectSame(ours, await computed(run, await run.saveNetwork('teacher')));
  });

  const givesFeatures = async (config: ExperimentConfig, skip: (condition: boolean, why: string) => void) => {
    skip(!torch, NO_TORCH);
    const run = await begun(new TinyRun(config)).trainTo(6);
    expectSame(await shown(run), await computed(run, await run.save()));
  };

  test.for<{ name: string; config: ExperimentConfig }>([
    { name: 'a ViT', config: tinyConfig },
    {
      name: 'a DINO head with BatchNorm and a trained last layer',
      config: { ...tinyConfig, head: { ...tinyConfig.head, batchNorm: true, normLastLayer: false } },
    },
  ])('gives the features of $name', ({ config }, { skip }) => givesFeatures(config, skip));

  test('gives what a ViT looks at', async ({ skip }) => {
    skip(!torch, NO_TORCH);
    const tiny = await begun(new TinyRun(tinyConfig)).trainTo(6);
    const made = await commands.torch({
      words: ['attention', 'run.safetensors', 'images.safetensors', 'seen.safetensors'],
      files: { 'run.safetensors': base64(await tiny.save()), 'images.safetensors': imageFile(tiny, 'train') },
      output: 'seen.safetensors',
    });
    expect(made).toMatchObject({ status: 0, stderr: '' });
    const theirs = parseSafetensors(fromBase64(made.output)).tensors.get('attention');
    if (theirs?.dtype !== 'F32') throw new Error('It saves the attention.');
    const looking = new Looking(tiny.config, tiny.dataset);
    const perImage = theirs.data.length / IMAGES;
    const rows: number[][] = [];
    for (let image = 0; image < IMAGES; image += 1) {
      const look = await looking.at(tiny.run.trainer.method, tiny.run.step, image);
      rows.push([...(look?.networks[0]?.weights ?? [])]);
    }
    expectSame(
      rows,
      Array.from({ length: IMAGES }, (_, image) => [
        ...theirs.data.subarray(image * perImage, (image + 1) * perImage),
      ]),
    );
  });

  // Of these the file has the same backbones; to start PyTorch for each takes longer than all else.
  test.for<{ name: string; config: ExperimentConfig }>([
    { name: 'BYOL with a ResNet', config: { ...tinyConfig, method: 'byol', backbone: tinyResnet } },
    { name: 'SimSiam', config: { ...tinyConfig, method: 'simsiam' } },
  ])('gives the features of $name', { tags: ['slow'] }, ({ config }, { skip }) =>
    givesFeatures(config, skip),
  );

  test('makes a network that a run starts from', async ({ skip }) => {
    skip(!torch, NO_TORCH);
    const made = await commands.torch({
      words: ['new', 'config.json', 'start.safetensors'],
      files: { 'config.json': base64(new TextEncoder().encode(JSON.stringify(resnet))) },
      output: 'start.safetensors',
    });
    expect(made).toMatchObject({ status: 0, stderr: '' });
    const run = begun(TinyRun.from(fromBase64(made.output), resnet));
    expectSame(await shown(run), await computed(run, await run.save()));
    await run.trainTo(5);
    expect(run.losses).toHaveLength(5);
    expect(run.losses.every(Number.isFinite)).toBe(true);
    const fromSeed = await begun(new TinyRun(resnet)).trainTo(1);
    expect(run.losses[0]).not.toBe(fromSeed.losses[0]);
  });

  test('says in a sentence what is wrong with a file', async ({ skip }) => {
    skip(!torch, NO_TORCH);
    const run = begun(new TinyRun(tinyConfig));
    const file = await run.saveNetwork('student');
    const ask = (content: Uint8Array) =>
      commands.torch({
        words: ['features', 'run.safetensors', 'run.safetensors'],
        files: { 'run.safetensors': base64(content) },
      });
    expect(await ask(file.subarray(0, 5000))).toMatchObject({
      status: 2,
      stderr: 'run.safetensors is not a safetensors file, or is cut short.\n',
    });
    expect((await ask(file)).stderr).toContain('has no tensor “images”');
  });
});

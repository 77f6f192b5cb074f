/**
 * @file Builds the datasets that are absent or stale. A dataset is stale when the sources that build it, or
 * the packages it is made from, differ from those that its manifest's stamp was taken of.
 */
import { createHash } from 'node:crypto';
import { readFile, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { stream } from '../../src/adasim/random.ts';
import type { ShippedName } from '../../src/config/datasets.ts';
import { catalogue } from '../../src/data/catalogue.ts';
import { manifestSchema } from '../../src/data/manifest.ts';
import type { Manifest } from '../../src/data/manifest.ts';
import type { Collection } from './collection.ts';
import { collectDigits, digitsPackages } from './digits.ts';
import { collectEmoji, emojiPackages } from './emoji.ts';
import { collectFashion, fashionPackages } from './fashion.ts';
import { pack } from './pack.ts';
import { packageVersion, repositoryRoot } from './packages.ts';

interface Recipe {
  name: Exclude<ShippedName, 'shapes'>;
  /** Its own source file. */
  source: string;
  packages: readonly string[];
  collect: () => Collection | Promise<Collection>;
}

const recipes: readonly Recipe[] = [
  { name: 'fashion-mnist', source: 'fashion.ts', packages: fashionPackages, collect: collectFashion },
  { name: 'digits', source: 'digits.ts', packages: digitsPackages, collect: collectDigits },
  { name: 'emoji-32', source: 'emoji.ts', packages: emojiPackages, collect: collectEmoji },
];

/** Sources that every dataset depends on, from the repository's root. */
const commonSources = ['scripts/data/collection.ts', 'scripts/data/pack.ts', 'src/data/manifest.ts'];

export interface EnsureOptions {
  /** Build even what is up to date. */
  force?: boolean;
  /** Only these datasets. */
  only?: readonly Recipe['name'][];
  /** Where the datasets' folders go; `public/data` unless told. */
  outputDirectory?: string;
  /** Receives one line for each dataset. */
  log?: (line: string) => void;
}

export interface EnsuredDataset {
  name: string;
  built: boolean;
  images: number;
  /** Of all files that the page can fetch. */
  bytes: number;
  seconds: number;
}

/**
 * Makes sure that every dataset is there and current.
 * @throws Error naming the dataset and the reason, if one cannot be built
 */
export async function ensureData(options: EnsureOptions = {}): Promise<EnsuredDataset[]> {
  const log = options.log ?? console.log;
  const directory = options.outputDirectory ?? path.join(repositoryRoot, 'public', 'data');
  await removeAbandoned(directory);
  const wanted = recipes.filter(({ name }) => options.only?.includes(name) ?? true);
  return Promise.all(
    wanted.map(async (recipe) => {
      const started = performance.now();
      const stamp = await stampOf(recipe);
      const current = options.force === true ? undefined : await upToDate(directory, recipe.name, stamp);
      const manifest = current ?? (await build(recipe, directory, stamp));
      const ensured = {
        name: recipe.name,
        built: current === undefined,
        images: manifest.count,
        bytes: [manifest.index, ...manifest.shards].reduce((sum, file) => sum + file.bytes, 0),
        seconds: (performance.now() - started) / 1000,
      };
      log(summary(ensured, manifest));
      return ensured;
    }),
  );
}

async function build(recipe: Recipe, outputDirectory: string, stamp: string): Promise<Manifest> {
  try {
    const collection = await recipe.collect();
    const { name } = recipe;
    return await pack(collection, { name, stamp, credits: catalogue[name].credits, outputDirectory });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Could not build ${recipe.name}: ${reason}`, { cause: error });
  }
}

async function stampOf(recipe: Recipe): Promise<string> {
  const hash = createHash('sha256');
  for (const source of [...commonSources, `scripts/data/${recipe.source}`])
    hash.update(await readFile(path.join(repositoryRoot, source)));
  for (const name of recipe.packages) hash.update(`${name}@${packageVersion(name)}\n`);
  // Of the generator only its numbers matter.
  hash.update(stream(0, 'shards').permutation(64));
  hash.update(JSON.stringify(catalogue[recipe.name].credits));
  return hash.digest('hex');
}

/** The manifest of a dataset that has this stamp and all its files, each of its full length. */
async function upToDate(directory: string, name: string, stamp: string): Promise<Manifest | undefined> {
  try {
    const folder = path.join(directory, name);
    const manifest = manifestSchema.parse(
      JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8')),
    );
    if (manifest.stamp !== stamp) return undefined;
    for (const file of [manifest.index, ...manifest.shards])
      if ((await stat(path.join(folder, file.path))).size !== file.bytes) return undefined;
    return manifest;
  } catch {
    // Absent, unreadable or of another format: all of them mean that it must be built.
    return undefined;
  }
}

/** Half-built folders of runs that were interrupted over an hour ago (a younger one may be at work). */
async function removeAbandoned(directory: string): Promise<void> {
  const entries = await readdir(directory).catch(() => []);
  for (const entry of entries.filter((name) => name.includes('.partial-'))) {
    const location = path.join(directory, entry);
    const { mtimeMs } = await stat(location);
    if (Date.now() - mtimeMs > 3_600_000) await rm(location, { recursive: true, force: true });
  }
}

function summary(ensured: EnsuredDataset, manifest: Manifest): string {
  const megabytes = (ensured.bytes / 1e6).toFixed(1);
  const state = ensured.built ? `built in ${ensured.seconds.toFixed(1)} s` : 'up to date';
  return (
    `${ensured.name}: ${ensured.images} images of ${manifest.size}×${manifest.size}×${manifest.channels}, ` +
    `${manifest.shards.length} shards, ${megabytes} MB, ${state}`
  );
}

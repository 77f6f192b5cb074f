/**
 * @file Packs a collection into compressed shards with content-hashed names. The order is shuffled, by
 * identity, with a fixed seed: any one shard is a fair sample, and all pictures of one thing are together,
 * so that a run on few images still has several pictures of each thing.
 */
import { createHash } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { stream } from '../../src/adasim/random.ts';
import type { Credit } from '../../src/data/catalogue.ts';
import { INDEX_BYTES_PER_IMAGE, imageBytes } from '../../src/data/manifest.ts';
import type { Manifest, ManifestFile } from '../../src/data/manifest.ts';
import type { CollectedImage, Collection } from './collection.ts';

const compress = promisify(gzip);

/** Compressed size that a shard aims at, bytes: small enough to start early, large enough to be few. */
const SHARD_BYTES = 384 * 1024;

/** Level 9 takes ten times as long for one part in two hundred. */
const LEVEL = 7;

export interface PackOptions {
  name: string;
  stamp: string;
  credits: readonly Credit[];
  /** Receives the folder `<name>`; an older one is replaced only once the new one is whole. */
  outputDirectory: string;
}

/** Writes `manifest.json`, the index and the shards. Returns the manifest. */
export async function pack(collection: Collection, options: PackOptions): Promise<Manifest> {
  const images = shuffled(collection.images);
  const target = path.join(options.outputDirectory, options.name);
  const partial = `${target}.partial-${process.pid}`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });

  const write = async (stem: string, content: Uint8Array): Promise<ManifestFile> => {
    const compressed = await compress(content, { level: LEVEL });
    const sha256 = createHash('sha256').update(compressed).digest('hex');
    // Not “.gz”: servers answer that with an encoding which the browser undoes before we see the bytes.
    const file = { path: `${stem}.${sha256.slice(0, 12)}.bin`, bytes: compressed.byteLength, sha256 };
    await writeFile(path.join(partial, file.path), compressed);
    return file;
  };

  const perShard = await imagesPerShard(images);
  const batches = Array.from({ length: Math.ceil(images.length / perShard) }, (_, i) =>
    images.slice(i * perShard, (i + 1) * perShard),
  );
  const [index, ...shards] = await Promise.all([
    write('index', indexOf(images)),
    ...batches.map((batch, i) => write(`shard-${String(i).padStart(3, '0')}`, pixelsOf(batch))),
  ]);
  const { size, channels } = collection;
  const manifest: Manifest = {
    format: 'adasim-dataset/1',
    name: options.name,
    stamp: options.stamp,
    count: images.length,
    size,
    channels,
    ...channelStatistics(images, channels),
    classNames: [...collection.classNames],
    identities: new Set(images.map((image) => image.identity)).size,
    identityNames: [...collection.identityNames],
    variantNames: [...collection.variantNames],
    licences: options.credits.map((credit) => ({ ...credit })),
    index,
    shards: shards.map((file, i) => ({ ...file, images: batches[i]?.length ?? 0 })),
  };
  if (images.some((image) => image.pixels.length !== imageBytes(manifest)))
    throw new Error(`An image of ${options.name} is not ${size}×${size}×${channels}.`);
  await writeFile(path.join(partial, 'manifest.json'), JSON.stringify(manifest));
  await rm(target, { recursive: true, force: true });
  await rename(partial, target);
  return manifest;
}

/** All images of one identity stay together; identities are in a fixed random order. */
function shuffled(images: readonly CollectedImage[]): CollectedImage[] {
  const groups = new Map<number, CollectedImage[]>();
  for (const image of images) {
    const group = groups.get(image.identity);
    if (group === undefined) groups.set(image.identity, [image]);
    else group.push(image);
  }
  const identities = [...groups.keys()];
  const order = stream(0, 'shards').permutation(identities.length);
  return [...order].flatMap((i) => groups.get(identities[i] ?? -1) ?? []);
}

/** How many images compress to about one shard, judged by the first few hundred. */
async function imagesPerShard(images: readonly CollectedImage[]): Promise<number> {
  const sample = images.slice(0, 512);
  const compressed = await compress(pixelsOf(sample), { level: LEVEL });
  return Math.max(1, Math.floor((SHARD_BYTES * sample.length) / compressed.byteLength));
}

function pixelsOf(images: readonly CollectedImage[]): Uint8Array {
  return Buffer.concat(images.map((image) => image.pixels));
}

/** Mean and standard deviation of each channel over all pixels, scaled to [0, 1], to four digits. */
function channelStatistics(
  images: readonly CollectedImage[],
  channels: number,
): { mean: number[]; std: number[] } {
  const round = (value: number): number => Number(value.toFixed(4));
  const mean: number[] = [];
  const std: number[] = [];
  for (let channel = 0; channel < channels; channel++) {
    let sum = 0;
    let squares = 0;
    let count = 0;
    for (const { pixels } of images)
      for (let i = channel; i < pixels.length; i += channels) {
        const value = (pixels[i] ?? 0) / 255;
        sum += value;
        squares += value * value;
        count++;
      }
    mean.push(round(sum / count));
    std.push(round(Math.sqrt(squares / count - (sum / count) ** 2)));
  }
  return { mean, std };
}

/** The layout of `manifest.index`. */
function indexOf(images: readonly CollectedImage[]): Uint8Array {
  const count = images.length;
  const bytes = new Uint8Array(count * INDEX_BYTES_PER_IMAGE);
  const view = new DataView(bytes.buffer);
  images.forEach((image, i) => {
    view.setUint32(4 * i, image.identity, true);
    view.setUint8(4 * count + i, image.label);
    view.setUint8(5 * count + i, image.variant);
  });
  return bytes;
}

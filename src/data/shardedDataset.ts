/** @file A dataset packed by `npm run data`, streamed shard by shard. Works in a page, a worker and Node. */
import { ArrivingDataset, blockEnds } from './arrivingDataset.ts';
import type { DatasetCard } from './catalogue.ts';
import { DatasetError, emptySplit } from './dataset.ts';
import type { Dataset, Split } from './dataset.ts';
import { fetchJson, fetchPacked } from './fetchFile.ts';
import { INDEX_BYTES_PER_IMAGE, imageBytes, manifestSchema } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import type { OpenOptions } from './open.ts';
import { planShards } from './split.ts';
import type { ShardPlan } from './split.ts';

/** Shards under way at a time: enough to hide the network's latency, few enough that the first comes first. */
const LOOK_AHEAD = 3;

interface Index {
  identities: Uint32Array;
  labels: Uint8Array;
  variants: Uint8Array;
}

/**
 * Opens a packed dataset: resolves when its manifest and index are there, and goes on fetching shards.
 * @throws DatasetError if it is not there or damaged
 */
export async function openShardedDataset(card: DatasetCard, options: OpenOptions): Promise<Dataset> {
  const { signal } = options;
  const folder = new URL(`${card.name}/`, options.baseUrl).href;
  const manifest = await readManifest(card, folder, signal);
  const index = readIndex(
    manifest.count,
    await fetchPacked(
      folder,
      manifest.index,
      manifest.count * INDEX_BYTES_PER_IMAGE,
      `The index of ${card.title}`,
      signal === undefined ? {} : { signal },
    ),
  );
  const plans = planShards({
    seed: options.seed,
    shardImages: manifest.shards.map((shard) => shard.images),
    identities: index.identities,
    testPool: card.maxTestImages,
    trainImages: options.trainImages,
    testImages: options.testImages,
  });
  return new ShardedDataset(card.title, manifest, index, plans, folder, options);
}

async function readManifest(card: DatasetCard, folder: string, signal?: AbortSignal): Promise<Manifest> {
  const json = await fetchJson(new URL('manifest.json', folder).href, card.title, signal);
  const parsed = manifestSchema.safeParse(json);
  if (!parsed.success)
    throw new DatasetError(
      `${card.title} was built by another version of this app. Build it with “npm run data”, then reload the page.`,
      { cause: parsed.error },
    );
  return parsed.data;
}

function readIndex(count: number, bytes: Uint8Array<ArrayBuffer>): Index {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return {
    identities: Uint32Array.from({ length: count }, (_, i) => view.getUint32(4 * i, true)),
    labels: bytes.subarray(4 * count, 5 * count),
    variants: bytes.subarray(5 * count, 6 * count),
  };
}

class ShardedDataset extends ArrivingDataset implements Dataset {
  readonly size: number;
  readonly channels: 1 | 3;
  readonly classNames: readonly string[];
  readonly identityNames: readonly string[];
  readonly variantNames: readonly string[];
  readonly normalisation: { mean: readonly number[]; std: readonly number[] };
  readonly train: Split;
  readonly test: Split;
  readonly trainBlocks: readonly number[];

  constructor(
    readonly title: string,
    private readonly manifest: Manifest,
    index: Index,
    private readonly plans: readonly ShardPlan[],
    private readonly folder: string,
    private readonly options: OpenOptions,
  ) {
    super();
    this.size = manifest.size;
    this.channels = manifest.channels;
    this.classNames = manifest.classNames;
    this.identityNames = manifest.identityNames;
    this.variantNames = manifest.variantNames;
    this.normalisation = { mean: manifest.mean, std: manifest.std };
    this.train = this.describe(index, 'train');
    this.test = this.describe(index, 'test');
    // A shard may hold test images only.
    this.trainBlocks = blockEnds(plans.map(({ train }) => train.length));
    this.follow(this.load());
  }

  /** A split with everything but its pixels. */
  private describe(index: Index, which: 'train' | 'test'): Split {
    const { shards } = this.manifest;
    const count = this.plans.reduce((sum, plan) => sum + plan[which].length, 0);
    const split = emptySplit(count, this.size, this.channels);
    let row = 0;
    for (const plan of this.plans) {
      const start = shards.slice(0, plan.shard).reduce((sum, shard) => sum + shard.images, 0);
      for (const position of plan[which]) {
        split.labels[row] = index.labels[start + position] ?? 0;
        split.identities[row] = index.identities[start + position] ?? 0;
        split.variants[row] = index.variants[start + position] ?? 0;
        row++;
      }
    }
    return split;
  }

  /** Fetches a few shards at a time, but takes them in in their order. */
  private async load(): Promise<void> {
    const { onProgress } = this.options;
    const total = this.plans.reduce((sum, { shard }) => sum + (this.manifest.shards[shard]?.bytes ?? 0), 0);
    let done = 0;
    const onBytes = (bytes: number): void => {
      done += bytes;
      onProgress?.(done, total);
    };
    onProgress?.(0, total);

    // One shard's failure ends the others' fetches.
    const stop = new AbortController();
    const { signal } = this.options;
    const fetchSignal = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
    const underWay: Promise<Uint8Array>[] = [];
    try {
      for (const [i, plan] of this.plans.entries()) {
        for (const { shard } of this.plans.slice(underWay.length, i + LOOK_AHEAD)) {
          const fetched = this.fetchShard(shard, onBytes, fetchSignal);
          // Its error is met when its turn comes; until then it must not count as unhandled.
          fetched.catch(() => undefined);
          underWay.push(fetched);
        }
        const pixels = await underWay[i];
        if (pixels !== undefined) this.takeIn(plan, pixels);
      }
    } finally {
      stop.abort();
    }
  }

  private fetchShard(
    shard: number,
    onBytes: (bytes: number) => void,
    signal: AbortSignal,
  ): Promise<Uint8Array> {
    const { shards } = this.manifest;
    const file = shards[shard];
    if (file === undefined) throw new RangeError(`There is no shard ${shard}.`);
    const what = `Shard ${shard + 1} of ${shards.length} of ${this.title}`;
    return fetchPacked(this.folder, file, file.images * imageBytes(this), what, { onBytes, signal });
  }

  private takeIn(plan: ShardPlan, pixels: Uint8Array): void {
    for (const which of ['train', 'test'] as const) {
      const gate = this.gates[which];
      const length = imageBytes(this);
      let row = gate.count;
      for (const position of plan[which]) {
        this[which].images.set(pixels.subarray(position * length, (position + 1) * length), row * length);
        row++;
      }
      gate.advance(row);
    }
  }
}

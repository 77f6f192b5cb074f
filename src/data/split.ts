/**
 * @file Which stored image becomes which row of which split: a function of the seed and of the numbers asked
 * for, computed from the index before any pixel arrives. The seed chooses the held-out identities and the
 * order of the shards; rows are filled in that order until there are enough, and only those shards are fetched.
 */
import { stream } from '../adasim/random.ts';

/** One shard to fetch, and where its images go. */
export interface ShardPlan {
  /** Which shard. */
  shard: number;
  /** Positions within the shard of its training images; they become the next training rows. */
  train: Int32Array;
  test: Int32Array;
}

export interface SplitRequest {
  seed: number;
  /** Images in each shard. */
  shardImages: readonly number[];
  /** Of every stored image. */
  identities: Uint32Array;
  /** Identities are set aside until there are at least so many held-out images to choose from. */
  testPool: number;
  trainImages: number;
  testImages: number;
}

/** The shards to fetch, in order. Fewer rows than asked for only if the dataset is too small. */
export function planShards(request: SplitRequest): ShardPlan[] {
  const { seed, shardImages, identities, trainImages, testImages } = request;
  const heldOut = heldOutIdentities(seed, identities, request.testPool);
  const starts = shardImages.map((_, i) => shardImages.slice(0, i).reduce((sum, images) => sum + images, 0));
  const plans: ShardPlan[] = [];
  let trainLeft = trainImages;
  let testLeft = testImages;
  for (const shard of stream(seed, 'data', 'shards').permutation(shardImages.length)) {
    if (trainLeft <= 0 && testLeft <= 0) break;
    const train: number[] = [];
    const test: number[] = [];
    const start = starts[shard] ?? 0;
    for (let position = 0; position < (shardImages[shard] ?? 0); position++) {
      const isTest = heldOut.has(identities[start + position] ?? -1);
      if (isTest && test.length < testLeft) test.push(position);
      if (!isTest && train.length < trainLeft) train.push(position);
    }
    trainLeft -= train.length;
    testLeft -= test.length;
    if (train.length + test.length > 0)
      plans.push({ shard, train: Int32Array.from(train), test: Int32Array.from(test) });
  }
  return plans;
}

/** Random identities with at least `images` images between them. */
function heldOutIdentities(seed: number, identities: Uint32Array, images: number): Set<number> {
  const counts = new Map<number, number>();
  for (const identity of identities) counts.set(identity, (counts.get(identity) ?? 0) + 1);
  // Sorted, so that the choice does not depend on how the shards were packed.
  const all = [...counts.keys()].sort((a, b) => a - b);
  const chosen = new Set<number>();
  let sum = 0;
  for (const i of stream(seed, 'data', 'split').permutation(all.length)) {
    if (sum >= images) break;
    const identity = all[i] ?? -1;
    chosen.add(identity);
    sum += counts.get(identity) ?? 0;
  }
  return chosen;
}

import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Dataset, Split } from './dataset.ts';
import type { OpenOptions } from './open.ts';
import { epochOrder, rowsNeeded } from './order.ts';
import { openShardedDataset } from './shardedDataset.ts';
import { stream } from '../adasim/random.ts';
import {
  SIDE,
  card,
  packedPicture,
  startTestServer,
  type TestServer,
} from '../../scripts/data/testServer.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterEach(async () => {
  // What one test still loads must not be counted in the next.
  await Promise.allSettled(opened.splice(0).map((dataset) => dataset.complete()));
  server.reset();
});
afterAll(() => server.close());

const opened: Dataset[] = [];

async function open(options: Partial<OpenOptions> = {}): Promise<Dataset> {
  const request = { baseUrl: server.baseUrl, seed: 3, trainImages: 1000, testImages: 200, ...options };
  const dataset = await openShardedDataset(card, request);
  opened.push(dataset);
  return dataset;
}

function expectPictures(split: Split, from: number, to: number): void {
  const length = SIDE * SIDE * 3;
  for (let row = from; row < to; row++) {
    const wanted = packedPicture(split.identities[row] ?? -1, split.variants[row] ?? -1);
    expect(Buffer.compare(split.images.subarray(row * length, (row + 1) * length), wanted)).toBe(0);
  }
}

describe('a packed dataset', () => {
  it('gives each row its picture, label, identity and variant', async () => {
    const dataset = await open();
    await dataset.complete();
    expect([dataset.train.count, dataset.test.count]).toEqual([1000, 200]);
    expect(dataset.loaded).toEqual({ train: 1000, test: 200 });
    expectPictures(dataset.train, 0, 1000);
    expectPictures(dataset.test, 0, 200);
    for (const split of [dataset.train, dataset.test])
      split.labels.forEach((label, row) =>
        expect(label).toBe((3 * (split.identities[row] ?? NaN) + (split.variants[row] ?? NaN)) % 7),
      );
    expect(dataset.identityNames[17]).toBe('thing 17');
    expect(dataset.variantNames).toEqual(['ink', 'oil', 'chalk']);
  });

  it('shows no identity in both splits', async () => {
    const { train, test } = await open();
    const seen = new Set(train.identities);
    expect([...test.identities].filter((identity) => seen.has(identity))).toEqual([]);
  });

  it('has the same rows for the same seed whatever arrives when, and others for another', async () => {
    const rows = async (seed: number): Promise<string> => {
      const { train, test } = await open({ seed });
      return [...train.identities, ...test.identities].join();
    };
    const calm = await rows(3);
    server.misbehave(async () => {
      await pause(Math.random() * 30);
      return false;
    });
    const late = await open();
    await late.complete();
    expect([...late.train.identities, ...late.test.identities].join()).toBe(calm);
    expectPictures(late.train, 0, 1000);
    expect(await rows(4)).not.toBe(calm);
  });

  it('begins a larger request with the smaller one', async () => {
    const [small, large] = [await open({ trainImages: 300, testImages: 50 }), await open()];
    expect(large.train.identities.slice(0, 300)).toEqual(small.train.identities);
    expect(large.test.identities.slice(0, 50)).toEqual(small.test.identities);
  });

  it('fetches only the shards it needs', async () => {
    expect(server.manifest.shards.length).toBeGreaterThan(2);
    const dataset = await open({ trainImages: 100, testImages: 30 });
    await dataset.complete();
    expect(server.shardsAskedFor).toHaveLength(1);
  });

  it('keeps the pictures of one thing together', async () => {
    const { train } = await open({ trainImages: 300 });
    // All but the last thing, and perhaps one at the edge of a shard, are there in all three variants.
    expect(new Set(train.identities).size).toBeLessThanOrEqual(102);
  });

  it('tells how many bytes have come', async () => {
    const progress: [number, number][] = [];
    const dataset = await open({ onProgress: (done, total) => progress.push([done, total]) });
    await dataset.complete();
    const [last] = progress.slice(-1);
    const bytes = server.manifest.shards.reduce((sum, shard) => sum + shard.bytes, 0);
    expect(last).toEqual([bytes, bytes]);
    expect(progress[0]).toEqual([0, bytes]);
    expect(progress.length).toBeGreaterThan(server.manifest.shards.length);
  });
});

describe('training can begin before the last shard is there', () => {
  it('with the first block, whose batches are those of a run that waited', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const waited = await open();
    await waited.complete();
    const lastShard = [...server.shardsAskedFor].pop();
    server.reset();
    server.misbehave(async (file) => {
      if (file === lastShard) await held;
      return false;
    });

    const dataset = await open();
    expect(dataset.trainBlocks).toEqual(waited.trainBlocks);
    const order = epochOrder(dataset.trainBlocks, 0, stream(3, 'order', 0));
    const batch = order.slice(0, 64);
    await dataset.ready(rowsNeeded(batch));
    expect(dataset.loaded.train).toBeLessThan(dataset.train.count);
    expect(dataset.loaded.train).toBeGreaterThanOrEqual(rowsNeeded(batch));
    expectPictures(dataset.train, 0, dataset.loaded.train);
    for (const row of batch) expect(dataset.train.identities[row]).toBe(waited.train.identities[row]);

    release();
    await dataset.complete();
    expect(Buffer.compare(dataset.train.images, waited.train.images)).toBe(0);
  });
});

describe('bad data is one clear sentence', () => {
  /** The error of loading everything. */
  const failure = async (options: Partial<OpenOptions> = {}): Promise<Error> => {
    try {
      await (await open(options)).complete();
    } catch (error) {
      if (error instanceof Error) return error;
    }
    throw new Error('Loading did not fail.');
  };
  const isShard = (file: string): boolean => file.startsWith('shard-001');

  it('absent altogether', async () => {
    const error = await failure({ baseUrl: `${server.baseUrl}nowhere/` });
    expect(error.name).toBe('DatasetError');
    expect(error.message).toBe(
      'Noise is not there (manifest.json: 404). Build it with “npm run data”, then reload the page.',
    );
  });

  it('absent, and the server answers with its page', async () => {
    server.misbehave((_, __, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html>');
      return true;
    });
    expect((await failure()).message).toMatch(
      /^Noise is not there \(manifest.json: a web page came instead\)/,
    );
  });

  it('a manifest of another version, or none at all', async () => {
    server.misbehave((file, _, response) => {
      if (file === 'manifest.json') response.end('{"format":"adasim-dataset/0"}');
      return file === 'manifest.json';
    });
    expect((await failure()).message).toMatch(/^Noise was built by another version of this app/);
    server.misbehave((file, bytes, response) => {
      if (file === 'manifest.json') response.end(bytes.subarray(0, 100));
      return file === 'manifest.json';
    });
    expect((await failure()).message).toMatch(/^Noise’s manifest.json is damaged/);
  });

  it('no server', async () => {
    const error = await failure({ baseUrl: 'http://127.0.0.1:9/' });
    expect(error.message).toBe('Noise could not be fetched. Check the connection, then reload the page.');
  });

  it('a shard that is missing', async () => {
    server.misbehave((file, _, response) => {
      if (isShard(file)) response.writeHead(404).end();
      return isShard(file);
    });
    expect((await failure()).message).toMatch(
      /^Shard 2 of \d of Noise is missing \(shard-001\.\w+\.bin: 404\)\. Reload the page; .* “npm run data -- --force”\.$/,
    );
  });

  it('a shard that is cut short, whether or not the server says so', async () => {
    for (const honest of [true, false]) {
      server.misbehave((file, bytes, response) => {
        if (!isShard(file)) return false;
        response.writeHead(200, { 'Content-Length': honest ? 1000 : bytes.length });
        response.write(bytes.subarray(0, 1000), () => (honest ? response.end() : response.destroy()));
        return true;
      });
      expect((await failure()).message).toMatch(
        /^Shard 2 of \d of Noise was cut short: 1000 of \d+ bytes arrived\. /,
      );
    }
  });

  it('a shard that was altered, or is longer', async () => {
    server.misbehave((file, bytes, response) => {
      if (!isShard(file)) return false;
      bytes[5000] = (bytes[5000] ?? 0) ^ 1;
      response.end(bytes);
      return true;
    });
    expect((await failure()).message).toMatch(
      /^Shard 2 of \d of Noise is not what it should be: .* its hash\. /,
    );
    server.misbehave((file, bytes, response) => {
      if (isShard(file)) response.end(Buffer.concat([bytes, Buffer.alloc(7)]));
      return isShard(file);
    });
    expect((await failure()).message).toMatch(
      /^Shard 2 of \d of Noise is not what it should be: \d+ bytes, not \d+\. /,
    );
  });

  it('what arrived before stays usable, and later calls get the same error', async () => {
    // The shard that comes second in this seed's order.
    const whole = await open();
    await whole.complete();
    const second = server.shardsAskedFor[1];
    server.reset();
    server.misbehave((file, _, response) => {
      if (file === second) response.writeHead(500).end();
      return file === second;
    });
    const dataset = await open();
    const [firstBlock = NaN] = dataset.trainBlocks;
    await expect(dataset.complete()).rejects.toThrow('is missing');
    await expect(dataset.ready(firstBlock)).resolves.toBeUndefined();
    await expect(dataset.ready(firstBlock + 1)).rejects.toThrow('is missing');
    expect(dataset.loaded.train).toBe(firstBlock);
    expectPictures(dataset.train, 0, firstBlock);
  });

  it('an abort is passed on as it is', async () => {
    const controller = new AbortController();
    server.misbehave((file) => {
      if (isShard(file)) controller.abort(new Error('enough'));
      return isShard(file);
    });
    expect((await failure({ signal: controller.signal })).message).toBe('enough');
  });

  it('asking for a row that is not there', async () => {
    const dataset = await open();
    await expect(dataset.ready(1001)).rejects.toThrow('There are 1000 training rows, not 1001.');
  });
});

/** @file For tests: a packed dataset in a temporary folder, served by a real server that can misbehave. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pack } from './pack.ts';
import type { CollectedImage } from './collection.ts';
import { stream } from '../../src/adasim/random.ts';
import type { DatasetCard } from '../../src/data/catalogue.ts';
import type { Manifest } from '../../src/data/manifest.ts';

export const SIDE = 16;
export const IMAGES = 1500;

/** Noise that does not compress, so that there are several shards; each identity has three pictures. */
const images: CollectedImage[] = Array.from({ length: IMAGES }, (_, i) => {
  const random = stream(1, 'picture', i);
  const pixels = Uint8Array.from({ length: SIDE * SIDE * 3 }, () => random.integer(256));
  return { pixels, label: i % 7, identity: Math.floor(i / 3), variant: i % 3 };
});

export const card: DatasetCard = {
  name: 'emoji-32',
  title: 'Noise',
  description: '',
  identity: '',
  repeats: true,
  size: SIDE,
  channels: 3,
  classes: 7,
  maxTrainImages: 1100,
  maxTestImages: 300,
  commonClass: 'class',
  pictured: 'the same, again',
  credits: [],
};

/** What the server does with a file; by default it sends it. */
export type Misbehaviour = (
  file: string,
  bytes: Buffer,
  response: ServerResponse,
) => boolean | Promise<boolean>;

export interface TestServer {
  baseUrl: string;
  manifest: Manifest;
  /** Files asked for since the last {@link reset}, without the manifest and the index. */
  shardsAskedFor: string[];
  /** Answers requests from now on, where it returns true. */
  misbehave: (misbehaviour: Misbehaviour) => void;
  reset: () => void;
  close: () => Promise<void>;
}

export async function startTestServer(): Promise<TestServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'noise-'));
  const manifest = await pack(
    {
      size: SIDE,
      channels: 3,
      classNames: ['a', 'b', 'c', 'd', 'e', 'f', 'g'],
      identityNames: Array.from({ length: IMAGES / 3 }, (_, i) => `thing ${i}`),
      variantNames: ['ink', 'oil', 'chalk'],
      images,
    },
    { name: card.name, stamp: 'test', credits: [], outputDirectory: folder },
  );
  const shardsAskedFor: string[] = [];
  let misbehaviour: Misbehaviour = () => false;

  const answer = async (url: string, response: ServerResponse): Promise<void> => {
    const file = path.basename(url);
    if (file.startsWith('shard')) shardsAskedFor.push(file);
    const bytes = await readFile(path.join(folder, url)).catch(() => undefined);
    if (bytes === undefined) response.writeHead(404).end();
    else if (!(await misbehaviour(file, bytes, response))) response.end(bytes);
  };
  const server = createServer((request, response) => void answer(request.url ?? '', response));
  // On a busy machine a test takes longer than the default of five seconds.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The test server has no port.');

  return {
    baseUrl: `http://127.0.0.1:${address.port}/`,
    manifest,
    shardsAskedFor,
    misbehave: (next) => (misbehaviour = next),
    reset: () => {
      misbehaviour = () => false;
      shardsAskedFor.length = 0;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true });
    },
  };
}

/** The picture of an identity in a variant, as it was packed. */
export function packedPicture(identity: number, variant: number): Uint8Array {
  return (
    images.find((image) => image.identity === identity && image.variant === variant)?.pixels ??
    new Uint8Array()
  );
}

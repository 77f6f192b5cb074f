/**
 * @file What `npm run data` writes and the app reads: `<name>/manifest.json` beside gzip-compressed binary
 * files. Every file's name carries its content's hash, so a cached file is never a stale one.
 */
import { z } from 'zod';

const fileSchema = z.strictObject({
  /** Beside the manifest. */
  path: z.string().regex(/^[\w.-]+$/),
  /** Compressed, as served. */
  bytes: z.int().min(1),
  /** Of the compressed bytes, hexadecimal. */
  sha256: z.string().length(64),
});

export const manifestSchema = z.strictObject({
  format: z.literal('adasim-dataset/1'),
  name: z.string(),
  /** Of the builder's sources and the packages they read; a different stamp means stale. */
  stamp: z.string(),
  /** Images in all shards. */
  count: z.int().min(1),
  /** Side of an image, pixels. */
  size: z.int().min(1).max(1024),
  channels: z.union([z.literal(1), z.literal(3)]),
  /** Per channel, of all pixels in [0, 1]. */
  mean: z.array(z.number()).min(1).max(3),
  std: z.array(z.number().positive()).min(1).max(3),
  classNames: z.array(z.string()).min(2).max(256),
  /** Number of distinct identities. */
  identities: z.int().min(1),
  /** One per identity, or empty where identities have no names. */
  identityNames: z.array(z.string()),
  /** The ways in which one identity is pictured (drawing styles), or empty. */
  variantNames: z.array(z.string()).max(256),
  licences: z.array(
    z.strictObject({ work: z.string(), author: z.string(), licence: z.string(), url: z.string() }),
  ),
  /** identities uint32 [count] little-endian, labels uint8 [count], variants uint8 [count], in shard order. */
  index: fileSchema,
  /** Images uint8 [images, size, size, channels], in order. Any one shard is a fair sample of the whole. */
  shards: z.array(fileSchema.extend({ images: z.int().min(1) })).min(1),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestFile = z.infer<typeof fileSchema>;
export type ManifestShard = Manifest['shards'][number];

/** Bytes of one image. */
export const imageBytes = (manifest: Pick<Manifest, 'size' | 'channels'>): number =>
  manifest.size * manifest.size * manifest.channels;

/** Bytes of the decompressed index, per image. */
export const INDEX_BYTES_PER_IMAGE = 6;

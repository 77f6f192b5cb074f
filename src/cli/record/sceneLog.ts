/** @file What a run showed besides its curves, read back from the `scenes.jsonl` of its folder. */
import { z } from 'zod';
import type { MapFrame } from '../../protocol/map.ts';
import {
  plainGallerySchema,
  plainInspectionSchema,
  type PlainGallery,
  type PlainInspection,
} from '../../protocol/plainScenes.ts';

/** RGBA bytes. */
type Bytes = Uint8Array;

/** View 1 and view 2; none where no step trains the pair. */
export type ViewedInspection = PlainInspection & { views: readonly Bytes[] };

/** Where images lay on the map after an epoch. */
export type LoggedFrame = Pick<MapFrame, 'step' | 'epoch' | 'explained' | 'images' | 'positions' | 'gates'>;

/** An image of the map. */
export interface LoggedImage {
  image: number;
  label: number;
  identity: number;
  name: string;
}

export interface ArmLog {
  galleries: PlainGallery[];
  inspections: ViewedInspection[];
  /** In order; none of a run from before maps were kept. */
  frames: LoggedFrame[];
}

export interface SceneLog {
  /** Side of a picture, pixels. */
  size: number;
  /** By their index in the training set. */
  pictures: ReadonlyMap<number, Bytes>;
  /** Of the map, ascending. */
  mapped: readonly LoggedImage[];
  /** That the run's map was of. */
  trainImages: number;
  arms: readonly ArmLog[];
}

const arm = z.int().min(0);
const bytes = z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64')));
/** Numbers of four bytes; what is left over at the end is none. */
const integers = bytes.transform(({ buffer }) => new Int32Array(buffer.slice(0, buffer.byteLength & ~3)));
const floats = bytes.transform(({ buffer }) => new Float32Array(buffer.slice(0, buffer.byteLength & ~3)));

/** One line of the file. */
export const sceneLineSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('picture'), image: z.int(), size: z.int(), rgba: bytes }),
  plainGallerySchema.extend({ kind: z.literal('gallery'), arm }),
  plainInspectionSchema.extend({ kind: z.literal('inspection'), arm, views: bytes }),
  z.object({
    kind: z.literal('mapImages'),
    images: z.array(z.int()),
    labels: z.array(z.int()),
    identities: z.array(z.int()),
    names: z.array(z.string()),
  }),
  z
    .object({
      kind: z.literal('map'),
      arm,
      step: z.int(),
      epoch: z.int(),
      explained: z.tuple([z.number(), z.number()]).readonly(),
      images: integers,
      positions: floats,
      gates: bytes,
    })
    .refine(
      ({ images, positions, gates }) =>
        positions.length === 2 * images.length && gates.length === images.length,
    ),
]);

/** All lines together; undefined where they show nothing. A pair that was asked about twice is there once. */
export function sceneLogOf(lines: readonly z.infer<typeof sceneLineSchema>[]): SceneLog | undefined {
  const pictures = new Map<number, Bytes>();
  const arms: (Pick<ArmLog, 'galleries' | 'frames'> & { inspections: Map<string, ViewedInspection> })[] = [];
  const armAt = (place: number) => (arms[place] ??= { galleries: [], frames: [], inspections: new Map() });
  let mapped: LoggedImage[] = [];
  let size = 0;
  for (const line of lines) {
    if (line.kind === 'picture') {
      ({ size } = line);
      pictures.set(line.image, line.rgba);
    } else if (line.kind === 'mapImages')
      mapped = line.images.map((image, place) => ({
        image,
        label: line.labels[place] ?? 0,
        identity: line.identities[place] ?? 0,
        name: line.names[place] ?? '',
      }));
    else if (line.kind === 'map') {
      const { step, epoch, explained, images, positions, gates } = line;
      armAt(line.arm).frames.push({ step, epoch, explained, images, positions, gates });
    } else if (line.kind === 'gallery') armAt(line.arm).galleries.push(plainGallerySchema.parse(line));
    else {
      const { image, epoch, views } = line;
      const half = views.length / 2;
      armAt(line.arm).inspections.set(`${image} ${epoch}`, {
        ...plainInspectionSchema.parse(line),
        views: half === 0 ? [] : [views.subarray(0, half), views.subarray(half)],
      });
    }
  }
  const shows =
    arms.length > 0 && arms.every(({ galleries, inspections }) => galleries.length * inspections.size > 0);
  if (!shows) return undefined;
  const logs = arms.map(({ galleries, frames, inspections }) => ({
    galleries,
    frames,
    inspections: [...inspections.values()],
  }));
  return { size, pictures, mapped, trainImages: mapped.length, arms: logs };
}

/** @file What a run showed besides its curves, read back from the `scenes.jsonl` of its folder. */
import { z } from 'zod';
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

export interface ArmLog {
  galleries: PlainGallery[];
  inspections: ViewedInspection[];
}

export interface SceneLog {
  /** Side of a picture, pixels. */
  size: number;
  /** By their index in the training set. */
  pictures: ReadonlyMap<number, Bytes>;
  arms: readonly ArmLog[];
}

const arm = z.int().min(0);
const bytes = z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64')));

/** One line of the file. */
export const sceneLineSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('picture'), image: z.int(), size: z.int(), rgba: bytes }),
  plainGallerySchema.extend({ kind: z.literal('gallery'), arm }),
  plainInspectionSchema.extend({ kind: z.literal('inspection'), arm, views: bytes }),
]);

/** All lines together; undefined where they show nothing. A pair that was asked about twice is there once. */
export function sceneLogOf(lines: readonly z.infer<typeof sceneLineSchema>[]): SceneLog | undefined {
  const pictures = new Map<number, Bytes>();
  const arms: { galleries: PlainGallery[]; inspections: Map<string, ViewedInspection> }[] = [];
  const armAt = (place: number) => (arms[place] ??= { galleries: [], inspections: new Map() });
  let size = 0;
  for (const line of lines) {
    if (line.kind === 'picture') {
      ({ size } = line);
      pictures.set(line.image, line.rgba);
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
  const logs = arms.map(({ galleries, inspections }) => ({
    galleries,
    inspections: [...inspections.values()],
  }));
  return { size, pictures, arms: logs };
}

/**
 * @file The scenes of a recorded run: its galleries through the epochs, why some images had their pairs, and the
 * pictures that both show. They stand in files of their own, so that the curves need not wait for them: lists instead
 * of records, pictures by their place in a sprite, one below the other.
 */
import { z } from 'zod';
import { readPng, type Pixels } from '../formats/png/png.ts';
import type { Gallery } from './gallery.ts';
import type { Inspection } from './inspection.ts';
import { pairOutputsSchema, type PairOutputs } from './pairOutputs.ts';
import type { MapAtlas, MapFrame } from './map.ts';
import { plainInspectionSchema } from './plainScenes.ts';
import { atlasOfRecorded, framesOf, recordedMapSchema } from './recordedMap.ts';

export const scenesFormat = 'adasim-recorded-scenes/1';

const count = z.int().min(0);

/** Of a picture in its sprite. */
const place = z.int().min(0);

/** What an image has to do with another: 1 the same label, 2 the same identity, 4 itself; the sum of those. */
const relation = z.int().min(0).max(7);

const galleryRowSchema = z.object({
  at: place,
  label: count,
  neighbours: z.array(z.tuple([place, z.number(), relation])),
});

const packedGallerySchema = z.object({ step: count, epoch: count, rows: z.array(galleryRowSchema) });
export type PackedGallery = z.infer<typeof packedGallerySchema>;

const [prototypesSchema, angleSchema, batchSchema] = pairOutputsSchema.options;

const packedOutputsSchema = z.discriminatedUnion('kind', [
  /** Prototype, guess, answer. */
  prototypesSchema.extend({ likeliest: z.array(z.tuple([count, z.number(), z.number()])) }),
  angleSchema,
  batchSchema,
]);
export type PackedOutputs = z.infer<typeof packedOutputsSchema>;

const packedInspectionSchema = plainInspectionSchema.extend({
  ballots: z.array(z.object({ epoch: z.int(), neighbours: z.array(z.tuple([place, z.number()])) })),
  /** Place, votes, probability. */
  candidates: z.array(z.tuple([place, z.number(), z.number()])),
  images: z.array(z.tuple([place, relation])),
  outputs: packedOutputsSchema.nullable(),
  /** View 1 and view 2; empty where no step trains the pair. */
  views: z.union([z.tuple([place, place]), z.tuple([])]),
});
export type PackedInspection = z.infer<typeof packedInspectionSchema>;

const scenesSchema = z.object({
  format: z.literal(scenesFormat),
  /** When the run began that they are of. */
  began: z.iso.datetime(),
  /** Side of a picture, pixels. */
  size: z.int().min(1),
  /** In the order of the sprite; label and name of those that some inspection speaks of. */
  images: z.object({
    numbers: z.array(count),
    labels: z.array(count.nullable()),
    names: z.array(z.string().nullable()),
  }),
  /** Pictures in the sprite of views. */
  views: count,
  arms: z.array(
    z.object({ galleries: z.array(packedGallerySchema), inspections: z.array(packedInspectionSchema) }),
  ),
  map: recordedMapSchema.optional(),
});
export type PackedScenes = z.infer<typeof scenesSchema>;

/** What of one arm can be shown. */
export interface ArmScenes {
  /** In order. */
  galleries: readonly Gallery[];
  /** The pairs that can be inspected, and what is shown of them without that. */
  pairs: readonly Pick<Inspection, 'image' | 'epoch' | 'step' | 'gateOpen'>[];
  /** Undefined for a pair that was not kept. */
  inspect: (image: number, epoch: number) => Inspection | undefined;
  /** The map, after the epochs that were kept. */
  frames: readonly MapFrame[];
}

export interface RecordedScenesFile {
  arms: ArmScenes[];
  /** The images of the map; null where none was kept. */
  atlas: MapAtlas | null;
}

/** The pictures of a sprite, of which the file says how many there are. */
class Sprite {
  constructor(
    private readonly pixels: Pixels,
    private readonly size: number,
    pictures: number,
  ) {
    const { width, height } = pixels;
    if (width !== size || height !== size * pictures)
      throw new RangeError(
        `A sprite of ${width} by ${height} pixels has not ${pictures} pictures of ${size}.`,
      );
  }

  /** Those at these places, one after the other. @throws {RangeError} where one of them is not there */
  cut(places: readonly number[]): Uint8ClampedArray<ArrayBuffer> {
    const { rgba } = this.pixels;
    const bytes = this.size * this.size * 4;
    const pictures = new Uint8ClampedArray(places.length * bytes);
    places.forEach((place, index) => {
      if ((place + 1) * bytes > rgba.length) throw new RangeError(`There is no picture ${place}.`);
      pictures.set(rgba.subarray(place * bytes, (place + 1) * bytes), index * bytes);
    });
    return pictures;
  }
}

/** What `npm run record` wrote: JSON and two PNG files. */
export interface SceneFiles {
  data: string;
  images: Uint8Array<ArrayBuffer>;
  views: Uint8Array<ArrayBuffer>;
}

/**
 * Reads the scenes of a run.
 * @param began when the run began that is shown
 * @throws where a file is anything else, damaged, or of another run
 */
export async function readScenes(
  { data, images, views }: SceneFiles,
  began: string,
): Promise<RecordedScenesFile> {
  const scenes = scenesSchema.parse(JSON.parse(data));
  const sprites = { images: await readPng(images), views: await readPng(views) };
  if (scenes.began !== began) throw new RangeError('The scenes are of another run than the curves.');
  const reader = new SceneReader(scenes, sprites);
  const { map } = scenes;
  const arms = scenes.arms.map(({ galleries, inspections }, arm) => {
    const kept = new Map(inspections.map((one) => [keyOf(one), one]));
    return {
      galleries: galleries.map((gallery) => reader.gallery(gallery)),
      pairs: inspections.map(({ image, epoch, step, gateOpen }) => ({ image, epoch, step, gateOpen })),
      inspect: (image: number, epoch: number) => {
        const inspection = kept.get(keyOf({ image, epoch }));
        return inspection && reader.inspection(inspection);
      },
      frames: map === undefined ? [] : framesOf(map, arm),
    };
  });
  const atlas =
    map === undefined ? null : atlasOfRecorded(map, scenes.size, (image) => reader.pictureOf(image));
  return { arms, atlas };
}

const keyOf = ({ image, epoch }: { image: number; epoch: number }): string => `${image} ${epoch}`;

class SceneReader {
  private readonly pictures: Sprite;
  private readonly views: Sprite;

  constructor(
    private readonly scenes: PackedScenes,
    sprites: { images: Pixels; views: Pixels },
  ) {
    const { size, images, views } = scenes;
    this.pictures = new Sprite(sprites.images, size, images.numbers.length);
    this.views = new Sprite(sprites.views, size, views);
  }

  gallery({ step, epoch, rows }: PackedGallery): Gallery {
    const sheet = new Set(rows.flatMap(({ at, neighbours }) => [at, ...neighbours.map(([other]) => other)]));
    const places = [...sheet];
    return {
      step,
      epoch,
      rows: rows.map(({ at, label, neighbours }) => ({
        thumbnail: places.indexOf(at),
        image: this.imageAt(at),
        label,
        neighbours: neighbours.map(([other, similarity, related]) => ({
          thumbnail: places.indexOf(other),
          image: this.imageAt(other),
          similarity,
          ...relationOf(related),
        })),
      })),
      size: this.scenes.size,
      thumbnails: this.pictures.cut(places),
    };
  }

  inspection({ ballots, candidates, images, outputs, views, ...inspection }: PackedInspection): Inspection {
    const { size, images: known } = this.scenes;
    return {
      ...inspection,
      ballots: ballots.map(({ epoch, neighbours }) => ({
        epoch,
        neighbours: neighbours.map(([at, similarity]) => ({ image: this.imageAt(at), similarity })),
      })),
      candidates: candidates.map(([at, score, probability]) => ({
        image: this.imageAt(at),
        score,
        probability,
      })),
      images: images.map(([at, related]) => ({
        image: this.imageAt(at),
        name: known.names[at] ?? '',
        label: known.labels[at] ?? 0,
        ...relationOf(related),
      })),
      outputs: outputs && unpackedOutputs(outputs),
      size,
      thumbnails: this.pictures.cut(images.map(([at]) => at)),
      views: this.views.cut(views),
    };
  }

  /** Undefined where the sprite has none. */
  pictureOf(image: number): Uint8ClampedArray<ArrayBuffer> | undefined {
    const at = this.scenes.images.numbers.indexOf(image);
    return at < 0 ? undefined : this.pictures.cut([at]);
  }

  private imageAt(at: number): number {
    const image = this.scenes.images.numbers[at];
    if (image === undefined) throw new RangeError(`There is no image at ${at}.`);
    return image;
  }
}

function unpackedOutputs(outputs: PackedOutputs): PairOutputs {
  if (outputs.kind !== 'prototypes') return outputs;
  const likeliest = outputs.likeliest.map(([prototype, guess, answer]) => ({ prototype, guess, answer }));
  return { ...outputs, likeliest };
}

interface Relation {
  sameLabel: boolean;
  sameIdentity: boolean;
  isSelf: boolean;
}

const relationOf = (related: number): Relation => ({
  sameLabel: (related & 1) !== 0,
  sameIdentity: (related & 2) !== 0,
  isSelf: (related & 4) !== 0,
});

/** The number that stands for a relation. */
export const relationNumber = ({ sameLabel, sameIdentity, isSelf }: Relation): number =>
  Number(sameLabel) + 2 * Number(sameIdentity) + 4 * Number(isSelf);

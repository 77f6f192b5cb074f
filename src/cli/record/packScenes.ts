/** @file Chosen scenes as the files that the page fetches: lists by place in a sprite, and the two sprites. */
import {
  relationNumber,
  scenesFormat,
  type PackedGallery,
  type PackedInspection,
  type PackedOutputs,
  type PackedScenes,
  type SceneFiles,
} from '../../protocol/recordedScenes.ts';
import type { PairOutputs } from '../../protocol/pairOutputs.ts';
import type { PlainGallery } from '../../protocol/plainScenes.ts';
import type { SceneLog, ViewedInspection } from './sceneLog.ts';
import { packMap } from './packMap.ts';
import { spriteOf } from './sprite.ts';
import { rounded } from './thinning.ts';

/** Of cosines and votes: the words on a pair compare sums of them. */
const DIGITS = 5;

/** @param began when the run began that they are of */
export async function packScenes(log: SceneLog, began: string): Promise<SceneFiles> {
  const { size, pictures, arms } = log;
  const map = packMap(log);
  const packer = new Packer();
  const packed = arms.map(({ galleries, inspections }) => ({
    galleries: galleries.map((gallery) => packer.gallery(gallery)),
    inspections: inspections.map((inspection) => packer.inspection(inspection)),
  }));
  const numbers = packer.images.entries;
  const shown = numbers.map((image) => {
    const picture = pictures.get(image);
    if (picture === undefined) throw new RangeError(`There is no picture of image ${image}.`);
    return picture;
  });
  const views = packer.views.entries;
  const scenes: PackedScenes = {
    format: scenesFormat,
    began,
    size,
    images: {
      numbers,
      labels: numbers.map((image) => packer.described.get(image)?.label ?? null),
      names: numbers.map((image) => packer.described.get(image)?.name ?? null),
    },
    views: views.length,
    arms: packed,
    ...(map !== undefined && { map }),
  };
  return {
    data: JSON.stringify(rounded(scenes, DIGITS)),
    images: await spriteOf(shown, size),
    views: await spriteOf(
      views.map((view) => Buffer.from(view, 'base64')),
      size,
    ),
  };
}

/** Likelihoods to a thousandth: they are drawn as bars. */
function packedOutputs(outputs: PairOutputs): PackedOutputs {
  if (outputs.kind !== 'prototypes') return outputs;
  const thousandth = (share: number) => Math.round(1000 * share) / 1000;
  return {
    ...outputs,
    likeliest: outputs.likeliest.map(({ prototype, guess, answer }) => [
      prototype,
      thousandth(guess),
      thousandth(answer),
    ]),
  };
}

/** The order in which things first came. */
class Places<T> {
  private readonly places = new Map<T, number>();

  of(entry: T): number {
    const place = this.places.get(entry) ?? this.places.size;
    this.places.set(entry, place);
    return place;
  }

  get entries(): T[] {
    return [...this.places.keys()];
  }
}

class Packer {
  readonly images = new Places<number>();
  /** By their bytes in base 64: the arms see the same views where their pairs are the same. */
  readonly views = new Places<string>();
  readonly described = new Map<number, { label: number; name: string }>();

  gallery({ step, epoch, rows }: PlainGallery): PackedGallery {
    return {
      step,
      epoch,
      rows: rows.map(({ image, label, neighbours }) => ({
        at: this.images.of(image),
        label,
        neighbours: neighbours.map((neighbour) => [
          this.images.of(neighbour.image),
          neighbour.similarity,
          relationNumber(neighbour),
        ]),
      })),
    };
  }

  inspection({
    ballots,
    candidates,
    images,
    outputs,
    views,
    ...inspection
  }: ViewedInspection): PackedInspection {
    for (const { image, label, name } of images) this.described.set(image, { label, name });
    const [first, second] = views.map((view) => this.views.of(Buffer.from(view).toString('base64')));
    return {
      ...inspection,
      images: images.map((image) => [this.images.of(image.image), relationNumber(image)]),
      ballots: ballots.map(({ epoch, neighbours }) => ({
        epoch,
        neighbours: neighbours.map(({ image, similarity }) => [this.images.of(image), similarity]),
      })),
      candidates: candidates.map(({ image, score, probability }) => [
        this.images.of(image),
        score,
        probability,
      ]),
      outputs: outputs && packedOutputs(outputs),
      views: first === undefined || second === undefined ? [] : [first, second],
    };
  }
}

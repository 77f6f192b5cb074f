/** @file A few images and who was nearest to them in the bank, with the pictures to show it. */
import { stream } from '../adasim/random.ts';
import { NO_NEIGHBOUR, type NeighbourTable } from '../adasim/window.ts';
import type { Split } from '../data/dataset.ts';
import type { Gallery } from './records.ts';

/** Rows of the gallery. */
const QUERIES = 8;

/** Which images a run shows: the same ones at every epoch, drawn from its seed. */
export function galleryQueries(train: Split, seed: number): number[] {
  return [...stream(seed, 'gallery').permutation(train.count).subarray(0, QUERIES)];
}

/** @param table the last completed epoch's neighbours */
export function buildGallery(
  train: Split,
  table: NeighbourTable,
  queries: readonly number[],
  at: { step: number; epoch: number },
): Gallery {
  const album = new Album(train);
  const rows = queries.map((image) => ({
    thumbnail: album.place(image),
    image,
    label: train.labels[image] ?? 0,
    neighbours: neighboursOf(image, table).map(({ neighbour, similarity }) => ({
      thumbnail: album.place(neighbour),
      image: neighbour,
      similarity,
      sameLabel: train.labels[neighbour] === train.labels[image],
      sameIdentity: train.identities[neighbour] === train.identities[image],
      isSelf: neighbour === image,
    })),
  }));
  return { ...at, rows, size: train.size, thumbnails: album.pixels() };
}

function neighboursOf(image: number, { topK, neighbours, similarities }: NeighbourTable) {
  return Array.from({ length: topK }, (_, rank) => ({
    neighbour: neighbours[image * topK + rank] ?? NO_NEIGHBOUR,
    similarity: similarities[image * topK + rank] ?? 0,
  })).filter(({ neighbour }) => neighbour !== NO_NEIGHBOUR);
}

/** Each picture once, however often it is shown. */
class Album {
  private readonly places = new Map<number, number>();

  constructor(private readonly split: Split) {}

  place(image: number): number {
    const known = this.places.get(image);
    if (known !== undefined) return known;
    this.places.set(image, this.places.size);
    return this.places.size - 1;
  }

  /** RGBA, one picture after the other. */
  pixels(): Uint8ClampedArray<ArrayBuffer> {
    const { size, channels, images } = this.split;
    const pixels = new Uint8ClampedArray(this.places.size * size * size * 4);
    let to = 0;
    for (const image of this.places.keys()) {
      const start = image * size * size * channels;
      for (let from = start; from < start + size * size * channels; from += channels, to += 4) {
        pixels[to] = images[from] ?? 0;
        pixels[to + 1] = images[from + (channels === 3 ? 1 : 0)] ?? 0;
        pixels[to + 2] = images[from + (channels === 3 ? 2 : 0)] ?? 0;
        pixels[to + 3] = 255;
      }
    }
    return pixels;
  }
}

/** @file A few images and who was nearest to them in the bank, with the pictures to show it. */
import { stream } from '../../adasim/random.ts';
import { NO_NEIGHBOUR, type NeighbourTable } from '../../adasim/window.ts';
import type { Split } from '../../data/dataset.ts';
import { PictureSheet } from './pictureSheet.ts';
import type { Gallery } from '../../protocol/gallery.ts';

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
  const sheet = new PictureSheet(train);
  const rows = queries.map((image) => ({
    thumbnail: sheet.place(image),
    image,
    label: train.labels[image] ?? 0,
    neighbours: neighboursOf(image, table).map(({ image: neighbour, similarity }) => ({
      thumbnail: sheet.place(neighbour),
      image: neighbour,
      similarity,
      sameLabel: train.labels[neighbour] === train.labels[image],
      sameIdentity: train.identities[neighbour] === train.identities[image],
      isSelf: neighbour === image,
    })),
  }));
  return { ...at, rows, size: train.size, thumbnails: sheet.pixels() };
}

/** An image's row of the table, best first; empty where the epoch did not visit it. */
export function neighboursOf(
  image: number,
  { topK, neighbours, similarities }: NeighbourTable,
): { image: number; similarity: number }[] {
  return Array.from({ length: topK }, (_, rank) => ({
    image: neighbours[image * topK + rank] ?? NO_NEIGHBOUR,
    similarity: similarities[image * topK + rank] ?? 0,
  })).filter((neighbour) => neighbour.image !== NO_NEIGHBOUR);
}

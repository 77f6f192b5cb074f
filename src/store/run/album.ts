/** @file The neighbour galleries of a run, epoch by epoch, with each picture kept once. */
import type { Gallery, GalleryNeighbour } from '../../protocol/gallery.ts';

export type Neighbour = Omit<GalleryNeighbour, 'thumbnail'> & { picture: Picture };

export interface GalleryRow {
  image: number;
  label: number;
  picture: Picture;
  neighbours: readonly Neighbour[];
}

/** One gallery: the neighbours as they were when `epoch` epochs were done. */
export interface Moment {
  step: number;
  epoch: number;
  rows: readonly GalleryRow[];
}

/** RGBA bytes of a square picture. Two pictures are the same image exactly if they are the same object. */
export interface Picture {
  size: number;
  rgba: Uint8ClampedArray<ArrayBuffer>;
}

/** One of the pictures that come one after the other. */
export function pictureAt(sheet: Uint8ClampedArray<ArrayBuffer>, size: number, place: number): Picture {
  const bytes = size * size * 4;
  return { size, rgba: sheet.slice(place * bytes, (place + 1) * bytes) };
}

export interface Album {
  readonly moments: readonly Moment[];
  /** Pictures seen so far, by their index in the training set. */
  readonly pictures: ReadonlyMap<number, Picture>;
}

export const emptyAlbum: Album = { moments: [], pictures: new Map() };

/** The album with one more moment. A run of 60 epochs holds each picture once, not sixty times. */
export function addGallery(album: Album, gallery: Gallery): Album {
  const pictures = new Map(album.pictures);
  const pictureOf = (image: number, thumbnail: number): Picture => {
    const known = pictures.get(image);
    if (known !== undefined) return known;
    const picture = pictureAt(gallery.thumbnails, gallery.size, thumbnail);
    pictures.set(image, picture);
    return picture;
  };
  const rows = gallery.rows.map(({ image, label, thumbnail, neighbours }) => ({
    image,
    label,
    picture: pictureOf(image, thumbnail),
    neighbours: neighbours.map(({ thumbnail: index, ...neighbour }) => ({
      ...neighbour,
      picture: pictureOf(neighbour.image, index),
    })),
  }));
  const moment: Moment = { step: gallery.step, epoch: gallery.epoch, rows };
  // An evaluation asked for twice at one step replaces the first.
  const before = album.moments.filter(({ step }) => step !== gallery.step);
  return { moments: [...before, moment], pictures };
}

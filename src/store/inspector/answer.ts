/** @file An inspection as the page keeps it: with its pictures cut out. */
import type { InspectedImage, Inspection } from '../../protocol/inspection.ts';
import { pictureAt, type Picture } from '../run/album.ts';

export type ShownImage = InspectedImage & { picture: Picture };

/** An inspection with its pictures cut out. */
export interface Answer extends Omit<Inspection, 'images' | 'size' | 'thumbnails' | 'views'> {
  arm: number;
  /** By their index in the training set. */
  images: ReadonlyMap<number, ShownImage>;
  /** View 1 and view 2; null where no step trains the pair. */
  views: readonly [Picture, Picture] | null;
}

export function cutOut(arm: number, { images, size, thumbnails, views, ...inspection }: Inspection): Answer {
  const shown = images.map((image, place) => ({ ...image, picture: pictureAt(thumbnails, size, place) }));
  return {
    ...inspection,
    arm,
    images: new Map(shown.map((image) => [image.image, image])),
    views: views.length === 0 ? null : [pictureAt(views, size, 0), pictureAt(views, size, 1)],
  };
}

/** @file The images of a map as the page keeps them: by their index in the training set. */
import type { MapAtlas } from '../../protocol/map.ts';
import { pictureAt, type Picture } from '../run/album.ts';

export interface MappedImage {
  /** Index in the training set. */
  image: number;
  name: string;
  label: number;
  identity: number;
}

export interface Atlas extends MapAtlas {
  /** Undefined where an image is not on the map. */
  placeOf: (image: number) => number | undefined;
  about: (image: number) => MappedImage | undefined;
  pictureOf: (image: number) => Picture | undefined;
  /** Whether there is a picture of an image. */
  isPictured: (image: number) => boolean;
}

export function atlasOf(told: MapAtlas): Atlas {
  const { images, names, labels, identities, size, pictures, pictured } = told;
  const places = new Map(Array.from(images, (image, place) => [image, place] as const));
  // The same picture stays the same object, so that it is painted once.
  const cut = new Map<number, Picture>();
  const isPictured = (image: number): boolean => {
    const place = places.get(image);
    return place !== undefined && pictured?.[place] !== 0;
  };
  return {
    ...told,
    isPictured,
    placeOf: (image) => places.get(image),
    about: (image) => {
      const place = places.get(image);
      if (place === undefined) return undefined;
      return { image, name: names[place] ?? '', label: labels[place] ?? 0, identity: identities[place] ?? 0 };
    },
    pictureOf: (image) => {
      const place = places.get(image);
      if (place === undefined || !isPictured(image)) return undefined;
      const picture = cut.get(image) ?? pictureAt(pictures, size, place);
      cut.set(image, picture);
      return picture;
    },
  };
}

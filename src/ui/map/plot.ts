/** @file One map to be drawn: which points, by what they are coloured, and which of them stand back. Pure. */
import type { MapFrame } from '../../protocol/map.ts';
import { gateMark } from '../../protocol/mapMarks.ts';
import type { Atlas } from '../../store/map/atlas.ts';
import type { MapColour } from '../../store/map/map.ts';
import { agreement, NOT_COMPARED } from '../../store/map/neighbours.ts';
import { robustExtent, type Extent } from './camera.ts';
import type { DotShape } from './sprites.ts';
import { orderOfRoom } from './tiles.ts';

export interface Plot {
  /** Indices in the training set. */
  images: Int32Array;
  /** `[images, 2]` */
  positions: Float32Array;
  extent: Extent;
  /** Of each image, what it is coloured by: its class, gate, or how far the arms agree on it. */
  values: ArrayLike<number>;
  /** 1 where it stands back: another class is isolated, or another name is sought. */
  faded: Uint8Array;
  /** The order in which images that have pictures get room for them. */
  order: Int32Array;
}

export interface PlotOptions {
  /** Null while the images are on their way. */
  atlas: Atlas | null;
  isolated: number | null;
  sought: string;
  classNames: readonly string[];
}

export function plotOf(
  frame: Pick<MapFrame, 'images' | 'positions'>,
  values: ArrayLike<number>,
  { atlas, isolated, sought, classNames }: PlotOptions,
): Plot {
  const { images, positions } = frame;
  const matches = matcherOf(atlas, sought, classNames);
  const faded = Uint8Array.from(images, (image, place) =>
    Number((isolated !== null && values[place] !== isolated) || !matches(image)),
  );
  const order = orderOfRoom(images);
  return {
    ...{ images, positions, extent: robustExtent(positions), values, faded },
    order: atlas === null ? order : order.filter((place) => atlas.isPictured(images[place] ?? -1)),
  };
}

/**
 * What each image of a frame is coloured by.
 * @param other the frame that agreement is with
 */
export function valuesOf(
  frame: MapFrame,
  colour: MapColour,
  atlas: Atlas | null,
  other: MapFrame | undefined,
): ArrayLike<number> {
  if (colour === 'gate') return frame.gates;
  if (colour === 'agreement')
    return other === undefined
      ? new Uint8Array(frame.images.length).fill(NOT_COMPARED)
      : agreement(frame, other);
  return Int32Array.from(frame.images, (image) => atlas?.about(image)?.label ?? 0);
}

/** Whether an image's name or class has the words that are sought; all have none. */
export function matcherOf(
  atlas: Atlas | null,
  sought: string,
  classNames: readonly string[],
): (image: number) => boolean {
  const words = sought.trim().toLowerCase();
  if (words === '' || atlas === null) return () => true;
  return (image) => {
    const about = atlas.about(image);
    if (about === undefined) return false;
    const text = `${about.name} ${classNames[about.label] ?? ''}`;
    return text.toLowerCase().includes(words);
  };
}

/** A gate has a shape, too. */
export function shapeOf(colour: MapColour, value: number): DotShape {
  return colour === 'gate' && value === gateMark.shut ? 'ring' : 'disc';
}

/** How many images have each value. */
export function countsOf(values: ArrayLike<number>): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (let place = 0; place < values.length; place += 1) {
    const value = values[place] ?? 0;
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

/** @file Who is near whom on a map, and how far two arms agree on it. Pure. */
import type { MapFrame } from '../../protocol/map.ts';

/** The place of an image in a frame; undefined where it has none. */
export function placeIn({ images }: { images: Int32Array }, image: number): number | undefined {
  let [low, high] = [0, images.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = images[middle] ?? 0;
    if (found === image) return middle;
    if (found < image) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}

/** An image's nearest in a frame, best first, itself included; empty where the last epoch left it out. */
export function neighboursIn(frame: MapFrame, image: number): number[] {
  const place = placeIn(frame, image);
  if (place === undefined) return [];
  const row = frame.neighbours.subarray(place * frame.nearest, (place + 1) * frame.nearest);
  return [...row].filter((neighbour) => neighbour >= 0);
}

/** In place of a count: the image is not on both maps, or nothing is recorded of it. */
export const NOT_COMPARED = 255;

/** How many of an image's nearest another frame has, too, by its place in `frame`. */
export function agreement(frame: MapFrame, other: MapFrame): Uint8Array {
  return Uint8Array.from(frame.images, (image) => {
    const [mine, theirs] = [neighboursIn(frame, image), neighboursIn(other, image)];
    if (mine.length === 0 || theirs.length === 0) return NOT_COMPARED;
    return mine.filter((neighbour) => theirs.includes(neighbour)).length;
  });
}

/** @file What the map says in words. Pure. */
import { count, percent } from '../../metrics/format.ts';
import type { MapFrame } from '../../protocol/map.ts';
import { gateMark } from '../../protocol/mapMarks.ts';
import type { Atlas } from '../../store/map/atlas.ts';
import { neighboursIn, placeIn } from '../../store/map/neighbours.ts';

export const gateWords: Readonly<Record<number, string>> = {
  [gateMark.open]: 'gate open',
  [gateMark.shut]: 'gate shut',
  [gateMark.waiting]: 'no gate yet',
};

/** "after epoch 40", or where in which. */
export const momentText = ({ epoch, atEpochEnd }: Pick<MapFrame, 'epoch' | 'atEpochEnd'>): string =>
  atEpochEnd ? `after epoch ${count(epoch)}` : `in epoch ${count(epoch + 1)}`;

/** What the axes are, and which images are shown where not all are. */
export function subtitleOf({ explained, images }: MapFrame, trainImages: number | undefined): string {
  const share = percent(explained[0] + explained[1]);
  const axes = `The teacher’s features on their first two principal axes (${share} of the spread), turned onto the last frame, so that what moves has learnt.`;
  return trainImages !== undefined && trainImages > images.length
    ? `${axes} ${count(images.length)} of ${count(trainImages)} pictures.`
    : axes;
}

/** What a layout is of, and what it is not. */
export const layoutText = ({ step }: { step: number }): string =>
  `UMAP: a layout, not a measurement. Who is nearest to whom is kept; how far apart groups are, and how large, means nothing. Of the network at step ${count(step)}.`;

/** What a person who cannot see the map is told of an image: "cactus, gate shut, nearest: deciduous tree". */
export function announcementOf(frame: MapFrame, atlas: Atlas | null, image: number): string {
  const nameOf = (other: number) => atlas?.about(other)?.name ?? `image ${other}`;
  const place = placeIn(frame, image);
  if (place === undefined) return `${nameOf(image)}, not on this map`;
  const nearest = neighboursIn(frame, image).find((other) => other !== image);
  const gate = gateWords[frame.gates[place] ?? gateMark.waiting] ?? '';
  return `${nameOf(image)}, ${gate}, ${nearest === undefined ? 'no neighbours recorded' : `nearest: ${nameOf(nearest)}`}`;
}

/** "Cactus" */
export const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Whether the gate of an image is open, and if not, whom it is taken for. */
export function gateText(frame: MapFrame, atlas: Atlas | null, image: number): { gate: string; why: string } {
  const place = placeIn(frame, image);
  const mark = place === undefined ? gateMark.waiting : (frame.gates[place] ?? gateMark.waiting);
  if (mark === gateMark.waiting) return { gate: 'none yet', why: 'the window is filling' };
  if (mark === gateMark.open) return { gate: 'open', why: 'recognised' };
  const first = neighboursIn(frame, image)[0];
  const taken = first === undefined || first === image ? undefined : atlas?.about(first)?.name;
  return { gate: 'shut', why: taken === undefined ? 'its votes went to another' : `taken for ${taken}` };
}

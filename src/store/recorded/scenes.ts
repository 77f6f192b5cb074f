/** @file What a recorded run has to show besides its curves, fetched after them: galleries as an album, and pairs. */
import type { Inspection } from '../../protocol/inspection.ts';
import type { MapAtlas } from '../../protocol/map.ts';
import type { ArmScenes } from '../../protocol/recordedScenes.ts';
import type { RecordedRun } from '../../protocol/recordedRun.ts';
import { addGallery, emptyAlbum, pictureAt, type Album, type Picture } from '../run/album.ts';
import { loadPart } from '../parts/part.ts';

/** What of one arm can be shown. */
export interface RecordedScenes extends Pick<ArmScenes, 'pairs' | 'inspect' | 'frames'> {
  /** Every moment that was kept. */
  album: Album;
  /** The images of which pairs were kept, those of the gallery first. */
  images: ReadonlyMap<number, Picture>;
  /** The images of the map, the same in every arm; null where no map was kept. */
  atlas: MapAtlas | null;
}

/**
 * Arm by arm.
 * @param fetchFile fetches a file by its path beside the page
 * @returns undefined for a recording that has curves alone
 * @throws where a file cannot be had, is damaged or of another run
 */
export async function fetchScenes(
  { scenes, began }: RecordedRun,
  fetchFile: (path: string) => Promise<Response>,
): Promise<readonly RecordedScenes[] | undefined> {
  if (scenes === undefined) return undefined;
  const bytesOf = async (name: string) =>
    new Uint8Array(await (await fetchFile(`recorded/${name}`)).arrayBuffer());
  const [data, images, views, { readScenes }] = await Promise.all([
    fetchFile(`recorded/${scenes.data}`).then((response) => response.text()),
    bytesOf(scenes.images),
    bytesOf(scenes.views),
    loadPart(() => import('../../protocol/recordedScenes.ts')),
  ]);
  const { arms, atlas } = await readScenes({ data, images, views }, began);
  return arms.map(({ galleries, pairs, inspect, frames }) => ({
    album: galleries.reduce(addGallery, emptyAlbum),
    images: picturesOf({ pairs, inspect }),
    pairs,
    inspect,
    frames,
    atlas,
  }));
}

/** Each image as the first of its pairs shows it: before all others that this speaks of. */
function picturesOf({ pairs, inspect }: Pick<ArmScenes, 'pairs' | 'inspect'>): Map<number, Picture> {
  const pictures = new Map<number, Picture>();
  for (const { image, epoch } of pairs) {
    const inspection = pictures.has(image) ? undefined : inspect(image, epoch);
    if (inspection !== undefined) pictures.set(image, pictureAt(inspection.thumbnails, inspection.size, 0));
  }
  return pictures;
}

/** The album as it was after `step` steps; `before` where that has not changed since. */
export function albumUntil(album: Album, step: number, before: Album | undefined): Album {
  const moments = album.moments.filter((moment) => moment.step <= step);
  const same = before?.pictures === album.pictures && before.moments.length === moments.length;
  return same ? before : { moments, pictures: album.pictures };
}

/**
 * The pair of an image as it was in `epoch`, or in the last epoch before that which was kept.
 * @returns undefined where none was
 */
export function pairUntil(
  { pairs, inspect }: RecordedScenes,
  image: number,
  epoch: number,
): Inspection | undefined {
  const newest = epochsOf({ pairs }, image).findLast((kept) => kept <= epoch);
  return newest === undefined ? undefined : inspect(image, newest);
}

/** The epochs of which an image's pair was kept, in order. */
export const epochsOf = ({ pairs }: Pick<RecordedScenes, 'pairs'>, image: number): number[] =>
  pairs
    .filter((pair) => pair.image === image)
    .map(({ epoch }) => epoch)
    .sort((a, b) => a - b);

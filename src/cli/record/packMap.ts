/** @file The map of chosen scenes, as the page fetches it. */
import { gateMark } from '../../protocol/mapMarks.ts';
import { packPositions } from '../../protocol/packedPositions.ts';
import { ABSENT, GATE_LETTERS, type PackedFrame, type RecordedMap } from '../../protocol/recordedMap.ts';
import type { LoggedFrame, SceneLog } from './sceneLog.ts';

/** Undefined where the run kept none. */
export function packMap({ mapped, trainImages, arms }: SceneLog): RecordedMap | undefined {
  if (mapped.length === 0 || arms.every(({ frames }) => frames.length === 0)) return undefined;
  return {
    trainImages,
    images: mapped.map(({ image }) => image),
    labels: mapped.map(({ label }) => label),
    identities: mapped.map(({ identity }) => identity),
    names: mapped.map(({ name }) => name),
    frames: arms.map(({ frames }) => frames.map((frame) => packed(frame, mapped))),
  };
}

function packed(
  { step, epoch, explained, images, positions, gates }: LoggedFrame,
  mapped: SceneLog['mapped'],
): PackedFrame {
  const places = new Map(Array.from(images, (image, place) => [image, place] as const));
  const shown = mapped.map(({ image }) => places.get(image));
  const kept = shown.flatMap((place) =>
    place === undefined ? [] : [...positions.subarray(2 * place, 2 * place + 2)],
  );
  const letterOf = (place: number) =>
    GATE_LETTERS[gates[place] ?? gateMark.waiting] ?? GATE_LETTERS.charAt(gateMark.waiting);
  return {
    ...{ step, epoch, explained: [...explained] },
    ...packPositions(Float32Array.from(kept)),
    gates: shown.map((place) => (place === undefined ? ABSENT : letterOf(place))).join(''),
  };
}

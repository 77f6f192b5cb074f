/**
 * @file Which of a run's galleries and inspections a recording keeps. A rule picks them, the same in every arm, and
 * nobody's eye: METHOD section 7 states it.
 */
import type { ArmLog, SceneLog } from './sceneLog.ts';

/** Rows of a gallery. Each brings about thirty pictures in ten moments, and a picture is most of what there is to fetch. */
const ROWS = 5;

/** Epochs of which pairs are kept besides the first, each that of a moment. */
const SCENES = 4;

/** The most images whose pairs are kept besides those of the gallery. */
const MOST_OTHERS = 2;

/**
 * @param moments galleries to keep of each arm, evenly, the first and the last among them
 */
export function chosenScenes({ arms: told, ...log }: SceneLog, moments: number): SceneLog {
  const arms = told.map(withFewerRows);
  const last = arms.at(-1);
  if (last === undefined) return { ...log, arms };
  const kept = evenly(last.galleries, moments).map(({ epoch }) => epoch);
  // After the last nothing is trained, and the first is much like the beginning.
  const between = kept.slice(kept.length > SCENES + 1 ? 1 : 0, -1);
  const epochs = [0, ...evenly(between, SCENES)];
  const images = new Set(imagesOf(last, epochs));
  return {
    ...log,
    arms: arms.map(({ galleries, inspections }) => ({
      galleries: galleries.filter(({ epoch }) => kept.includes(epoch)),
      inspections: inspections.filter(({ image, epoch }) => images.has(image) && epochs.includes(epoch)),
    })),
  };
}

function withFewerRows({ galleries, inspections }: ArmLog): ArmLog {
  const dropped = new Set(galleries.flatMap(({ rows }) => rows.slice(ROWS).map(({ image }) => image)));
  return {
    galleries: galleries.map((gallery) => ({ ...gallery, rows: gallery.rows.slice(0, ROWS) })),
    inspections: inspections.filter(({ image }) => !dropped.has(image)),
  };
}

/**
 * Those of the gallery, and up to two more: each is the one whose gate is open in most of those epochs in which no gate
 * of the images before is; of several, that with the lowest number.
 */
function imagesOf({ galleries, inspections }: ArmLog, epochs: readonly number[]): number[] {
  const images = galleries.at(-1)?.rows.map(({ image }) => image) ?? [];
  const open = new Map<number, Set<number>>();
  for (const { image, epoch, gateOpen } of inspections)
    if (gateOpen && epochs.includes(epoch)) open.set(image, (open.get(image) ?? new Set()).add(epoch));
  const lacking = new Set(epochs);
  const take = (image: number) => {
    for (const epoch of open.get(image) ?? []) lacking.delete(epoch);
  };
  images.forEach(take);
  const others: number[] = [];
  while (others.length < MOST_OTHERS) {
    const gain = (image: number) => [...(open.get(image) ?? [])].filter((epoch) => lacking.has(epoch)).length;
    const [best] = [...open.keys()].sort((a, b) => gain(b) - gain(a) || a - b);
    if (best === undefined || gain(best) === 0) break;
    others.push(best);
    take(best);
  }
  return [...images, ...others];
}

/** So many of `all` at equal distances, the first and the last among them. */
function evenly<T>(all: readonly T[], most: number): T[] {
  if (all.length <= most) return [...all];
  return Array.from({ length: most }, (_, index) =>
    Math.round((index * (all.length - 1)) / (most - 1)),
  ).flatMap((place) => all[place] ?? []);
}

/**
 * @file Which of a run's galleries and inspections a recording keeps. A rule picks them, the same in every arm, and
 * nobody's eye: METHOD section 7 states it.
 */
import type { ArmLog, SceneLog } from './sceneLog.ts';

/** Pairs are kept of every so many moments, and of the first epoch. */
const MOMENTS_PER_SCENE = 3;

/** The most images whose pairs are kept besides those of the gallery. */
const MOST_OTHERS = 4;

/**
 * @param moments galleries to keep of each arm, evenly, the first and the last among them
 */
export function chosenScenes({ arms, ...log }: SceneLog, moments: number): SceneLog {
  const last = arms.at(-1);
  if (last === undefined) return { ...log, arms };
  const kept = evenly(last.galleries, moments).map(({ epoch }) => epoch);
  const known = new Set(last.inspections.map(({ epoch }) => epoch));
  const epochs = [0, ...kept.filter((_, index) => index % MOMENTS_PER_SCENE === 0)].filter((epoch) =>
    known.has(epoch),
  );
  const images = new Set(imagesOf(last, epochs));
  return {
    ...log,
    arms: arms.map(({ galleries, inspections }) => ({
      galleries: galleries.filter(({ epoch }) => kept.includes(epoch)),
      inspections: inspections.filter(({ image, epoch }) => images.has(image) && epochs.includes(epoch)),
    })),
  };
}

/**
 * Those of the gallery, and up to four more: each is the one whose gate is open in most of those epochs in which no gate
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

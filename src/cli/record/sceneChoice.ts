/**
 * @file Which of a run's galleries and inspections a recording keeps. A rule picks them, the same in every arm, and
 * nobody's eye: METHOD section 7 states it.
 */
import { stream } from '../../adasim/random.ts';
import type { ArmLog, SceneLog, ViewedInspection } from './sceneLog.ts';

/** Rows of a gallery. Each brings about thirty pictures in ten moments, and a picture is most of what there is to fetch. */
const ROWS = 5;

/** Epochs of which pairs are kept besides the first. */
const SCENES = 3;

/** The most images whose pairs are kept besides those of the gallery. */
const MOST_OTHERS = 2;

/** Images of the map: two bytes of each at every moment of every arm. */
const MOST_MAPPED = 320;

/**
 * @param moments galleries and maps to keep of each arm, evenly, the first and the last among them
 */
export function chosenScenes({ arms: told, ...log }: SceneLog, moments: number): SceneLog {
  const arms = told.map(withFewerRows);
  const last = arms.at(-1);
  if (last === undefined) return { ...log, arms };
  const kept = evenly(last.galleries, moments).map(({ epoch }) => epoch);
  const everywhere = pairsOfAll(arms);
  const asked = last.inspections.filter((pair) => everywhere.has(nameOf(pair)));
  const epochs = epochsOf(asked);
  const images = new Set(imagesOf(last.galleries, asked, epochs));
  return {
    ...log,
    mapped: fewer(log.mapped, images),
    arms: arms.map(({ galleries, frames, inspections }) => ({
      galleries: galleries.filter(({ epoch }) => kept.includes(epoch)),
      frames: frames.filter(({ epoch }) => kept.includes(epoch)),
      inspections: inspections.filter(
        (pair) => images.has(pair.image) && epochs.includes(pair.epoch) && everywhere.has(nameOf(pair)),
      ),
    })),
  };
}

type Pair = Pick<ViewedInspection, 'image' | 'epoch'>;

const nameOf = ({ image, epoch }: Pair): string => `${image} ${epoch}`;

/** Those that every arm was asked about: where no gate is open, the search for one has asked the gated arm alone. */
function pairsOfAll([first, ...others]: readonly ArmLog[]): Set<string> {
  const known = others.map(({ inspections }) => new Set(inspections.map(nameOf)));
  const names = first?.inspections.map(nameOf) ?? [];
  return new Set(names.filter((name) => known.every((pairs) => pairs.has(name))));
}

/** Those that are asked about, and of the others a fair sample, ascending. */
function fewer(mapped: SceneLog['mapped'], asked: ReadonlySet<number>): SceneLog['mapped'] {
  const order = stream(0, 'recorded map').permutation(mapped.length);
  const others = [...order].flatMap((place) => mapped[place] ?? []).filter(({ image }) => !asked.has(image));
  const chosen = mapped.filter(({ image }) => asked.has(image));
  return [...chosen, ...others.slice(0, MOST_MAPPED - chosen.length)].sort((a, b) => a.image - b.image);
}

function withFewerRows({ galleries, frames, inspections }: ArmLog): ArmLog {
  const dropped = new Set(galleries.flatMap(({ rows }) => rows.slice(ROWS).map(({ image }) => image)));
  return {
    galleries: galleries.map((gallery) => ({ ...gallery, rows: gallery.rows.slice(0, ROWS) })),
    frames,
    inspections: inspections.filter(({ image }) => !dropped.has(image)),
  };
}

/** Few gates are open, and of these many draw the image itself: the method is seen where one draws another. */
const drewAnother = ({ reason, positive, image }: ViewedInspection): boolean =>
  reason === 'drawn' && positive !== image;

/**
 * The first, and of each third of the others that in which most images drew another; of several, the latest.
 * @param asked pairs of the last arm
 */
function epochsOf(asked: readonly ViewedInspection[]): number[] {
  const [first, ...others] = [...new Set(asked.map(({ epoch }) => epoch))].sort((a, b) => a - b);
  if (first === undefined) return [];
  const draws = (epoch: number) => asked.filter((pair) => pair.epoch === epoch && drewAnother(pair)).length;
  const thirds = Array.from({ length: SCENES }, (_, third) =>
    others.slice((third * others.length) / SCENES, ((third + 1) * others.length) / SCENES),
  );
  return [first, ...thirds.flatMap((epochs) => epochs.sort((a, b) => draws(b) - draws(a) || b - a)[0] ?? [])];
}

/**
 * Those of the gallery, and up to two more: each is the one that drew another in most of those epochs in which none of
 * the images before did; of several, the one that did so latest, then that with the lowest number.
 */
function imagesOf(
  galleries: ArmLog['galleries'],
  asked: readonly ViewedInspection[],
  epochs: readonly number[],
): number[] {
  const images = galleries.at(-1)?.rows.map(({ image }) => image) ?? [];
  const drawsOf = (of: number) =>
    asked.flatMap((pair) => (pair.image === of && drewAnother(pair) ? pair.epoch : []));
  const draws = new Map(asked.map(({ image }) => [image, drawsOf(image)]));
  const lacking = new Set(epochs);
  const take = (image: number) => {
    for (const epoch of draws.get(image) ?? []) lacking.delete(epoch);
  };
  images.forEach(take);
  for (let more = 0; more < MOST_OTHERS; more += 1) {
    const gains = [...draws].map(([image, all]) => ({
      image,
      gain: all.filter((epoch) => lacking.has(epoch)),
    }));
    const [best] = gains.sort(
      (a, b) => b.gain.length - a.gain.length || latest(b.gain) - latest(a.gain) || a.image - b.image,
    );
    if (best === undefined || best.gain.length === 0) break;
    images.push(best.image);
    take(best.image);
  }
  return images;
}

const latest = (epochs: readonly number[]): number => Math.max(-1, ...epochs);

/** So many of `all` at equal distances, the first and the last among them. */
function evenly<T>(all: readonly T[], most: number): T[] {
  if (all.length <= most) return [...all];
  return Array.from({ length: most }, (_, index) =>
    Math.round((index * (all.length - 1)) / (most - 1)),
  ).flatMap((place) => all[place] ?? []);
}

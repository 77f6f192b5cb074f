/** @file What metrics are without training: which of them have such floors, and what a record calls each. */
import { byKey } from './byKey.ts';
import { floorNames, type ChanceKey, type FloorName } from './declaration.ts';
import { declarations, metricIdsOf, type FloorKey, type MetricId, type MetricValues } from './table.ts';

export { floorNames, type FloorName };

/**
 * The floors of a run as they are told. Null is not measured yet, or not to be had: those of raw pixels come one by
 * one, and the floors are told again each time.
 */
export type Floors = Record<Exclude<FloorKey, 'chance'>, number | null> & {
  /** 1 / number of classes. */
  chance: number;
  /** Held-out images that retrieval asks: those with another picture of their identity among them. */
  retrievalImages: number | null;
};

/** Null where it is not measured yet, or does not exist. */
export type FloorValues = Readonly<Record<FloorName, number | null>>;

/** What chance is called where no metric stands beside it. */
const chanceTitles: Readonly<Record<ChanceKey, string>> = {
  chance: 'chance',
  retrievalChance: 'retrieval by chance',
  transferChance: 'transfer by chance',
};

/** What a floor is called where its metric does not stand beside it. */
export const floorTitles: Readonly<Record<string, string>> = Object.fromEntries([
  ...metricIdsOf('evaluations').flatMap(titlesOf),
  ...Object.entries(chanceTitles),
]);

function titlesOf(id: MetricId): [key: string, title: string][] {
  const { label, floors, result } = declarations[id];
  const title = result?.title ?? label;
  const onPixels = floors?.['raw pixels'];
  return [
    ...(floors === undefined ? [] : [[floors.untrained, `${title} untrained`] as [string, string]]),
    ...(onPixels === undefined ? [] : [[onPixels, `${title} on raw pixels`] as [string, string]]),
  ];
}

const isFloorKey = (key: string): key is FloorKey => Object.hasOwn(floorTitles, key);

/** All of them but chance, which is always known. */
export const floorKeys: readonly Exclude<FloorKey, 'chance'>[] = Object.keys(floorTitles)
  .filter(isFloorKey)
  .filter((key) => key !== 'chance');

/** Those of one metric, as a record calls them. */
export function floorKeysOf(id: MetricId): Partial<Record<FloorName, FloorKey>> {
  const keys: Partial<Record<FloorName, string>> = declarations[id].floors ?? {};
  return Object.fromEntries(
    Object.entries(keys).filter((entry): entry is [FloorName, FloorKey] => isFloorKey(entry[1])),
  );
}

/** @param measured null or undefined where none is known yet */
export function floorsOf(id: MetricId, measured: Floors | null | undefined): FloorValues {
  const keys = floorKeysOf(id);
  const value = (name: FloorName) => {
    const key = keys[name];
    return key === undefined ? null : (measured?.[key] ?? null);
  };
  return { untrained: value('untrained'), 'raw pixels': value('raw pixels'), chance: value('chance') };
}

/** A floor on raw pixels, as a record calls it. */
export type PixelFloor = Extract<FloorKey, `${string}RawPixels`>;

/** What is known of floors without the untrained network. */
export interface KnownFloors extends Pick<Floors, ChanceKey | 'retrievalImages'> {
  /** On raw pixels; null as long as it is not measured. */
  onPixels: (floor: PixelFloor) => number | null;
}

const isPixelFloor = (key: FloorKey): key is PixelFloor => key.endsWith('RawPixels');

/** The floors of a run whose untrained network measured `untrained`. */
export function assembleFloors(
  untrained: MetricValues<'evaluations'>,
  { onPixels, ...known }: KnownFloors,
): Floors {
  const measured = new Map<FloorKey, number | null>();
  for (const id of metricIdsOf('evaluations')) {
    const key = floorKeysOf(id).untrained;
    const value = untrained[id];
    if (key !== undefined) measured.set(key, typeof value === 'number' ? value : null);
  }
  return {
    ...byKey(floorKeys, (key) => (isPixelFloor(key) ? onPixels(key) : (measured.get(key) ?? null))),
    ...known,
  };
}

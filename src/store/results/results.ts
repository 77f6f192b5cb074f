/** @file What a run has come to: each arm's last evaluation against the floors, as a table. Pure. */
import { discordant } from '../../adasim/answers.ts';
import { armLabels } from '../../config/armLabels.ts';
import type { ExperimentConfig } from '../../config/schema.ts';
import type { MetricColumn } from '../../metrics/declaration.ts';
import { floorNames, floorsOf, type FloorName, type FloorValues } from '../../metrics/floors.ts';
import { at } from '../../metrics/log.ts';
import { metricOf } from '../../metrics/metric.ts';
import { declarations, metricIdsOf, type MetricIdOf } from '../../metrics/table.ts';
import type { EvaluationRecord, Floors } from '../../protocol/records.ts';
import type { ArmState } from '../run/runState.ts';
import { isApart } from './pairedTest.ts';

export interface ResultColumn {
  id: MetricIdOf<'evaluations'>;
  title: string;
  /** The images that it is measured on, or what it counts. */
  of: string;
  /** One standard error of the best arm's accuracy on so many held-out images; null of what is no accuracy. */
  error: number | null;
}

export interface ResultCell {
  value: number | null;
  /** The best arm's, where it is apart from every other on the same images. */
  best: boolean;
  /** The floors that it does not exceed. */
  unbeaten: readonly FloorName[];
}

export interface ArmResult {
  label: string;
  /** It ended before the others. */
  stopped: boolean;
  cells: readonly ResultCell[];
}

export interface FloorResult {
  name: FloorName;
  /** Whose it is, where it is not everyone's. */
  of: readonly string[];
  values: readonly (number | null)[];
}

export interface Results {
  /** Of the last evaluation. */
  step: number;
  columns: readonly ResultColumn[];
  arms: readonly ArmResult[];
  floors: readonly FloorResult[];
}

/** What a column is of. */
interface Measure extends MetricColumn {
  id: MetricIdOf<'evaluations'>;
}

const measures: readonly Measure[] = metricIdsOf('evaluations').flatMap((id) => {
  const { result } = declarations[id];
  return result === undefined ? [] : [{ ...result, id }];
});

/** Held-out images that an accuracy asks; undefined of what is none. */
const imagesAsked = ({ images, fewer }: Measure, { config, measured }: EvaluatedArm): number | undefined =>
  (fewer === undefined ? null : measured[fewer]) ?? images?.(config);

/** One arm with its last evaluation, of which there is something to tell. */
interface EvaluatedArm {
  label: string;
  config: ExperimentConfig;
  stopped: boolean;
  last: EvaluationRecord;
  values: (number | null)[];
  floors: FloorValues[];
  measured: Floors;
}

/** Undefined where no arm was evaluated. */
export function resultsOf(arms: readonly ArmState[]): Results | undefined {
  const labels = armLabels(arms);
  const evaluated = arms.flatMap((arm, index) => evaluatedArm(arm, labels[index] ?? ''));
  const [first] = evaluated;
  if (first === undefined) return undefined;
  // What no arm has is no column.
  const places = measures.flatMap((_, place) =>
    evaluated.some(({ values }) => values[place] !== null) ? [place] : [],
  );
  const columns = places.map((place) => columnOf(place, evaluated));
  return {
    step: Math.max(...evaluated.map(({ last }) => last.step)),
    columns: columns.map(({ id, title, of, error }) => ({ id, title, of, error })),
    arms: evaluated.map((arm) => ({
      label: arm.label,
      stopped: arm.stopped,
      cells: places.map((place, column) => cellOf(arm, place, columns[column]?.best === arm)),
    })),
    floors: floorNames.flatMap((name) => floorRows(name, places, evaluated)),
  };
}

function evaluatedArm({ config, stopped, floors, evaluations }: ArmState, label: string): EvaluatedArm[] {
  const last = at(evaluations, -1);
  if (last === undefined || floors === null) return [];
  const values = measures.map(({ id }) => metricOf(id).value(last));
  return [
    {
      label,
      config,
      stopped,
      last,
      values,
      floors: measures.map(({ id }) => floorsOf(id, floors)),
      measured: floors,
    },
  ];
}

/** A column, and the arm that is best in it, where it is apart from every other. */
function columnOf(
  place: number,
  evaluated: readonly EvaluatedArm[],
): ResultColumn & { best: EvaluatedArm | undefined } {
  const measure = measures[place];
  const [leader, ...others] = evaluated
    .flatMap((arm) => ({ arm, value: arm.stopped ? null : (arm.values[place] ?? null) }))
    .filter((ranked): ranked is { arm: EvaluatedArm; value: number } => ranked.value !== null)
    .toSorted((one, another) => another.value - one.value);
  const config = (leader?.arm ?? evaluated[0])?.config;
  if (measure === undefined || config === undefined) throw new RangeError(`There is no column ${place}.`);
  const column = { id: measure.id, title: measure.title, of: measure.of(config) };
  const images = leader === undefined ? undefined : imagesAsked(measure, leader.arm);
  if (leader === undefined || images === undefined) return { ...column, error: null, best: undefined };
  const error = standardError(leader.value, images);
  const isAhead = ({ arm, value }: (typeof others)[number]) =>
    isApart(leader.value, value, images, discordantOf(measure.id, leader.arm.last, arm.last));
  const apart = others.length > 0 && others.every(isAhead);
  return { ...column, error, best: apart ? leader.arm : undefined };
}

/** Images that one of two alone has right; undefined where the records do not say which those are. */
function discordantOf(id: Measure['id'], one: EvaluationRecord, other: EvaluationRecord): number | undefined {
  if (id !== 'knnAccuracy' || one.knnRight === null || other.knnRight === null) return undefined;
  const { onlyFirst, onlySecond } = discordant(one.knnRight, other.knnRight);
  return onlyFirst + onlySecond;
}

/** Of an accuracy on `images` images: √(p(1 − p)/n). */
const standardError = (accuracy: number, images: number): number =>
  Math.sqrt((accuracy * (1 - accuracy)) / images);

function cellOf({ values, floors }: EvaluatedArm, place: number, best: boolean): ResultCell {
  const value = values[place] ?? null;
  const against = floors[place];
  // More dimensions are not better ones: training lowers the rank of random features.
  const beatable = measures[place]?.images !== undefined;
  const unbeaten = floorNames.filter((name) => {
    const floor = against?.[name] ?? null;
    return beatable && value !== null && floor !== null && value <= floor;
  });
  return { value, best, unbeaten };
}

/** The rows of a floor: one, or one for each group of arms that have it in common. */
function floorRows(
  name: FloorName,
  places: readonly number[],
  evaluated: readonly EvaluatedArm[],
): FloorResult[] {
  const groups = new Map<string, { values: (number | null)[]; of: string[] }>();
  for (const { label, floors } of evaluated) {
    const values = places.map((place) => floors[place]?.[name] ?? null);
    const key = JSON.stringify(values);
    const group = groups.get(key) ?? { values, of: [] };
    groups.set(key, group);
    group.of.push(label);
  }
  return [...groups.values()].map(({ values, of }) => ({ name, of: groups.size > 1 ? of : [], values }));
}

/** @file What a long run's timeline says, in lines of text. */
import { median } from '../../src/adasim/quantile.ts';
import type { Timeline } from './worker.ts';

/** Steps at either end that are compared. */
const SPAN = 100;

/** Pauses that are told of. */
const TOLD = 4;

export function summaryOf(
  timeline: Timeline,
  { preset, backend }: { preset: string; backend: string },
): string[] {
  const { adapter, begun, ended, memory, evaluations } = timeline;
  const steps = ended.length;
  if (steps < 2 * SPAN + 1) throw new Error(`${steps} steps are too few to compare two hundreds of them.`);
  // The first step sets everything up.
  const early = [1, SPAN + 1] as const;
  const late = [steps - SPAN, steps] as const;
  const pauses = begun.slice(1).map((time, index) => ({ after: index, long: time - (ended[index] ?? time) }));
  const longest = pauses.toSorted((one, another) => another.long - one.long).slice(0, TOLD);
  return [
    `${preset} on ${backend} (${adapter}): ${steps} steps, ${evaluations} evaluations`,
    `  first step                ${ms((ended[0] ?? 0) - (begun[0] ?? 0))}, ${ms(ended[0] ?? 0)} after the start`,
    `  steps ${early.join('–')}, median     ${ms(stepTime(timeline, early))}, ${rate(timeline, early)} with all pauses`,
    `  the last ${SPAN}, median      ${ms(stepTime(timeline, late))}, ${rate(timeline, late)} with all pauses`,
    `  longest pauses            ${longest.map(({ after, long }) => `${ms(long)} after step ${after}`).join(', ')}`,
    `  tensors                   ${range(memory.map(({ tensors }) => tensors))}`,
    `  MB in tensors             ${range(memory.map(({ bytes }) => Number((bytes / 1e6).toFixed(2))))}`,
  ];
}

type Span = readonly [from: number, to: number];

const stepTime = ({ begun, ended }: Timeline, [from, to]: Span): number =>
  median(ended.slice(from, to).map((time, index) => time - (begun[from + index] ?? time)));

function rate({ begun, ended }: Timeline, [from, to]: Span): string {
  const seconds = ((ended[to - 1] ?? 0) - (begun[from] ?? 0)) / 1000;
  return `${((to - from) / seconds).toFixed(1)} steps/s`;
}

const ms = (value: number): string => `${value.toFixed(value < 10 ? 2 : 0)} ms`;

/** Values that memory took, once it was known. */
function range(values: readonly number[]): string {
  const least = Math.min(...values);
  const most = Math.max(...values);
  return least === most ? `${least}, always` : `${least} to ${most}, ${values.at(-1)} at the end`;
}

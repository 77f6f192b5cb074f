/** @file Values that are worth comparing of a setting, for whoever has not said which. */
import { MOST_ARMS } from './arms.ts';
import type { Field, NumberField } from './fields.ts';
import type { Leaf } from './paths.ts';

/** The values that a comparison begins with: all of a choice, both of a switch, two of a number. */
export function valuesToCompare(field: Field, current: Leaf): Leaf[] {
  if (field.control === 'number') return [current, ...nextValue(field, [current])];
  const all: Leaf[] =
    field.control === 'switch' ? [false, true] : field.options.map((option) => option.value);
  const first = all.slice(0, MOST_ARMS);
  return first.some((value) => String(value) === String(current)) ? first : [current, ...first.slice(1)];
}

/** One more value beside those that are taken; none where there is no other. */
export function nextValue(field: Field, taken: readonly Leaf[]): Leaf[] {
  const isFree = (value: Leaf) => !taken.some((other) => String(other) === String(value));
  if (field.control === 'number') return doubledOrHalved(field, taken.map(Number)).filter(isFree).slice(0, 1);
  const all: Leaf[] =
    field.control === 'switch' ? [false, true] : field.options.map((option) => option.value);
  return all.filter(isFree).slice(0, 1);
}

/** Twice the greatest, then half the least, where the slider reaches them. */
function doubledOrHalved({ min, max, step, scale }: NumberField, taken: readonly number[]): number[] {
  const greatest = Math.max(...taken);
  const least = Math.min(...taken);
  const onStep = (value: number) =>
    scale === 'linear' ? Math.round(value / step) * step : Number(value.toPrecision(2));
  return [greatest === 0 ? step : 2 * greatest, least / 2]
    .map((value) => Number(onStep(value).toPrecision(6)))
    .filter((value) => value >= min && value <= max);
}

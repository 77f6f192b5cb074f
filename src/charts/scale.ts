/** @file Axes: ranges that end on round numbers, and where the ticks and labels go. */
import { fixed } from '../metrics/format.ts';

/** A linear axis from `low` to `high`, both ends included among `ticks`. */
export interface Scale {
  low: number;
  high: number;
  ticks: number[];
  /** Digits after the point that tell the ticks apart. */
  decimals: number;
}

/** Without the dust of binary fractions: 0.35, not 0.35000000000000003. */
const tidy = (value: number): number => Number(value.toPrecision(12));

const roundSteps = [1, 2, 2.5, 5, 10];

/** The smallest of 1, 2, 2.5, 5 × 10ⁿ that is at least `size`. */
function roundStep(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size));
  const found = roundSteps.find((step) => step * power >= size * (1 - 1e-9));
  return (found ?? 10) * power;
}

const decimalsOf = (step: number): number => {
  for (let decimals = 0; decimals < 8; decimals++)
    if (Math.abs(step - Number(step.toFixed(decimals))) < step * 1e-6) return decimals;
  return 8;
};

/** An axis that covers `values` with about `parts` round steps. Without values it spans 0 to 1. */
export function scaleOf(values: readonly number[], parts = 4): Scale {
  const finite = values.filter(Number.isFinite);
  const least = finite.length === 0 ? 0 : Math.min(...finite);
  const most = finite.length === 0 ? 1 : Math.max(...finite);
  // A constant still needs a range around it: its own size, so 0.002 does not become 0 to 1.
  const size = Math.max(Math.abs(least), Math.abs(most));
  const differs = most - least > Math.max(1e-12, size * 1e-6);
  const spread = differs ? most - least : size > 1e-12 ? size : 1;
  const step = roundStep(spread / parts);
  const first = Math.floor(least / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(most / step - 1e-9));
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => tidy((first + index) * step));
  return { low: tidy(first * step), high: tidy(last * step), ticks, decimals: decimalsOf(step) };
}

/** A logarithmic axis that covers powers of ten with these exponents; its ticks are whole exponents. */
export function powerScale(exponents: readonly number[], parts = 4): Scale {
  const low = Math.floor(Math.min(...exponents) + 1e-9);
  const most = Math.max(...exponents);
  const step = Math.max(1, Math.ceil((most - low) / parts - 1e-9));
  const count = Math.max(1, Math.ceil((most - low) / step - 1e-9));
  const ticks = Array.from({ length: count + 1 }, (_, index) => low + index * step);
  return { low, high: low + count * step, ticks, decimals: 0 };
}

export const tickText = (scale: Scale, value: number): string => fixed(value, scale.decimals);

/** A share of 1 as a tick in per cent. */
export const percentTick = (scale: Scale, value: number): string =>
  `${fixed(value * 100, Math.max(0, scale.decimals - 2))}\u202f%`;

/** A reference's value: two decimals, or a whole number. */
export const referenceText = (value: number): string => fixed(value, 2).replace(/\.00$/, '');

const stages = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80];

/**
 * How many epochs the x axis shows when the run is at `now` of `total`: whole epochs, growing in stages, so
 * that it seldom moves and all charts agree, those with a point per step and those with one per epoch.
 */
export function reach(now: number, total: number): number {
  const epochs = Math.floor(now) + 1;
  const power = 10 ** Math.max(0, Math.floor(Math.log10(epochs)) - 1);
  const stage = stages.find((size) => size * power >= epochs) ?? 100;
  return Math.max(now, Math.min(total, stage * power));
}

/** Where a value stands between the ends of its axis: 0 at the low end, 1 at the high one. */
export const shareOf = ({ low, high }: Scale, value: number): number => (value - low) / (high - low);

export const isWithin = ({ low, high }: Scale, value: number): boolean => value >= low && value <= high;

/** Pixels from the top of a plot of `height` pixels. */
export const pixelOf = (scale: Scale, value: number, height: number): number =>
  height * (1 - shareOf(scale, value));

/**
 * Moves label positions apart until each is at least `gap` from the next, within `least` to `most`,
 * keeping their order. Where there is not room for all, the last ones share the edge.
 */
export function spreadLabels(
  positions: readonly number[],
  gap: number,
  least: number,
  most: number,
): number[] {
  const order = positions.map((_, index) => index).sort((a, b) => (positions[a] ?? 0) - (positions[b] ?? 0));
  const placed = [...positions];
  let floor = least;
  for (const index of order) {
    placed[index] = Math.max(positions[index] ?? least, floor);
    floor = (placed[index] ?? least) + gap;
  }
  let ceiling = most;
  for (const index of order.reverse()) {
    placed[index] = Math.max(least, Math.min(placed[index] ?? most, ceiling));
    ceiling = (placed[index] ?? most) - gap;
  }
  return placed;
}

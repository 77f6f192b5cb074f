/** @file A logarithmic y axis for values that lie close together as well as for those that span decades. */
import { scaleOf, type Scale } from './scale.ts';

/** Values that differ by less than this factor have ticks at even steps: no power of ten lies among them. */
const CLOSE = 6;
const leading = [1, 2, 5];

/** An axis that covers the decimal logarithms of positive `values`. Its ticks are the logarithms of round numbers. */
export function logScale(values: readonly number[], parts = 4): Scale {
  const least = Math.min(...values);
  const most = Math.max(...values);
  if (most / least < CLOSE) {
    const even = scaleOf(values, parts);
    const ticks = even.ticks.filter((tick) => tick > 0);
    const low = even.low > 0 ? even.low : least;
    return {
      low: Math.log10(low),
      high: Math.log10(even.high),
      ticks: ticks.map(Math.log10),
      decimals: even.decimals,
    };
  }
  const lowest = Math.floor(Math.log10(least));
  const highest = Math.ceil(Math.log10(most));
  const marks = Array.from({ length: highest - lowest + 1 }, (_, place) => lowest + place).flatMap(
    (exponent) => leading.map((digit) => digit * 10 ** exponent),
  );
  const low = marks.findLast((mark) => mark <= least * (1 + 1e-9)) ?? least;
  const high = marks.find((mark) => mark >= most * (1 - 1e-9)) ?? most;
  const within = marks.filter((mark) => mark >= low && mark <= high);
  // Across many decades powers of ten alone are enough.
  const told = within.length <= 2 * parts ? within : within.filter((mark) => Math.log10(mark) % 1 === 0);
  return {
    low: Math.log10(low),
    high: Math.log10(high),
    ticks: told.map(Math.log10),
    decimals: Math.max(0, -lowest),
  };
}

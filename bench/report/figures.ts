/** @file Figures as the tables write them. */

/** Milliseconds with three significant digits: `0.123`, `12.3`, `1 234`. */
export function milliseconds(ms: number | null): string {
  return ms === null ? '–' : significant(ms);
}

export const share = (value: number | null): string =>
  value === null ? '–' : `${(100 * value).toFixed(0)} %`;

export const count = (value: number | null): string => (value === null ? '–' : grouped(Math.round(value)));

export const megabytes = (bytes: number | null): string => (bytes === null ? '–' : significant(bytes / 1e6));

/** How many times `ms` is `reference`. */
export const times = (ms: number | null, reference: number | null): string =>
  ms === null || reference === null ? '–' : `${significant(ms / reference)}×`;

export function significant(value: number): string {
  if (value >= 100) return grouped(Math.round(value));
  if (value === 0) return '0';
  const digits = Math.max(0, Math.min(3, 2 - Math.floor(Math.log10(value))));
  return value.toFixed(digits);
}

/** Thousands apart, by a space that does not break. */
const grouped = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ' ');

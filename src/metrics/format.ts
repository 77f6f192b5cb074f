/** @file Numbers as people read them: no "−0.00", thin spaces between thousands, units spelled out. */

const THIN_SPACE = '\u202f';
const MINUS = '\u2212';
const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

const grouped = (digits: string): string => {
  const [whole = '', fraction] = digits.split('.');
  const spaced = whole.replace(/\B(?=(\d{3})+(?!\d))/g, THIN_SPACE);
  return fraction === undefined ? spaced : `${spaced}.${fraction}`;
};

/** With exactly `decimals` digits after the point; what rounds to zero has no sign. */
export function fixed(value: number, decimals: number): string {
  const digits = grouped(Math.abs(value).toFixed(decimals));
  return value < 0 && /[1-9]/.test(digits) ? `${MINUS}${digits}` : digits;
}

/** A whole number, "2 109". */
export const count = (value: number): string => fixed(Math.round(value), 0);

/** Three significant digits where they fit, powers of ten where they do not: 0.495, 22.6, 8×10⁻⁵. */
export function short(value: number): string {
  const size = Math.abs(value);
  if (size < 1e-12) return '0';
  if (size < 1e-3) return scientific(value);
  const decimals = Math.max(0, Math.min(4, 2 - Math.floor(Math.log10(size))));
  return fixed(value, decimals);
}

function scientific(value: number): string {
  const [digits = '', exponent = '0'] = value.toExponential(1).split('e');
  const mantissa = digits.replace(/\.0$/, '').replace('-', MINUS);
  return `${mantissa}×${powerOfTen(Number(exponent))}`;
}

/** 10⁻⁴ of −4. */
export function powerOfTen(exponent: number): string {
  const digits = String(Math.abs(exponent)).replace(/\d/g, (digit) => superscripts[Number(digit)] ?? '');
  return `10${exponent < 0 ? '⁻' : ''}${digits}`;
}

/** A share of 1 as "12 %", with a decimal below ten per cent. */
export function percent(share: number): string {
  const value = share * 100;
  const decimals = value !== 0 && Math.abs(value) < 9.95 && Math.abs(value) >= 0.05 ? 1 : 0;
  return `${fixed(value, decimals)}${THIN_SPACE}%`;
}

/** "8.2 MB"; powers of 1000, as downloads are told. */
export function bytes(value: number): string {
  if (value < 1000) return `${count(value)}${THIN_SPACE}B`;
  const [unit, size] = value < 1e6 ? ['kB', 1e3] : value < 1e9 ? ['MB', 1e6] : ['GB', 1e9];
  return `${fixed(value / size, value / size < 10 ? 1 : 0)}${THIN_SPACE}${unit}`;
}

/** "40 s", "3 min 20 s", "2 h 05 min". */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  if (whole < 3600) return `${Math.round(whole / 60)} min`;
  return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')} min`;
}

/** A rate: "86", "4.2", "0.31". */
export const rate = (value: number): string => fixed(value, value >= 10 ? 0 : value >= 1 ? 1 : 2);

/** A number as it is typed: no grouping, no rounding away of what matters. */
export const typed = (value: number): string => String(Number(value.toPrecision(6)));

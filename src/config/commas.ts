/** @file Commas in a number, as many people write it: a decimal point, or thousands set apart. */

/** The ways to write `text` without commas that it may mean: none, one, or both where it may be either, as 1,500. */
export function withoutCommas(text: string): string[] {
  const number = text.trim();
  const decimal = /^[+-]?\d*,\d+(e[+-]?\d+)?$/i.test(number) ? [number.replace(',', '.')] : [];
  const thousands = /^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/.test(number) ? [number.replaceAll(',', '')] : [];
  return [...decimal, ...thousands];
}

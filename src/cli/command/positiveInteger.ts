/** @file Flags whose value is a count. */
import { InvalidArgumentError } from 'commander';

/** @throws {InvalidArgumentError} for anything but a whole number from 1 */
export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > 1e9)
    throw new InvalidArgumentError('It must be a whole number from 1.');
  return value;
}

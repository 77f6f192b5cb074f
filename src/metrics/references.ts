/** @file Lines that several metrics are read against. */
import type { Dimensions, Reference } from './declaration.ts';

export const zero = (label: string) => (): Reference[] => [{ label, brief: '0', value: 0 }];

export const one = (label: string) => (): Reference[] => [{ label, brief: '1', value: 1 }];

export const chance = ({ chance: value }: Dimensions): Reference[] => [
  { label: 'chance', brief: 'chance', value },
];

/** The entropy of a uniform teacher, where there are prototypes to be uniform over. */
export const uniform = ({ prototypes }: Dimensions): Reference[] =>
  prototypes === null ? [] : [{ label: 'ln\u00a0K', brief: 'ln\u00a0K', value: Math.log(prototypes) }];

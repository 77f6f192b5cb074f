/** @file What a key does on the map. Pure. */
import { signOf, type KeyPress } from '../shell/keys.ts';
import type { Direction } from './finding.ts';

export type MapKey =
  | { does: 'go'; direction: Direction }
  /** To the neighbour of this rank, 1-based. */
  | { does: 'neighbour'; rank: number }
  | { does: 'choose' | 'brush' | 'in' | 'out' | 'whole' | 'back' | 'on' | 'play' | 'leave' };

const directions: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

const signs: Readonly<Record<string, Exclude<MapKey, { does: 'go' | 'neighbour' }>['does']>> = {
  b: 'brush',
  '+': 'in',
  '=': 'in',
  '-': 'out',
  '0': 'whole',
  '[': 'back',
  ']': 'on',
  ' ': 'play',
};

/** Undefined where the key is none of the map's. */
export function mapKeyOf(press: KeyPress): MapKey | undefined {
  const { key, ctrlKey, metaKey, altKey } = press;
  const direction = directions[key];
  const commanding = ctrlKey || metaKey || altKey;
  if (direction !== undefined) return commanding ? undefined : { does: 'go', direction };
  if (key === 'Enter' && !commanding) return { does: 'choose' };
  if (key === 'Escape') return { does: 'leave' };
  const sign = signOf(press);
  if (sign === undefined) return undefined;
  if (/^[1-5]$/.test(sign)) return { does: 'neighbour', rank: Number(sign) };
  const does = signs[sign];
  return does && { does };
}

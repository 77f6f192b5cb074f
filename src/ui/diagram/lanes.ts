/** @file The lanes of the gate: how an arm comes to the partner of this picture, in a few words. */
import { differingPaths, type ArmSettings } from '../../config/arms.ts';
import { count } from '../../metrics/format.ts';
import type { Answer } from '../../store/inspector/answer.ts';

/** What stands in the way of a look-alike. */
export type Barrier = 'wall' | 'none' | 'gate-open' | 'gate-shut';

export interface Lane {
  barrier: Barrier;
  /** What leads to the partner, and in bold what it comes to. */
  text: string;
  bold: string;
}

type Grounds = Pick<
  Answer,
  'image' | 'positive' | 'reason' | 'gateOpen' | 'settings' | 'windowLength' | 'bootstrapsEmbeddings'
>;

export function laneOf(grounds: Grounds): Lane {
  const { image, positive, reason, gateOpen, settings, windowLength, bootstrapsEmbeddings } = grounds;
  const self = positive === image;
  const filling = reason === 'window-filling';
  if (bootstrapsEmbeddings) return { barrier: 'wall', text: 'images keep to themselves:', bold: 'itself' };
  switch (settings.policy) {
    case 'none':
      return { barrier: 'wall', text: 'a wall: always', bold: 'itself' };
    case 'naive':
      return reason === 'nearest'
        ? { barrier: 'none', text: 'no gate: always', bold: 'the nearest' }
        : { barrier: 'none', text: 'no gate; nobody is near yet:', bold: 'itself' };
    case 'window':
      if (filling) return { barrier: 'none', text: waits('no gate; ', windowLength), bold: 'itself' };
      return { barrier: 'none', text: 'no gate: drew', bold: self ? 'itself' : 'a look-alike' };
    case 'adaptive':
      if (filling) return { barrier: 'gate-shut', text: waits('', windowLength), bold: 'itself' };
      if (!gateOpen) return { barrier: 'gate-shut', text: 'gate shut: for now', bold: 'itself' };
      return { barrier: 'gate-open', text: 'gate open:', bold: self ? 'drew itself' : 'a look-alike' };
  }
}

const waits = (who: string, epochs: number): string =>
  `${who}waits for ${epochs === 1 ? 'an epoch' : `${count(epochs)} epochs`}:`;

const numbers = ['', '', 'two', 'three', 'four', 'five', 'six'];

/** What the lanes are to each other. */
export function lanesLine(arms: readonly ArmSettings[]): string {
  if (arms.length < 2) return 'May a look-alike stand in?';
  const apart = differingPaths(arms);
  return apart.length === 1 && apart[0] === 'bootstrap.policy'
    ? `Only here the ${numbers[arms.length] ?? String(arms.length)} differ`
    : 'One lane for each arm';
}

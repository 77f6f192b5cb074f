/** @file An arm's colour and dash, for the stylesheet: borders know three kinds of lines. */
import type { CSSProperties } from 'react';
import type { ArmStyle } from '../../charts/arms.ts';

export const armVariables = ({ colour, dash }: ArmStyle): CSSProperties => ({
  '--arm': colour,
  '--arm-line': lineKind(dash),
});

/** Short dashes are dots. */
function lineKind(dash: string | undefined): 'solid' | 'dotted' | 'dashed' {
  if (dash === undefined) return 'solid';
  return Number.parseFloat(dash) < 3 ? 'dotted' : 'dashed';
}

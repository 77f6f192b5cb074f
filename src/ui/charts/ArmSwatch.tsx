/** @file A piece of an arm's line, as the charts draw it. */
import type { ArmStyle } from '../../charts/arms.ts';

export function ArmSwatch({ style: { colour, dash } }: { style: ArmStyle }) {
  return (
    <svg className="arm-swatch" width="26" height="8" aria-hidden="true">
      <line x1="1" x2="25" y1="4" y2="4" stroke={colour} strokeWidth="2.5" strokeDasharray={dash} />
    </svg>
  );
}

/** @file A dot at the newest point of each line. Beside the drawing: moving it costs no layout. */
import type { ChartRow } from '../../charts/binning.ts';
import type { ChartArm } from '../../charts/arms.ts';
import { plotHeight, type PlotFrame } from '../../charts/plotFrame.ts';
import { pixelOf, shareOf, type Scale } from '../../charts/scale.ts';

interface Props {
  rows: readonly ChartRow[];
  arms: readonly ChartArm[];
  x: Scale;
  y: Scale;
  frame: PlotFrame;
}

export function Heads({ rows, arms, x, y, frame }: Props) {
  return arms.map(({ id, style }, column) => {
    const row = rows.findLast(({ values }) => typeof values[column] === 'number');
    const value = row?.values[column];
    if (row === undefined || typeof value !== 'number') return null;
    const left = `calc(${frame.left}px + (100% - ${frame.left + frame.right}px) * ${shareOf(x, row.x)})`;
    const top = frame.top + pixelOf(y, value, plotHeight(frame));
    return <i key={id} className="head" style={{ left, top, background: style.colour }} aria-hidden="true" />;
  });
}

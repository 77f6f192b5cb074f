/** @file The names of the reference lines, beside the plot, where no curve can cross them, spread apart. */
import { plotHeight, type PlotFrame } from './plotFrame.ts';
import type { Reference } from './questions.ts';
import { pixelOf, spreadLabels, type Scale } from './scale.ts';

interface Props {
  references: readonly Reference[];
  y: Scale;
  frame: PlotFrame;
  /** Absent where there is no room for the value. */
  format?: (value: number) => string;
}

/** Width of the leader from the line's end to its label. */
const LEADER = 12;

export function ReferenceLabels({ references, y, frame, format }: Props) {
  const height = plotHeight(frame);
  const lines = references.map(({ value }) => frame.top + pixelOf(y, value, height));
  const half = frame.labelGap / 2;
  const labels = spreadLabels(
    lines,
    frame.labelGap,
    half - 2,
    frame.top + height + Math.min(half, frame.bottom / 2),
  );
  return (
    <div className="reference-labels" style={{ width: frame.right, height: frame.height }} aria-hidden="true">
      <svg width={LEADER} height={frame.height}>
        {references.map(({ label }, index) => (
          <path key={label} d={`M0 ${lines[index] ?? 0} L${LEADER - 3} ${labels[index] ?? 0}`} />
        ))}
      </svg>
      {references.map(({ label, value }, index) => (
        <span key={label} style={{ top: labels[index], left: LEADER }}>
          {label}
          {format && <b>{format(value)}</b>}
        </span>
      ))}
    </div>
  );
}

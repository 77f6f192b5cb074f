/** @file The names of the reference lines, beside the plot, where no curve can cross them, spread apart. */
import { percent as percentText } from '../format.ts';
import { plotHeight, type PlotFrame } from './plotFrame.ts';
import type { Reference } from './questions.ts';
import { pixelOf, referenceText, spreadLabels, type Scale } from './scale.ts';

interface Props {
  references: readonly Reference[];
  y: Scale;
  frame: PlotFrame;
  large: boolean;
  percent: boolean;
}

/** Width of the leader from the line's end to its label. */
const LEADER = 12;

export function ReferenceLabels({ references, y, frame, large, percent }: Props) {
  const height = plotHeight(frame);
  const half = frame.labelGap / 2;
  const lines = references.map(({ value }) => frame.top + clamp(pixelOf(y, value, height), 0, height));
  const labels = spreadLabels(
    lines,
    frame.labelGap,
    half - 1,
    frame.top + height + Math.min(half, frame.bottom) - 2,
  );
  return (
    <div className="reference-labels" style={{ width: frame.right, height: frame.height }} aria-hidden="true">
      <svg width={LEADER} height={frame.height}>
        {references.map(
          ({ label, value }, index) =>
            isWithin(y, value) && (
              <path key={label} d={`M0 ${lines[index] ?? 0} L${LEADER - 3} ${labels[index] ?? 0}`} />
            ),
        )}
      </svg>
      {references.map(({ label, brief, value }, index) => (
        <span key={label} style={{ top: labels[index], left: LEADER }}>
          {large ? label : brief}
          {large && <b>{percent ? percentText(value) : referenceText(value)}</b>}
          {value < y.low && ' ↓'}
          {value > y.high && ' ↑'}
        </span>
      ))}
    </div>
  );
}

const isWithin = ({ low, high }: Scale, value: number) => value >= low && value <= high;
const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));

/** @file The names of the reference lines, beside the plot, where no curve can cross them, spread apart. */
import { percent as percentText } from '../../metrics/format.ts';
import type { Ticks } from '../../charts/picture.ts';
import { plotHeight, type PlotFrame } from '../../charts/plotFrame.ts';
import { referenceName, type ArmsReference } from '../../charts/references.ts';
import { pixelOf, referenceText, spreadLabels, type Scale } from '../../charts/scale.ts';

interface Props {
  references: readonly ArmsReference[];
  y: Scale;
  frame: PlotFrame;
  large: boolean;
  ticks: Ticks;
}

/** The end of a line that falls over powers of ten has a name, but no value that says something. */
const texts: Record<Ticks, (value: number) => string> = {
  plain: referenceText,
  percent: percentText,
  power: () => '',
};

/** Width of the leader from the line's end to its label. */
const LEADER = 12;

export function ReferenceLabels({ references, y, frame, large, ticks }: Props) {
  const height = plotHeight(frame);
  const half = frame.labelGap / 2;
  const lines = references.map(({ value }) => frame.top + clamp(pixelOf(y, value, height), 0, height));
  // None reaches into what stands under the axis, or out of the chart.
  const lowest = Math.min(frame.top + height, frame.height - half);
  const labels = spreadLabels(lines, frame.labelGap, half - 1, lowest);
  return (
    <div className="reference-labels" style={{ width: frame.right, height: frame.height }} aria-hidden="true">
      <svg width={LEADER} height={frame.height}>
        {references.map(
          (reference, index) =>
            isWithin(y, reference.value) && (
              <path
                key={referenceName(reference)}
                d={`M0 ${lines[index] ?? 0} L${LEADER - 3} ${labels[index] ?? 0}`}
              />
            ),
        )}
      </svg>
      {references.map((reference, index) => (
        <span
          key={referenceName(reference)}
          style={{ top: labels[index], left: LEADER, color: reference.of?.colour }}
        >
          {large ? reference.label : reference.brief}
          {large && <b>{texts[ticks](reference.value)}</b>}
          {reference.value < y.low && ' ↓'}
          {reference.value > y.high && ' ↑'}
        </span>
      ))}
    </div>
  );
}

const isWithin = ({ low, high }: Scale, value: number) => value >= low && value <= high;
const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));

/** @file The names of the reference lines, beside the plot, where no curve can cross them. */
import { percent as percentText } from '../../metrics/format.ts';
import { LineNames } from '../../charts/LineNames.tsx';
import { plotHeight, type PlotFrame } from '../../charts/plotFrame.ts';
import { referenceName, type ArmsReference } from '../../charts/references.ts';
import { referenceText, type Scale } from '../../charts/scale.ts';
import type { Ticks } from '../../charts/ticks.ts';

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

export function ReferenceLabels({ references, y, frame, large, ticks }: Props) {
  const height = plotHeight(frame);
  const half = frame.labelGap / 2;
  const names = references.map((reference) => ({
    id: referenceName(reference),
    text: large ? reference.label : reference.brief,
    value: reference.value,
    ...(large && { figure: texts[ticks](reference.value) }),
    colour: reference.of?.colour,
  }));
  return (
    <svg className="reference-labels" width={frame.right} height={frame.height} aria-hidden="true">
      <g transform={`translate(0 ${frame.top})`}>
        <LineNames
          {...{ names, y, height }}
          gap={frame.labelGap}
          least={half - 1 - frame.top}
          // None reaches into what stands under the axis, or out of the chart.
          most={Math.min(height, frame.height - half - frame.top)}
        />
      </g>
    </svg>
  );
}

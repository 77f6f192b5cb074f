/** @file The names of the reference lines, beside the plot, where no curve can cross them. */
import { percent as percentText } from '../../metrics/format.ts';
import { Leader, NameText, placedNames, type PlacedName } from '../../charts/LineNames.tsx';
import { plotHeight, type PlotFrame } from '../../charts/plotFrame.ts';
import { referenceName, type ArmsReference } from '../../charts/references.ts';
import { referenceText, type Scale } from '../../charts/scale.ts';
import type { Ticks } from '../../charts/ticks.ts';
import { stretchesOf } from '../terms/forms.ts';
import type { Explained } from '../terms/shownTerm.ts';
import { DrawnTerm } from '../terms/Term.tsx';

/** What explains the name of a line. */
const wordIn = (text: string) => stretchesOf(text).find(({ of }) => of !== undefined)?.of;

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
  log: (exponent) => referenceText(10 ** exponent),
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
  const placed = placedNames({
    ...{ names, y, height },
    gap: frame.labelGap,
    least: half - 1 - frame.top,
    // None reaches into what stands under the axis, or out of the chart.
    most: Math.min(height, frame.height - half - frame.top),
  });
  return (
    <svg
      className="reference-labels"
      width={frame.right}
      height={frame.height}
      // The words of a small chart, which is pressed to be enlarged, are explained when it is.
      {...(!large && { 'aria-hidden': true })}
    >
      <g transform={`translate(0 ${frame.top})`}>
        {placed.map((name) => (
          <g key={name.id}>
            <Leader name={name} y={y} />
            <Name name={name} y={y} of={large ? wordIn(name.text) : undefined} />
          </g>
        ))}
      </g>
    </svg>
  );
}

interface NameProps {
  name: PlacedName;
  y: Scale;
  of: Explained | undefined;
}

function Name({ name, y, of }: NameProps) {
  const text = <NameText name={name} y={y} />;
  return of === undefined ? text : <DrawnTerm of={of}>{text}</DrawnTerm>;
}

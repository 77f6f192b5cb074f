/**
 * @file The drawing of one chart with recharts. Loaded with the first data, not with the page.
 *
 * Recharts answers every changed prop with another round of layout, so whatever is equal to what was drawn
 * before is handed over as the same object: most redraws then change the data and nothing else.
 */
import { memo, useMemo } from 'react';
import { CartesianGrid, Line, LineChart, ReferenceLine, XAxis, YAxis } from 'recharts';
import type { ChartRow } from '../../charts/binning.ts';
import { tickText } from '../../charts/scale.ts';
import type { SketchProps } from '../../charts/Sketch.tsx';
import { BENEATH_OPACITY, lineWidth, referenceDash } from '../../charts/strokes.ts';
import { tickTexts } from '../../charts/ticks.ts';

/** What the sketch shows, and what happened meanwhile. */
export interface LinePlotProps extends SketchProps {
  /** Epochs at which a setting was changed. */
  changes: readonly number[];
}

/** Recharts wants one object per row, with a key per line. */
type PlotRow = Record<string, number | null>;

const keyOf = (column: number) => `arm${column}`;

function plotRow({ x, values }: ChartRow): PlotRow {
  const row: PlotRow = { x };
  values.forEach((value, column) => {
    row[keyOf(column)] = value;
  });
  return row;
}

/** Props without functions: equal in content is equal. */
const sameContent = (a: object, b: object): boolean => JSON.stringify(a) === JSON.stringify(b);

const axisLine = { stroke: 'var(--axis)' };

export default function LinePlot({ rows, lines, large, ...frame }: LinePlotProps) {
  const data = useMemo(() => rows.map(plotRow), [rows]);
  const { height, top, right, bottom } = frame.frame;
  const style = useMemo(() => ({ width: '100%', height }), [height]);
  // The large chart's axis takes the bottom for itself.
  const margin = useMemo(
    () => ({ top, right, bottom: large ? 0 : bottom, left: 0 }),
    [top, right, bottom, large],
  );
  return (
    <LineChart responsive accessibilityLayer={false} data={data} style={style} margin={margin}>
      <Frame large={large} {...frame} />
      <Lines lines={lines} large={large} />
    </LineChart>
  );
}

type FrameProps = Pick<LinePlotProps, 'frame' | 'large' | 'ticks' | 'x' | 'y' | 'references' | 'changes'>;

/** Axes, grid and reference lines. */
const Frame = memo(function Frame({ frame, large, ticks, x, y, references, changes }: FrameProps) {
  return (
    <>
      {large && <CartesianGrid vertical={false} stroke="var(--grid)" />}
      <XAxis
        dataKey="x"
        type="number"
        domain={[x.low, x.high]}
        ticks={x.ticks}
        tickFormatter={(value: number) => tickText(x, value)}
        height={frame.bottom}
        hide={!large}
        tickLine={false}
        axisLine={axisLine}
        interval="preserveStartEnd"
        allowDataOverflow
      />
      <YAxis
        type="number"
        domain={[y.low, y.high]}
        ticks={y.ticks}
        tickFormatter={(value: number) => tickTexts[ticks](y, value)}
        width={frame.left}
        hide={!large}
        tickLine={false}
        axisLine={false}
        interval={0}
        allowDataOverflow
      />
      {references.map((value) => (
        <ReferenceLine
          key={value}
          y={value}
          stroke="var(--reference)"
          strokeDasharray={referenceDash}
          strokeWidth={1}
        />
      ))}
      {changes.map((at) => (
        <ReferenceLine
          key={`change-${at}`}
          x={at}
          stroke="var(--accent)"
          strokeWidth={1}
          strokeOpacity={0.6}
        />
      ))}
    </>
  );
}, sameContent);

const Lines = memo(function Lines({ lines, large }: Pick<LinePlotProps, 'lines' | 'large'>) {
  return lines.map(({ id, label, style, reference, beneath = false }, column) => (
    <Line
      key={id}
      dataKey={keyOf(column)}
      name={label}
      type="linear"
      stroke={style.colour}
      {...(style.dash === undefined ? {} : { strokeDasharray: style.dash })}
      strokeWidth={lineWidth(reference || beneath, large)}
      strokeOpacity={beneath ? BENEATH_OPACITY : 1}
      strokeLinejoin="round"
      dot={false}
      activeDot={false}
      isAnimationActive={false}
      connectNulls
    />
  ));
}, sameContent);

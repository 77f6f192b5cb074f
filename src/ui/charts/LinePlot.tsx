/** @file The drawing of one chart with recharts. Loaded with the first data, not with the page. */
import { CartesianGrid, Line, LineChart, ReferenceDot, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';
import type { Row } from '../../store/binning.ts';
import { fixed } from '../format.ts';
import type { ArmStyle } from './arms.ts';
import { largeFrame, smallFrame } from './plotFrame.ts';
import { percentTick, tickText, type Scale } from './scale.ts';

export interface LinePlotProps {
  rows: readonly Row[];
  /** One per column of the rows. */
  arms: readonly { id: string; label: string; style: ArmStyle }[];
  x: Scale;
  y: Scale;
  /** Values of the reference lines; their labels stand beside the plot. */
  references: readonly number[];
  /** Epochs at which a setting was changed. */
  changes: readonly number[];
  large: boolean;
  /** Ticks as percentages of 1. */
  percent: boolean;
  format: (value: number) => string;
}

/** Recharts wants one object per row, with a key per line. */
type PlotRow = Record<string, number | null>;

const keyOf = (column: number) => `arm${column}`;

const plotRow = ({ x, values }: Row): PlotRow =>
  Object.fromEntries([
    ['x', x],
    ...values.map((value, column): [string, number | null] => [keyOf(column), value]),
  ]);

/** The last point of a column. */
function head(rows: readonly Row[], column: number): { x: number; y: number } | undefined {
  const row = rows.findLast(({ values }) => values[column] !== null && values[column] !== undefined);
  const y = row?.values[column];
  return row === undefined || y === null || y === undefined ? undefined : { x: row.x, y };
}

export default function LinePlot({
  rows,
  arms,
  x,
  y,
  references,
  changes,
  large,
  percent,
  format,
}: LinePlotProps) {
  const frame = large ? largeFrame : smallFrame;
  return (
    <LineChart
      responsive
      accessibilityLayer={false}
      data={rows.map(plotRow)}
      style={{ width: '100%', height: frame.height }}
      margin={{ top: frame.top, right: frame.right, bottom: 0, left: 0 }}
    >
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
        axisLine={{ stroke: 'var(--axis)' }}
        interval="preserveStartEnd"
        allowDataOverflow
      />
      <YAxis
        type="number"
        domain={[y.low, y.high]}
        ticks={y.ticks}
        tickFormatter={(value: number) => (percent ? percentTick : tickText)(y, value)}
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
          strokeDasharray="2 3"
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
      {large && (
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: 'var(--axis)' }}
          content={({ active, label, payload }) =>
            active && payload.length > 0 && typeof label === 'number' ? (
              <div className="tooltip">
                <span className="tooltip-x">epoch {fixed(label, 1)}</span>
                {payload.map((entry, index) => (
                  <span key={index} className="tooltip-value" style={{ color: entry.color }}>
                    {arms.length > 1 ? `${String(entry.name)} ` : ''}
                    {typeof entry.value === 'number' ? format(entry.value) : '–'}
                  </span>
                ))}
              </div>
            ) : null
          }
        />
      )}
      {arms.map(({ id, label, style }, column) => (
        <Line
          key={id}
          dataKey={keyOf(column)}
          name={label}
          type="linear"
          stroke={style.colour}
          {...(style.dash === undefined ? {} : { strokeDasharray: style.dash })}
          strokeWidth={large ? 2 : 1.5}
          strokeLinejoin="round"
          dot={false}
          activeDot={large ? { r: 3.5, strokeWidth: 0 } : false}
          isAnimationActive={false}
          connectNulls
        />
      ))}
      {arms.map(({ id, style }, column) => {
        const last = head(rows, column);
        return (
          last && (
            <ReferenceDot
              key={`head-${id}`}
              x={last.x}
              y={last.y}
              r={large ? 3.5 : 2.5}
              fill={style.colour}
              stroke="var(--card)"
              strokeWidth={large ? 1.5 : 1}
            />
          )
        );
      })}
    </LineChart>
  );
}

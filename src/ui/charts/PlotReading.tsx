/** @file What stands in the area of the curves while charts are read: the cursor with its values, epochs being chosen, the pin. */
import { plotHeight } from '../../charts/plotFrame.ts';
import { readingAt } from '../../charts/reading.ts';
import { isWithin, pixelOf, shareOf } from '../../charts/scale.ts';
import { fixed } from '../../metrics/format.ts';
import type { PlotFaceProps } from './PlotFace.tsx';
import './reading.css';

interface Props extends PlotFaceProps {
  /** In epochs, as are the others. */
  at: number | null;
  /** Whether it is this chart that the pointer or the keyboard is in. */
  own: boolean;
  /** Where choosing a range of epochs began. */
  begun: number | null;
  /** The moment to which the page is turned. */
  pinned: number | null;
}

const percent = (share: number) => `${100 * share}%`;

export default function PlotReading({ x, at, own, begun, pinned, ...chart }: Props) {
  const [from, to] = [Math.min(begun ?? 0, at ?? 0), Math.max(begun ?? 0, at ?? 0)];
  return (
    <>
      {pinned !== null && isWithin(x, pinned) && (
        <i className="plot-pin" style={{ left: percent(shareOf(x, pinned)) }} aria-hidden="true" />
      )}
      {begun !== null && at !== null && (
        <i
          className="plot-range"
          style={{ left: percent(shareOf(x, from)), width: percent(shareOf(x, to) - shareOf(x, from)) }}
          aria-hidden="true"
        />
      )}
      {at !== null && <Cursor x={x} at={at} own={own} {...chart} />}
    </>
  );
}

function Cursor({
  metric,
  lines,
  x,
  y,
  ticks,
  over,
  frame,
  large,
  at,
  own,
}: PlotFaceProps & { at: number; own: boolean }) {
  const reading = readingAt(lines, at);
  if (reading === undefined || !isWithin(x, reading.x)) return null;
  const share = shareOf(x, reading.x);
  const read = lines.flatMap(({ id, label, style }, place) => {
    const value = reading.values[place] ?? null;
    return value === null ? [] : [{ id, label, style, value }];
  });
  const height = plotHeight(frame);
  const drawn = (value: number) => (ticks === 'log' ? Math.log10(value) : value);
  return (
    <span className="plot-cursor" style={{ left: percent(share) }} aria-hidden="true">
      {read.map(({ id, style, value }) => {
        const down = pixelOf(y, drawn(value), height);
        return (
          down >= -1 &&
          down <= height + 1 && (
            <i key={id} className="plot-point" style={{ top: down, background: style.colour }} />
          )
        );
      })}
      {large && (
        <span className={`plot-values${share > 0.5 ? ' plot-values-left' : ''}`} data-testid="plot-values">
          {own && (
            <span className="plot-values-at">
              {over.one} {fixed(reading.x, over.decimals)}
            </span>
          )}
          {read.map(({ id, label, style, value }) => (
            <span key={id} style={{ color: style.colour }}>
              {own && lines.length > 1 && `${label} `}
              <b>{metric.format(value)}</b>
            </span>
          ))}
        </span>
      )}
    </span>
  );
}

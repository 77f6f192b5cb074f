/**
 * @file The area of the curves as something to read: where the pointer or the keyboard is, all charts are read. It stands
 * over whichever drawing there is, and what it shows comes with the first reading.
 */
import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { useStore } from 'zustand';
import type { ChartLine } from '../../charts/curves.ts';
import type { ChartPicture } from '../../charts/picture.ts';
import { plotHeight, type PlotFrame } from '../../charts/plotFrame.ts';
import { besideOf, readingAt } from '../../charts/reading.ts';
import { shareOf } from '../../charts/scale.ts';
import type { Pace } from '../../metrics/facts.ts';
import type { Metric } from '../../metrics/metric.ts';
import { fixed } from '../../metrics/format.ts';
import { createReading } from '../../store/reading/reading.ts';
import { momentLookedAt } from '../../store/view/lookedAt.ts';
import { usePage, useRun, useView } from '../PageContext.ts';
import { late } from '../late/late.tsx';

const PlotReading = late({
  name: 'What shows the values under the pointer',
  load: () => import('./PlotReading.tsx'),
  place: (trouble, { large, own }) => large && own && <div className="plot-fault">{trouble}</div>,
});

/** Pixels that a pointer moves before it chooses epochs, and not one. */
const DRAG = 6;

export interface PlotFaceProps extends Pick<ChartPicture, 'x' | 'y' | 'ticks' | 'over'> {
  metric: Metric;
  /** One per arm, whole. */
  lines: readonly ChartLine[];
  pace: Pace;
  frame: PlotFrame;
  /** Whether it can be read, and not only shows where another is. */
  large: boolean;
}

export function PlotFace(props: PlotFaceProps) {
  const { metric, lines, x, frame, pace, large, over } = props;
  const reading = usePage().part(createReading);
  const at = useStore(reading.store, (state) => state.at);
  const zoomed = useStore(reading.store, (state) => state.range !== null);
  const pinned = usePinned();
  const [own, setOwn] = useState(false);
  const [begun, setBegun] = useState<number | null>(null);
  const pressed = useRef<number | null>(null);
  const all = pace.totalSteps / pace.stepsPerEpoch;
  const place = {
    left: frame.left,
    top: frame.top,
    height: plotHeight(frame),
    width: `calc(100% - ${frame.left + frame.right}px)`,
  };
  const shows = at !== null || pinned !== null || begun !== null;
  const shown = shows && <PlotReading {...props} at={at} own={own} begun={begun} pinned={pinned} />;
  if (!large)
    return (
      <div className="plot-face" style={place}>
        {shown}
      </div>
    );

  const epochAt = (event: PointerEvent<HTMLElement>): number => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - left) / width));
    return x.low + share * (x.high - x.low);
  };
  const turn = (epoch: number | null): void => {
    setOwn(epoch !== null);
    reading.readAt(epoch);
  };
  const now = at ?? pinned ?? x.high;
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const go = (epoch: number) => () => turn(Math.min(x.high, Math.max(x.low, epoch)));
    const by = event.shiftKey ? 10 : 1;
    const act = {
      ArrowLeft: go(besideOf(lines, now, -by)),
      ArrowRight: go(besideOf(lines, now, by)),
      Home: go(x.low),
      End: go(x.high),
      Enter: () => reading.pin(now, pace.stepsPerEpoch),
      '+': () => reading.zoom(now, 'in', all),
      '-': () => reading.zoom(now, 'out', all),
      '0': reading.showAll,
      Escape: () => turn(null),
    }[event.key];
    if (act === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  const letGo = (): void => {
    pressed.current = null;
    setBegun(null);
  };
  return (
    <>
      <div
        className="plot-face plot-readable"
        style={place}
        role="slider"
        tabIndex={0}
        aria-label={`${metric.label}, read along the ${over.many}`}
        aria-valuemin={x.low}
        aria-valuemax={x.high}
        aria-valuenow={now}
        aria-valuetext={inWords(lines, metric, now, over)}
        onPointerMove={(event) => {
          turn(epochAt(event));
          const from = pressed.current;
          if (from === null || begun !== null) return;
          const { width } = event.currentTarget.getBoundingClientRect();
          const moved = Math.abs(shareOf(x, epochAt(event)) - shareOf(x, from)) * width;
          if (moved > DRAG) setBegun(from);
        }}
        onPointerDown={(event) => {
          if (event.button !== 0 || isOnButton(event.target)) return;
          pressed.current = epochAt(event);
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerUp={(event) => {
          if (pressed.current !== null) {
            if (begun === null) reading.pin(epochAt(event), pace.stepsPerEpoch);
            else reading.show(begun, epochAt(event), all);
          }
          letGo();
        }}
        onPointerCancel={letGo}
        onPointerLeave={() => turn(null)}
        onBlur={({ target, currentTarget }) => {
          // Not where a button within it goes, which tried something again.
          if (target === currentTarget) turn(null);
        }}
        onDoubleClick={reading.showAll}
        onKeyDown={onKeyDown}
      >
        {shown}
      </div>
      {zoomed && (
        <button
          type="button"
          className="quiet plot-whole"
          style={{ right: frame.right }}
          onClick={reading.showAll}
        >
          Whole run
        </button>
      )}
    </>
  );
}

const isOnButton = (target: EventTarget): boolean =>
  target instanceof Element && target.closest('button') !== null;

/** The epochs done at the moment to which the page is turned; null while it follows the run. */
function usePinned(): number | null {
  const arm = useView((view) => view.arm);
  const moment = useView((view) => view.moment);
  return useRun((run) => momentLookedAt(run, { arm, moment })?.epoch ?? null);
}

/** What all lines say, for those who do not see it. */
function inWords(lines: readonly ChartLine[], metric: Metric, x: number, over: ChartPicture['over']): string {
  const found = readingAt(lines, x);
  if (found === undefined) return 'no value yet';
  const values = lines.map(({ label }, place) => {
    const value = found.values[place] ?? null;
    return `${lines.length > 1 ? `${label} ` : ''}${value === null ? 'no value' : metric.format(value)}`;
  });
  return `${over.one} ${fixed(found.x, over.decimals)}: ${values.join(', ')}`;
}

/**
 * @file Spreads the redrawing of charts over animation frames: one chart at a time, each a few times a second, and
 * at least as long between two as the first of them took.
 */
import { useEffect, useState } from 'react';
import { runStore } from '../../store/run/run.ts';
import type { RunState } from '../../store/run/runState.ts';

type Redraw = () => void;

const waiting = new Set<Redraw>();
let drawing = false;

/** A dozen charts in one task would block the page, and one after the other without a rest would too. */
function drawNext(): void {
  const [next] = waiting;
  drawing = next !== undefined;
  if (next === undefined) return;
  waiting.delete(next);
  const begun = performance.now();
  next();
  // The frame is drawn before the first timeout comes.
  setTimeout(() => {
    setTimeout(() => requestAnimationFrame(drawNext), performance.now() - begun);
  });
}

function enqueue(redraw: Redraw): void {
  waiting.add(redraw);
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(drawNext);
}

const calm = typeof matchMedia === 'function' ? matchMedia('(prefers-reduced-motion: reduce)') : undefined;

/** Least time between two redraws of one chart. */
const restMs = (large: boolean): number => (calm?.matches === true ? 1500 : large ? 350 : 800);

/**
 * The run as it was at this component's last turn. It takes a turn when `changed` says that the run
 * differs in something it shows.
 */
export function useRunInTurns(
  changed: (now: RunState, shown: RunState) => boolean,
  large: boolean,
): RunState {
  const [shown, setShown] = useState(() => runStore.getState());
  useEffect(() => {
    let latest = shown;
    let lastTurn = -Infinity;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const redraw = () => {
      latest = runStore.getState();
      lastTurn = performance.now();
      setShown(latest);
    };
    const check = (now: RunState) => {
      if (!changed(now, latest)) return;
      const rest = restMs(large) - (performance.now() - lastTurn);
      if (rest <= 0) enqueue(redraw);
      else
        timer ??= setTimeout(() => {
          timer = undefined;
          enqueue(redraw);
        }, rest);
    };
    check(runStore.getState());
    const unsubscribe = runStore.subscribe(check);
    return () => {
      unsubscribe();
      clearTimeout(timer);
      waiting.delete(redraw);
    };
    // Only what was shown at mount matters; afterwards `latest` keeps up by itself. `changed` must be stable.
  }, [changed, large]);
  return shown;
}

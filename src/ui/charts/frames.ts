/**
 * @file Spreads the redrawing of charts over animation frames: one chart at a time, each a few times a second, and
 * at least as long between two as the first of them took.
 */
import { useEffect, useState } from 'react';
import { afterRest } from '../../store/clock.ts';
import type { Page } from '../../store/page.ts';
import type { RunState } from '../../store/run/runState.ts';
import { usePage } from '../PageContext.ts';

type Redraw = () => void;

/** The turns of a page's charts. */
function createTurns({ surroundings: { clock } }: Page) {
  const waiting = new Set<Redraw>();
  let drawing = false;

  /** A dozen charts in one task would block the page, and one after the other without a rest would too. */
  const drawNext = (): void => {
    const [next] = waiting;
    drawing = next !== undefined;
    if (next === undefined) return;
    waiting.delete(next);
    const begun = clock.now();
    next();
    afterRest(clock, begun, 1, () => requestAnimationFrame(drawNext));
  };

  return {
    enqueue: (redraw: Redraw): void => {
      waiting.add(redraw);
      if (drawing) return;
      drawing = true;
      requestAnimationFrame(drawNext);
    },
    leave: (redraw: Redraw) => waiting.delete(redraw),
  };
}

/** Least time between two redraws of one chart. */
const restMs = (large: boolean, isCalm: boolean): number => (isCalm ? 1500 : large ? 350 : 800);

/**
 * The run as it was at this component's last turn. It takes a turn when `changed` says that the run
 * differs in something it shows.
 */
export function useRunInTurns(
  changed: (now: RunState, shown: RunState) => boolean,
  large: boolean,
): RunState {
  const page = usePage();
  const [shown, setShown] = useState(() => page.run.store.getState());
  useEffect(() => {
    const { clock, isCalm } = page.surroundings;
    const { store } = page.run;
    const turns = page.part(createTurns);
    let latest = shown;
    let lastTurn = -Infinity;
    let cancel: (() => void) | undefined;
    const redraw = () => {
      latest = store.getState();
      lastTurn = clock.now();
      setShown(latest);
    };
    const check = (now: RunState) => {
      if (!changed(now, latest)) return;
      const rest = restMs(large, isCalm()) - (clock.now() - lastTurn);
      if (rest <= 0) turns.enqueue(redraw);
      else
        cancel ??= clock.after(rest, () => {
          cancel = undefined;
          turns.enqueue(redraw);
        });
    };
    check(store.getState());
    const unsubscribe = store.subscribe(check);
    return () => {
      unsubscribe();
      cancel?.();
      turns.leave(redraw);
    };
    // Only what was shown at mount matters; afterwards `latest` keeps up by itself. `changed` must be stable.
  }, [page, changed, large]);
  return shown;
}

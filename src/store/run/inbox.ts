/**
 * @file Takes in what a worker tells without keeping the page busy. Each batch makes the page redraw; what comes
 * meanwhile, and for a while after, waits and is taken in at once. So a slow page redraws less often, and always
 * has time left for the person, however fast the worker is.
 */
import { afterRest, type Clock } from '../clock.ts';

/** Of the page's time, redrawing for the worker gets one part, and this many parts are for everything else. */
const REST = 2;

/**
 * @param take gets each item once, in order
 * @param canWait items that come often; any other is taken at once, after those that wait
 * @returns what is to be called with every item
 */
export function createInbox<T>(
  take: (item: T) => void,
  canWait: (item: T) => boolean,
  clock: Pick<Clock, 'now' | 'after'>,
): (item: T) => void {
  let waiting: T[] = [];
  /** The page redraws, or rests. */
  let busy = false;

  const empty = () => {
    const resting = busy;
    busy = true;
    const begun = clock.now();
    const items = waiting;
    waiting = [];
    try {
      for (const item of items) take(item);
    } finally {
      if (!resting) afterRest(clock, begun, REST, rested);
    }
  };

  const rested = () => {
    busy = false;
    if (waiting.length > 0) empty();
  };

  return (item) => {
    waiting.push(item);
    if (!busy || !canWait(item)) empty();
  };
}

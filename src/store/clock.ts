/** @file Time as the parts of the page have it, and what they make of it. A test may hand in another. */

export interface Clock {
  /** Milliseconds. */
  now: () => number;
  date: () => Date;
  /**
   * Calls back after so many milliseconds, and after what the page has to do first.
   * @returns what takes that back
   */
  after: (milliseconds: number, callback: () => void) => () => void;
}

export const realClock: Clock = {
  now: () => performance.now(),
  date: () => new Date(),
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** Calls back when the page has redrawn for the work that has `begun`, and has rested `parts` times as long. */
export function afterRest(
  { now, after }: Pick<Clock, 'now' | 'after'>,
  begun: number,
  parts: number,
  callback: () => void,
): void {
  // The page redraws before the first timeout comes.
  after(0, () => after(parts * (now() - begun), callback));
}

/** Acts on what moves often: at once, and then at most once in so many milliseconds, the last time after all moves. */
export function atMostEvery({ after }: Pick<Clock, 'after'>, milliseconds: number, act: () => void) {
  let behind = false;
  let rest: (() => void) | undefined;
  const go = (): void => {
    behind = false;
    rest = after(milliseconds, () => {
      rest = undefined;
      if (behind) go();
    });
    act();
  };
  return {
    /** It has moved. */
    touch: () => {
      behind = true;
      if (rest === undefined) go();
    },
    cancel: () => rest?.(),
  };
}

/** Acts on what moves often, once it has come to rest. */
export function whenSettled({ after }: Pick<Clock, 'after'>, milliseconds: number, act: () => void) {
  let cancel = (): void => undefined;
  return {
    /** It has moved. */
    touch: () => {
      cancel();
      cancel = after(milliseconds, act);
    },
    cancel: () => cancel(),
  };
}

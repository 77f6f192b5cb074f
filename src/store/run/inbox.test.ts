import { describe, expect, it } from 'vitest';
import type { Clock } from '../clock.ts';
import { createInbox } from './inbox.ts';

/** Time that passes only when told, and when `take` says that it worked. */
function scriptedClock() {
  let time = 0;
  const due: { at: number; callback: () => void }[] = [];
  const clock: Pick<Clock, 'now' | 'after'> = {
    now: () => time,
    after: (milliseconds, callback) => {
      const one = { at: time + milliseconds, callback };
      due.push(one);
      return () => void due.splice(due.indexOf(one), 1);
    },
  };
  const pass = (milliseconds: number) => {
    const end = time + milliseconds;
    for (;;) {
      due.sort((a, b) => a.at - b.at);
      const next = due[0];
      if (next === undefined || next.at > end) break;
      due.shift();
      time = Math.max(time, next.at);
      next.callback();
    }
    time = Math.max(time, end);
  };
  return { clock, pass, work: (milliseconds: number) => (time += milliseconds) };
}

const always = () => true;

describe('createInbox', () => {
  it('takes the first item at once, and the rest in order when the page has rested', () => {
    const { clock, pass, work } = scriptedClock();
    const taken: number[] = [];
    const put = createInbox<number>(
      (item) => {
        taken.push(item);
        work(10);
      },
      always,
      clock,
    );
    put(1);
    expect(taken).toEqual([1]);
    put(2);
    put(3);
    expect(taken).toEqual([1]);
    pass(19);
    expect(taken).toEqual([1]);
    pass(1);
    expect(taken).toEqual([1, 2, 3]);
    // Two items were twice the work, and the rest is as much longer.
    put(4);
    pass(39);
    expect(taken).toHaveLength(3);
    pass(1);
    expect(taken).toEqual([1, 2, 3, 4]);
  });

  it('takes at once what cannot wait, after what came before it', () => {
    const { clock } = scriptedClock();
    const taken: number[] = [];
    const put = createInbox<number>(
      (item) => taken.push(item),
      (item) => item < 10,
      clock,
    );
    put(1);
    put(2);
    put(10);
    expect(taken).toEqual([1, 2, 10]);
    put(3);
    expect(taken).toEqual([1, 2, 10]);
  });

  it('goes on after an item that cannot be taken', () => {
    const { clock, pass } = scriptedClock();
    const taken: number[] = [];
    const put = createInbox<number>(
      (item) => {
        if (item === 1) throw new Error('no');
        taken.push(item);
      },
      always,
      clock,
    );
    expect(() => put(1)).toThrow('no');
    put(2);
    pass(1);
    expect(taken).toEqual([2]);
  });
});

import { expect, it } from 'vitest';
import type { Clock } from '../../store/clock.ts';
import { createTermShowing } from './shownTerm.ts';

/** Time that goes on when the test says so. */
function scriptedClock() {
  let now = 0;
  let waiting: { at: number; callback: () => void }[] = [];
  const clock: Clock = {
    now: () => now,
    date: () => new Date(now),
    after: (milliseconds, callback) => {
      const one = { at: now + milliseconds, callback };
      waiting.push(one);
      return () => {
        waiting = waiting.filter((other) => other !== one);
      };
    },
  };
  const pass = (milliseconds: number) => {
    now += milliseconds;
    const due = waiting.filter(({ at }) => at <= now);
    waiting = waiting.filter(({ at }) => at > now);
    for (const { callback } of due) callback();
  };
  return { clock, pass };
}

/** Elements are told apart and not looked at. */
const element = (): Element => ({}) as unknown as Element;

function scene() {
  const { clock, pass } = scriptedClock();
  const showing = createTermShowing({ surroundings: { clock } } as Parameters<typeof createTermShowing>[0]);
  return { ...showing, pass, shown: () => showing.store.getState().shown?.of };
}

it('explains a word that the pointer rests on, until it has left the explanation too', () => {
  const { point, leave, stay, pass, shown } = scene();
  const word = element();
  point(word, 'gate');
  pass(100);
  expect(shown()).toBeUndefined();
  pass(100);
  expect(shown()).toBe('gate');
  leave();
  pass(100);
  stay();
  pass(1000);
  expect(shown()).toBe('gate');
  leave();
  pass(1000);
  expect(shown()).toBeUndefined();
});

it('is not begun by a pointer on its way across', () => {
  const { point, leave, pass, shown } = scene();
  point(element(), 'gate');
  pass(100);
  leave();
  pass(1000);
  expect(shown()).toBeUndefined();
});

it('stays where the word was pressed, until it is pressed again', () => {
  const { point, press, leave, pass, shown } = scene();
  const word = element();
  point(word, 'gate');
  pass(200);
  press(word, 'gate');
  leave();
  pass(1000);
  expect(shown()).toBe('gate');
  press(word, 'gate');
  expect(shown()).toBeUndefined();
});

it('is of one word at a time, at once for the keyboard, and can be hidden', () => {
  const { focus, point, press, hide, pass, shown } = scene();
  press(element(), 'gate');
  focus(element(), 'view');
  expect(shown()).toBe('view');
  point(element(), 'bank');
  hide();
  pass(1000);
  expect(shown()).toBeUndefined();
});

it('is not explained again by a pointer that stirs on a word whose explanation was hidden, until it comes anew', () => {
  const { point, leave, hide, pass, shown } = scene();
  const word = element();
  point(word, 'gate');
  pass(200);
  hide();
  point(word, 'gate');
  pass(1000);
  expect(shown()).toBeUndefined();
  leave();
  point(word, 'gate');
  pass(200);
  expect(shown()).toBe('gate');
});

it('is explained when the pointer comes back from an explanation that was hidden under it', () => {
  const { point, leave, stay, hide, pass, shown } = scene();
  const word = element();
  point(word, 'gate');
  pass(200);
  leave();
  stay();
  hide();
  point(word, 'gate');
  pass(200);
  expect(shown()).toBe('gate');
});

it('is explained when another was hidden before, whose leaving nobody saw', () => {
  const { point, hide, pass, shown } = scene();
  point(element(), 'gate');
  pass(200);
  hide();
  point(element(), 'view');
  pass(200);
  expect(shown()).toBe('view');
});

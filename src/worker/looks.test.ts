import { expect, it } from 'vitest';
import type { Arm } from './arm.ts';
import type { RunEvent } from './emit.ts';
import { Looks } from './looks.ts';

/** An arm whose networks are asked about images that it does not have. */
const arm = (index: number, imagesThere = true) =>
  ({
    options: { index, config: {}, dataset: { train: { count: 0 } } },
    imagesThere,
    run: { step: 3, trainer: { method: { student: {} } } },
  }) as unknown as Arm;

const question = (image: number, of = 0) => ({ type: 'attend', arm: of, image }) as const;

function listening() {
  const events: RunEvent[] = [];
  return { events, looks: new Looks((event) => events.push(event)) };
}

it('answers the newest question, once', async () => {
  const { looks, events } = listening();
  looks.ask(question(8));
  looks.ask(question(9));
  await looks.answer([arm(0)], true);
  await looks.answer([arm(0)], true);
  expect(events).toEqual([{ type: 'attended', arm: 0, image: 9, look: null }]);
});

it('waits until every image is there and what it takes is compiled', async () => {
  const { looks, events } = listening();
  looks.ask(question(8));
  await looks.answer([arm(0, false)], true);
  await looks.answer([arm(0)], false);
  expect(events).toEqual([]);
  await looks.answer([arm(0)], true);
  expect(events).toHaveLength(1);
});

it('has no answer for an arm that has stopped, and need not wait for that', async () => {
  const { looks, events } = listening();
  looks.ask(question(8, 1));
  await looks.answer([arm(0)], false);
  expect(events).toEqual([{ type: 'attended', arm: 1, image: 8, look: null }]);
});

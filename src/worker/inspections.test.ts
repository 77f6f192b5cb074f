import { describe, expect, it } from 'vitest';
import type { Arm } from './arm.ts';
import type { RunEvent } from './emit.ts';
import { Inspections } from './inspections.ts';

/** An arm of ten images, of which so many have arrived; it answers with what it was asked. */
const arm = (index: number, arrived = 10) =>
  ({
    options: { index, dataset: { loaded: { train: arrived }, train: { count: 10 } } },
    run: { inspect: (image: number, epoch: number | null) => ({ image, epoch }) },
  }) as unknown as Arm;

const question = (image: number, of = 0) => ({ type: 'inspect', arm: of, image, epoch: 2 }) as const;

function listening() {
  const events: RunEvent[] = [];
  const inspections = new Inspections((event) => events.push(event));
  return { inspections, events };
}

describe('Inspections', () => {
  it('answers the newest question, once', () => {
    const { inspections, events } = listening();
    inspections.ask(question(8));
    inspections.ask(question(9));
    inspections.answer([arm(0)]);
    inspections.answer([arm(0)]);
    expect(events).toEqual([{ type: 'inspected', arm: 0, image: 9, inspection: { image: 9, epoch: 2 } }]);
  });

  it('waits until every image is there', () => {
    const { inspections, events } = listening();
    inspections.ask(question(8));
    inspections.answer([arm(0, 9)]);
    expect(events).toEqual([]);
    inspections.answer([arm(0)]);
    expect(events).toHaveLength(1);
  });

  it('has no answer for an arm that has stopped', () => {
    const { inspections, events } = listening();
    inspections.ask(question(8, 1));
    inspections.answer([arm(0)]);
    expect(events).toEqual([{ type: 'inspected', arm: 1, image: 8, inspection: null }]);
  });
});

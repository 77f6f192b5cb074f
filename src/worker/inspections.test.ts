import { describe, expect, it } from 'vitest';
import type { AskedAbout } from '../protocol/commands.ts';
import type { Arm } from './arm.ts';
import type { RunEvent } from './emit.ts';
import { Inspections } from './inspections.ts';

/** An arm of ten images, of which so many have arrived; it answers with what it was asked. */
const arm = (index: number, arrived = 10) =>
  ({
    options: { index },
    imagesThere: arrived === 10,
    run: {
      inspect: (image: number, epoch: number | null) => ({ image, epoch, outputs: null }),
      pairOutputs: ({ image }: { image: number }) => Promise.resolve({ loss: image }),
      nextImage: (wanted: string) => (wanted === 'next' ? 4 : 5),
      openAfter: (image: number) => (image < 6 ? 6 : undefined),
    },
  }) as unknown as Arm;

const question = (image: AskedAbout, of = 0, outputs = false) =>
  ({ type: 'inspect', arm: of, image, epoch: 2, outputs }) as const;

function listening() {
  const events: RunEvent[] = [];
  const inspections = new Inspections((event) => events.push(event));
  return { inspections, events };
}

describe('Inspections', () => {
  it('answers the newest question, once', async () => {
    const { inspections, events } = listening();
    inspections.ask(question(8));
    inspections.ask(question(9));
    await inspections.answer([arm(0)], true);
    await inspections.answer([arm(0)], true);
    const inspection = { image: 9, epoch: 2, outputs: null };
    expect(events).toEqual([{ type: 'inspected', arm: 0, image: 9, outputs: false, inspection }]);
  });

  it('keeps questions that ask the networks apart from those that do not', async () => {
    const { inspections, events } = listening();
    inspections.ask(question(8, 0, true));
    inspections.ask(question(9));
    await inspections.answer([arm(0)], true);
    expect(events).toMatchObject([
      { image: 8, outputs: true, inspection: { outputs: { loss: 8 } } },
      { image: 9, outputs: false, inspection: { outputs: null } },
    ]);
  });

  it('asks the networks once what that takes is compiled', async () => {
    const { inspections, events } = listening();
    inspections.ask(question(8, 0, true));
    inspections.ask(question(9));
    await inspections.answer([arm(0)], false);
    expect(events.map((event) => event.type === 'inspected' && event.image)).toEqual([9]);
    await inspections.answer([arm(0)], true);
    expect(events).toHaveLength(2);
  });

  it.each([
    ['next', 4],
    ['next-open', 5],
  ] as const)('lets the run choose: %s', async (wanted, image) => {
    const { inspections, events } = listening();
    inspections.ask(question(wanted));
    await inspections.answer([arm(0)], true);
    expect(events).toMatchObject([{ image: wanted, inspection: { image } }]);
  });

  it('finds the next image whose gate is open, and says where there is none', async () => {
    const { inspections, events } = listening();
    inspections.ask(question({ openAfter: 2 }));
    await inspections.answer([arm(0)], true);
    inspections.ask(question({ openAfter: 7 }));
    await inspections.answer([arm(0)], true);
    expect(events).toMatchObject([
      { image: { openAfter: 2 }, inspection: { image: 6 } },
      { image: { openAfter: 7 }, inspection: null },
    ]);
  });

  it('waits until every image is there', async () => {
    const { inspections, events } = listening();
    inspections.ask(question(8));
    await inspections.answer([arm(0, 9)], true);
    expect(events).toEqual([]);
    await inspections.answer([arm(0)], true);
    expect(events).toHaveLength(1);
  });

  it('has no answer for an arm that has stopped', async () => {
    const { inspections, events } = listening();
    inspections.ask(question(8, 1));
    await inspections.answer([arm(0)], true);
    expect(events).toEqual([{ type: 'inspected', arm: 1, image: 8, outputs: false, inspection: null }]);
  });
});

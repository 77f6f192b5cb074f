/** @file The training worker: one session at a time; commands in, events out. */
import type { Command, Event } from './protocol.ts';
import { Session } from './session.ts';

let current: { runId: string; session: Session; done: Promise<void> } | undefined;

addEventListener('message', ({ data }: MessageEvent<Command>) => {
  if (data.type === 'start') void begin(data);
  else if (current?.runId === data.runId) current.session.handle(data);
});

/** The session before is ended first: two would share one device's memory. */
async function begin(start: Extract<Command, { type: 'start' }>): Promise<void> {
  const { runId } = start;
  const before = current;
  const session = new Session(start, (event) => {
    send({ ...event, runId });
  });
  let finish = (): void => undefined;
  current = { runId, session, done: new Promise((resolve) => (finish = resolve)) };
  if (before !== undefined) {
    before.session.handle({ type: 'dispose', runId: before.runId });
    await before.done;
  }
  await session.live();
  finish();
}

function send(event: Event): void {
  const transfer = event.type === 'gallery' ? [event.gallery.thumbnails.buffer] : [];
  postMessage(event, { transfer });
}

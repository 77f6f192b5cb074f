/** @file The training worker: one session at a time; commands in, events out. */
import { readOrigin, type Origin } from '../training/checkpoint.ts';
import { explain } from './explain.ts';
import type { Command, Event } from './protocol.ts';
import { Session } from './session.ts';

let current: { runId: string; session: Session; done: Promise<void> } | undefined;

addEventListener('message', ({ data }: MessageEvent<Command>) => {
  if (data.type === 'start') void begin(data);
  else if (current?.runId === data.runId) current.session.handle(data);
});

type Start = Extract<Command, { type: 'start' }>;

/** The session before is ended first: two would share one device's memory. */
async function begin(start: Start): Promise<void> {
  const { runId } = start;
  const before = current;
  const opened = open(start);
  if (opened === 'unusable') return;
  const { config = start.config } = opened ?? {};
  const session = new Session({ ...start, config }, opened, (event) => {
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

/** Reads the file that a run starts from. A bad one is told of, and ends nothing. */
function open({ checkpoint, config, runId }: Start): Origin | undefined | 'unusable' {
  if (checkpoint === undefined) return undefined;
  try {
    const origin = readOrigin(new Uint8Array(checkpoint), config);
    send({ type: 'opened', runId, config: origin.config, ...summaryOf(origin) });
    return origin;
  } catch (error) {
    const fatal = current === undefined || current.session.over;
    send({ type: 'error', runId, message: explain(error), fatal });
    return 'unusable';
  }
}

const summaryOf = (origin: Origin): { step: number; drawn: readonly string[] } =>
  origin.kind === 'checkpoint'
    ? { step: origin.state.progress.step, drawn: [] }
    : { step: 0, drawn: origin.weights.drawn };

function send(event: Event): void {
  postMessage(event, { transfer: partsToTransfer(event) });
}

/** Large contents change hands instead of being copied. */
function partsToTransfer(event: Event): ArrayBuffer[] {
  if (event.type === 'gallery') return [event.gallery.thumbnails.buffer];
  return event.type === 'exported' ? [event.bytes] : [];
}

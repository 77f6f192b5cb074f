/** @file The training worker: one session at a time; commands in, events out. */
import type { NamedArms } from '../config/armLabels.ts';
import { readOrigin, type Origin } from '../training/checkpoint/checkpoint.ts';
import { explain } from './explain.ts';
import type { Command } from '../protocol/commands.ts';
import type { Event } from '../protocol/events.ts';
import type { WorkerEvent } from '../protocol/upkeep.ts';
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
  const { arms = start.arms, origins = [] } = opened ?? {};
  const session = new Session({ ...start, arms }, origins, (event) => {
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

/** The arms of a run that starts from a file, and what each begins with. */
interface Opened {
  arms: NamedArms;
  origins: readonly [Origin, ...Origin[]];
}

/** Reads the file that a run starts from. A bad one is told of, and ends nothing. */
function open({ checkpoint, arms, runId }: Start): Opened | undefined | 'unusable' {
  if (checkpoint === undefined) return undefined;
  try {
    const opened = beginningOf(new Uint8Array(checkpoint), arms);
    const [{ kind, config }, ...others] = opened.origins;
    const configs = [config, ...others.map((origin) => origin.config)] as const;
    send({ type: 'opened', runId, origin: kind, configs, ...summaryOf(opened.origins) });
    return opened;
  } catch (error) {
    send({ type: 'error', runId, message: explain(error), fatal: false, answers: 'start' });
    return 'unusable';
  }
}

/** A checkpoint is one run, whatever was to be compared; weights are what every arm starts from. */
function beginningOf(bytes: Uint8Array, arms: NamedArms): Opened {
  const [first, ...others] = arms;
  const origin = readOrigin(bytes, first.config);
  if (origin.kind === 'checkpoint') return { arms: [{ ...first, config: origin.config }], origins: [origin] };
  return { arms, origins: [origin, ...others.map(({ config }) => readOrigin(bytes, config))] };
}

function summaryOf([first, ...others]: Opened['origins']): Pick<
  Extract<Event, { type: 'opened' }>,
  'live' | 'step' | 'drawn'
> {
  if (first.kind === 'checkpoint') {
    const { live, step } = first.state.progress;
    return { live, step, drawn: [] };
  }
  const drawn = [first, ...others].flatMap((origin) =>
    origin.kind === 'weights' ? origin.weights.drawn : [],
  );
  return { live: {}, step: 0, drawn: [...new Set(drawn)] };
}

function send(event: WorkerEvent): void {
  postMessage(event, { transfer: partsToTransfer(event) });
}

/** Large contents change hands instead of being copied. */
function partsToTransfer(event: WorkerEvent): ArrayBuffer[] {
  if (event.type === 'gallery') return [event.gallery.thumbnails.buffer];
  if (event.type === 'inspected' && event.inspection !== null)
    return [event.inspection.thumbnails.buffer, event.inspection.views.buffer];
  if (event.type === 'stepTold' && event.story !== null)
    return [event.story.inspection.thumbnails.buffer, event.story.inspection.views.buffer];
  if (event.type === 'mapAtlas') return [event.atlas.pictures.buffer];
  if (event.type === 'map') return [event.frame.positions.buffer, event.frame.neighbours.buffer];
  if (event.type === 'snapshot') return event.arms.flatMap((arm) => (arm === null ? [] : [arm.bytes]));
  return event.type === 'exported' ? [event.bytes] : [];
}

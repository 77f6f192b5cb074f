/**
 * @file A training worker that outlives its graphics device. TensorFlow.js and our kernels hold on to the device that
 * they began with, so a fresh worker takes the place of the one that has lost it: it begins at the newest snapshot of
 * the run and does again what was done since, and of what it tells only the news are passed on.
 */
import type { Command } from '../protocol/commands.ts';
import type { Event } from '../protocol/events.ts';
import type { WorkerEvent } from '../protocol/upkeep.ts';
import { KeptRun, type Start } from './keptRun.ts';

/** What is needed of a worker; a test hands in a scripted one. */
export interface Port<Said = WorkerEvent> {
  postMessage(command: Command): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<Said>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
}

/** Two losses within this, milliseconds, are no accident: a third would follow. */
const SOON = 60_000;

/**
 * The worker that `spawn` gives, and the next where that loses its device. What it says is of the run that it is told
 * of; a run that loses its device again within a minute, or before it is what it was, is `stranded` until it is revived.
 *
 * @param now milliseconds
 */
export function lastingWorker(spawn: () => Port, now = () => performance.now()): Port<Event> {
  let worker: Port | undefined;
  let run: KeptRun | undefined;
  /** Those that wait for their files to be read, in this order. */
  let opening: Start[] = [];
  let lostAt = -Infinity;

  const say = (event: Event) => lasting.onmessage?.(new MessageEvent('message', { data: event }));

  const deliver = (commands: readonly Command[]): void => {
    worker ??= connect();
    for (const command of commands) worker.postMessage(command);
  };

  const end = (): void => {
    worker?.terminate();
    worker = undefined;
  };

  /** The run waits for better times, and its newest snapshot can be had. */
  const strand = (kept: KeptRun, message: string): void => {
    kept.stranded = true;
    const { runId, step, captured } = kept;
    say({ type: 'stranded', runId, message, step, snapshot: captured });
    for (const event of [...kept.declined(), ...kept.exported()]) say(event);
  };

  const lose = (message: string): void => {
    end();
    const again = now() - lostAt < SOON;
    lostAt = now();
    if (run !== undefined) {
      if (!run.restored || again) strand(run, `${message} It was the second time in a short while.`);
      else {
        const { runId } = run;
        say({ type: 'error', runId, message: `${clause(message)}; ${prospect(run)}.`, fatal: false });
        for (const event of run.declined()) say(event);
        deliver(run.revival());
      }
    }
    if (opening.length > 0) deliver(opening);
  };

  const hear = (said: WorkerEvent): void => {
    if (said.type === 'deviceLost') lose(said.message);
    else if (said.runId === run?.runId) {
      const failed = said.type === 'error' && said.fatal;
      if (failed && !run.restored) {
        end();
        strand(run, said.message);
        return;
      }
      const news = run.hear(said);
      if (failed) run = undefined;
      if (news !== undefined) say(news);
    } else if (said.type !== 'snapshot' && said.type !== 'tuned') {
      const start = opening.find(({ runId }) => runId === said.runId);
      opening = opening.filter((other) => other !== start);
      if (start !== undefined && said.type === 'opened') run = openedRun(start, said);
      say(said);
    }
  };

  const connect = (): Port => {
    const port = spawn();
    port.onmessage = ({ data }) => {
      if (port === worker) hear(data);
    };
    port.onerror = (event) => {
      if (port !== worker) return;
      if (run?.restored !== false) {
        lasting.onerror?.(event);
        return;
      }
      event.preventDefault();
      end();
      strand(run, 'The graphics device was lost, and the worker that was to go on with the run could not.');
    };
    port.onmessageerror = (event) => {
      if (port === worker) lasting.onmessageerror?.(event);
    };
    return port;
  };

  /** What is asked of a run that has no worker; it is answered no sooner than a worker would. */
  const askStranded = (kept: KeptRun, { type }: Command): void => {
    if (type === 'revive' || type === 'reset') deliver(kept.revival());
    else
      queueMicrotask(() => {
        for (const event of [...kept.declined(), ...kept.exported()]) say(event);
      });
  };

  const lasting: Port<Event> = {
    onmessage: null,
    onerror: null,
    onmessageerror: null,
    terminate: end,
    postMessage: (command) => {
      if (command.type === 'start') {
        if (command.checkpoint === undefined) {
          run = new KeptRun(command);
          opening = [];
        } else opening.push(command);
        deliver([command]);
      } else if (command.runId !== run?.runId) worker?.postMessage(command);
      else if (command.type === 'dispose') {
        run = undefined;
        worker?.postMessage(command);
      } else {
        run.note(command);
        if (run.stranded) askStranded(run, command);
        else if (command.type !== 'revive') worker?.postMessage(command);
      }
    },
  };
  return lasting;
}

/** A checkpoint brings its own configuration. */
function openedRun(start: Start, opened: Extract<Event, { type: 'opened' }>): KeptRun {
  const [first] = start.arms;
  const [config] = opened.configs;
  const arms: Start['arms'] = opened.origin === 'checkpoint' ? [{ ...first, config }] : start.arms;
  return new KeptRun({ ...start, arms }, opened);
}

/** What becomes of a run that is taken up again. */
function prospect({ step, running }: KeptRun): string {
  if (step === 0) return 'the run begins again';
  return running ? `the run goes on from step ${step}` : `the run is restored at step ${step}`;
}

const clause = (sentence: string): string => sentence.replace(/\.$/, '');

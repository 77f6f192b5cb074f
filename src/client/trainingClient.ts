/** @file The page's end of the wire: spawns the worker on first use, addresses commands, filters events. */
import type { NamedArms } from '../config/armLabels.ts';
import type { LiveSettings } from '../config/live.ts';
import type { AskedAbout, Command, ExportKind } from '../protocol/commands.ts';
import type { BackendChoice, ProductStyle } from '../protocol/device.ts';
import type { Event } from '../protocol/events.ts';
import type { ToldAt } from '../protocol/stepStory.ts';
import { lendThreads } from '../threads/lendThreads.ts';
import { lastingWorker, type Port } from './lastingWorker.ts';

/** Where a client finds what it needs; by default, beside the page. */
export interface WorkerSource {
  spawn: () => Port;
  /** Absolute URL of the folder of packed datasets, with a slash at its end. */
  dataUrl: () => string;
}

export interface StartOptions {
  /** One run, or several to be trained in lockstep. */
  arms: NamedArms;
  backend: BackendChoice;
  /** How WebGPU computes products; what is measured to be the fastest unless told. */
  productStyle?: ProductStyle;
  /** Prepare everything, then wait for `resume` or `step`. */
  paused: boolean;
  /**
   * A checkpoint or a PyTorch state dict to start from. The run before goes on until the file has been read and
   * found good, which the event `opened` tells; a bad one is an `error` of the run before.
   */
  checkpoint?: ArrayBuffer;
}

/** Commands for the current run; without one they go nowhere. */
export interface TrainingClient {
  /** Begins a run, and ends the one before. Returns the new run's id. */
  start(options: StartOptions): string;
  pause(): void;
  resume(): void;
  /** @param told has the step told: the event `stepTold` of each arm */
  step(told?: ToldAt): void;
  reset(paused: boolean): void;
  tune(arm: number, settings: LiveSettings): void;
  /** Asks for an arm's run, or one network of it, as a file: the event `exported`. */
  exportRun(arm: number, kind: ExportKind): void;
  /**
   * Asks why an arm's image has its positive in an epoch, null being the newest: the event `inspected`.
   * @param outputs and what the networks make of the pair
   */
  inspect(arm: number, image: AskedAbout, epoch: number | null, outputs: boolean): void;
  /** Asks what an arm's networks look at in an image: the event `attended`. */
  attend(arm: number, image: number): void;
  /**
   * Has every arm tell its map after each epoch, or no longer: the event `map`.
   * @param atlas and its images first: the event `mapAtlas`
   */
  watchMap(on: boolean, atlas: boolean): void;
  /** Asks who is nearest to whom in an arm's bank: the event `mapGraph`. */
  searchMap(arm: number, nearest: number): void;
  /** Asks for a measurement of the run: the event `profiled`. */
  profile(): void;
  /** Goes on with a run that was `stranded`, on this backend. */
  revive(on: Pick<StartOptions, 'backend' | 'productStyle'>): void;
  dispose(): void;
}

const besideThePage: WorkerSource = {
  spawn: () =>
    lendThreads(
      new Worker(new URL('../worker/worker.ts', import.meta.url), { type: 'module', name: 'training' }),
    ),
  dataUrl: () => new URL('data/', document.baseURI).href,
};

/**
 * A client that tells `onEvent` of the current run only. A worker that dies of itself becomes a fatal
 * `error` event of that run. After a fatal error the next `start` spawns a fresh worker: a full memory stays with the
 * old one.
 */
export function createTrainingClient(
  onEvent: (event: Event) => void,
  { spawn, dataUrl }: WorkerSource = besideThePage,
): TrainingClient {
  let worker: Port<Event> | undefined;
  let runId: string | undefined;
  let runs = 0;
  let spent = false;
  /** Runs that wait for their files to be read, which the worker does in this order. */
  let opening: string[] = [];

  const fail = (port: Port<Event>, message: string) => {
    if (port !== worker) return;
    port.terminate();
    worker = undefined;
    const failed = runId ?? opening.at(-1);
    runId = undefined;
    opening = [];
    if (failed === undefined) return;
    onEvent({ type: 'error', runId: failed, message, fatal: true });
  };

  /** The event if it is the current run's, which a run whose file was good becomes. */
  const ofCurrentRun = (event: Event): Event | undefined => {
    if (!opening.includes(event.runId)) return event.runId === runId ? event : undefined;
    // The first thing that is said of it, and the last if the file is bad.
    opening = opening.filter((id) => id !== event.runId);
    if (event.type === 'opened') runId = event.runId;
    return { ...event, runId: runId ?? event.runId };
  };

  const connect = (): Port<Event> => {
    const port = lastingWorker(spawn);
    port.onmessage = ({ data: said }) => {
      const data = port === worker ? ofCurrentRun(said) : undefined;
      if (data === undefined) return;
      if (data.type === 'error' && data.fatal) {
        spent = true;
        opening = [];
      }
      onEvent(data);
    };
    port.onerror = (event) => {
      event.preventDefault();
      fail(port, workerErrorSentence(event));
    };
    port.onmessageerror = () =>
      fail(
        port,
        'A message of the training worker could not be read, so the run was stopped; press Play to start again.',
      );
    return port;
  };

  const send = (command: Command) => worker?.postMessage(command);

  return {
    start({ checkpoint, ...options }) {
      if (spent) {
        worker?.terminate();
        worker = undefined;
        spent = false;
      } else if (runId !== undefined && checkpoint === undefined) send({ type: 'dispose', runId });
      worker ??= connect();
      runs += 1;
      const begun = `run-${runs}`;
      const start = { type: 'start', runId: begun, ...options, dataUrl: dataUrl() } as const;
      if (checkpoint === undefined) {
        // It takes the place of those, too: the worker ends whichever it had come to.
        opening = [];
        runId = begun;
        send(start);
      } else {
        opening.push(begun);
        send({ ...start, checkpoint });
      }
      return begun;
    },
    pause: () => runId !== undefined && send({ type: 'pause', runId }),
    resume: () => runId !== undefined && send({ type: 'resume', runId }),
    step: (told) => runId !== undefined && send({ type: 'step', runId, ...(told !== undefined && { told }) }),
    reset: (paused) => runId !== undefined && send({ type: 'reset', runId, paused }),
    tune: (arm, settings) => runId !== undefined && send({ type: 'tune', runId, arm, settings }),
    exportRun: (arm, kind) => runId !== undefined && send({ type: 'export', runId, arm, kind }),
    inspect: (arm, image, epoch, outputs) =>
      runId !== undefined && send({ type: 'inspect', runId, arm, image, epoch, outputs }),
    attend: (arm, image) => runId !== undefined && send({ type: 'attend', runId, arm, image }),
    watchMap: (on, atlas) => runId !== undefined && send({ type: 'watchMap', runId, on, atlas }),
    searchMap: (arm, nearest) => runId !== undefined && send({ type: 'searchMap', runId, arm, nearest }),
    profile: () => runId !== undefined && send({ type: 'profile', runId }),
    revive: (on) => runId !== undefined && send({ type: 'revive', runId, ...on }),
    dispose() {
      if (runId !== undefined) send({ type: 'dispose', runId });
      runId = undefined;
    },
  };
}

/** A worker whose script does not load fires a plain `Event` without a message. */
function workerErrorSentence(event: Partial<ErrorEvent>): string {
  const detail = event.message ?? '';
  if (detail === '')
    return 'The training worker could not be loaded; check the connection and press Play again.';
  const plain = detail.replace(/^Uncaught /, '').replace(/\.?$/, '.');
  return `The training worker stopped: ${plain} Press Play to start again.`;
}

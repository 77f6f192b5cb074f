/** @file The page's end of the wire: spawns the worker on first use, addresses commands, filters events. */
import type { ExperimentConfig } from '../config/schema.ts';
import type { BackendChoice, Command, Event, LiveSettings } from './protocol.ts';

/** What a client needs of a worker; a test hands in a scripted one. */
export type Port = Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>;

export interface StartOptions {
  config: ExperimentConfig;
  backend: BackendChoice;
  /** Prepare everything, then wait for `resume` or `step`. */
  paused: boolean;
}

/** Commands for the current run; without one they go nowhere. */
export interface TrainingClient {
  /** Begins a run, and ends the one before. Returns the new run's id. */
  start(options: StartOptions): string;
  pause(): void;
  resume(): void;
  step(): void;
  reset(paused: boolean): void;
  tune(settings: LiveSettings): void;
  dispose(): void;
}

const spawnWorker = (): Port =>
  new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'training' });

/**
 * A client that tells `onEvent` of the current run only. A worker that dies of itself becomes a fatal
 * `error` event of that run; the next `start` spawns a fresh one.
 */
export function createTrainingClient(
  onEvent: (event: Event) => void,
  spawn: () => Port = spawnWorker,
): TrainingClient {
  let worker: Port | undefined;
  let runId: string | undefined;
  let runs = 0;

  const fail = (port: Port, message: string) => {
    if (port !== worker) return;
    port.terminate();
    worker = undefined;
    if (runId === undefined) return;
    const failed = runId;
    runId = undefined;
    onEvent({ type: 'error', runId: failed, message, fatal: true });
  };

  const connect = (): Port => {
    const port = spawn();
    port.addEventListener('message', ({ data }: MessageEvent<Event>) => {
      if (port === worker && data.runId === runId) onEvent(data);
    });
    port.addEventListener('error', (event) => {
      event.preventDefault();
      fail(port, workerErrorSentence(event));
    });
    port.addEventListener('messageerror', () =>
      fail(
        port,
        'A message of the training worker could not be read, so the run was stopped; press Play to start again.',
      ),
    );
    return port;
  };

  const send = (command: Command) => worker?.postMessage(command);

  return {
    start({ config, backend, paused }) {
      if (runId !== undefined) send({ type: 'dispose', runId });
      worker ??= connect();
      runs += 1;
      runId = `run-${runs}`;
      const dataUrl = new URL('data/', document.baseURI).href;
      send({ type: 'start', runId, config, backend, dataUrl, paused });
      return runId;
    },
    pause: () => runId !== undefined && send({ type: 'pause', runId }),
    resume: () => runId !== undefined && send({ type: 'resume', runId }),
    step: () => runId !== undefined && send({ type: 'step', runId }),
    reset: (paused) => runId !== undefined && send({ type: 'reset', runId, paused }),
    tune: (settings) => runId !== undefined && send({ type: 'tune', runId, settings }),
    dispose() {
      if (runId !== undefined) send({ type: 'dispose', runId });
      runId = undefined;
    },
  };
}

/** A worker whose script does not load fires a plain `Event` without a message. */
function workerErrorSentence(event: globalThis.Event): string {
  const detail = event instanceof ErrorEvent && event.message !== '' ? event.message : undefined;
  return detail === undefined
    ? 'The training worker could not be loaded; check the connection and press Play again.'
    : `The training worker stopped: ${detail.replace(/^Uncaught /, '').replace(/\.?$/, '.')} Press Play to start again.`;
}

/** @file A run in the worker, wherever that lives, and what becomes of it as promises. */
import { namedArms } from '../../config/armLabels.ts';
import type { Command, ExportKind, Inspected } from '../../protocol/commands.ts';
import type { Inspection } from '../../protocol/inspection.ts';
import type { ForwardedEvent, SeenEvent } from '../engine/page/bridge.ts';
import type { TrainRequest } from './request.ts';

/** The training worker's end of the wire. */
export interface TrainPort {
  /** Absolute URL of the packed datasets. */
  dataUrl: string;
  /** @param onSeen is told what has pictures */
  listen: (onEvent: (event: ForwardedEvent) => void, onSeen?: (event: SeenEvent) => void) => Promise<void>;
  /** Passes a command on; a `start` with the content of `file`, where there is one. */
  send: (command: Command, file?: string) => Promise<void>;
  /**
   * Resolves once the next file that the worker exports is at this path. Rejects with a sentence where it cannot be.
   *
   * @param given aborted when no file will come
   */
  receive: (path: string, given: AbortSignal) => Promise<void>;
  /** Rejects when the worker can no longer be reached. */
  death: Promise<never>;
}

export interface RunEnd {
  /** `unusable`: it never began, because its file is not good for it. */
  outcome: 'finished' | 'failed' | 'unusable';
  /** Why, in one sentence, unless it finished. */
  problem?: string;
  /** It failed because the worker or its graphics device went away, which is no fault of the run. */
  lost?: boolean;
  /** It can still be saved, as it was some seconds before. */
  kept?: boolean;
}

/** What became of a file that was asked for: the step that it is of, or why it is not there, in one sentence. */
export type SavingEnd = { step: number } | { problem: string };

const runId = 'run';

type Startable = Pick<TrainRequest, 'arms' | 'backend' | 'steps' | 'threads' | 'from' | 'scenes'>;

export class RemoteRun {
  private readonly end = until<RunEnd>();
  /** Nothing is under way, and all that was done has been told. */
  private readonly rest = until<undefined>();
  private readonly disposal = until<undefined>();
  /** The file that was asked for, made but not yet in its place. */
  private file = until<SavingEnd>();
  /** The step that single steps lead to, and what waits for the run to rest there. */
  private target = { step: 0, reached: until<undefined>() };
  private answer = until<Inspection | null>();

  constructor(private readonly port: TrainPort) {
    port.death.catch((error: unknown) => this.lose(error));
  }

  /** Resolves when it comes to an end by itself. */
  get ended(): Promise<RunEnd> {
    return this.end.promise;
  }

  /** One whose scenes are wanted waits to be led by {@link stepTo}. */
  start({ arms, backend, steps, threads, from, scenes }: Startable): void {
    const limits = { ...(steps !== undefined && { steps }), ...(threads !== undefined && { threads }) };
    const waits = scenes === true && { paused: true };
    const { dataUrl } = this.port;
    const start = {
      type: 'start',
      runId,
      arms: namedArms(arms),
      backend,
      dataUrl,
      ...limits,
      ...waits,
    } as const;
    this.send(start, from?.file);
    if (scenes === true) this.send({ type: 'watchMap', runId, on: true, atlas: true });
  }

  hear(event: ForwardedEvent): void {
    if (event.type === 'status' && (event.phase === 'paused' || event.phase === 'finished')) {
      this.rest.resolve(undefined);
      if (event.step === this.target.step) this.target.reached.resolve(undefined);
      if (event.phase === 'finished') this.end.resolve({ outcome: 'finished' });
    } else if (event.type === 'error') {
      if (event.answers === 'start') this.end.resolve({ outcome: 'unusable', problem: event.message });
      else if (event.answers === 'export') this.file.resolve({ problem: event.message });
      else if (event.fatal) this.fail(event.message, false);
    } else if (event.type === 'stranded') {
      const problem = `${event.message} ${strandedAdvice}`;
      this.end.resolve({ outcome: 'failed', problem, lost: true, kept: event.snapshot !== null });
      this.rest.resolve(undefined);
    } else if (event.type === 'exported') this.file.resolve({ step: event.step });
    else if (event.type === 'disposed') this.disposal.resolve(undefined);
  }

  /** Hears what has pictures. */
  see(event: SeenEvent): void {
    if (event.type === 'inspected') this.answer.resolve(event.inspection);
  }

  /** Takes the run from rest to rest: from `step` to `target`. Resolves once all until then is measured and told. */
  stepTo(target: number, step: number): Promise<void> {
    this.target = { step: target, reached: until() };
    for (let at = step; at < target; at += 1) this.send({ type: 'step', runId });
    return this.target.reached.promise;
  }

  /** Resolves when the run first rests, before its first step. */
  get prepared(): Promise<void> {
    return this.target.reached.promise;
  }

  /** Asks one question at a time. Null where the arm has stopped, or nothing is known yet. */
  inspect(arm: number, image: Inspected, epoch: number): Promise<Inspection | null> {
    this.answer = until();
    this.send({ type: 'inspect', runId, arm, image, epoch, outputs: true });
    return this.answer.promise;
  }

  /** Resolves when the step under way is done and its numbers are told; the run trains no further. */
  pause(): Promise<void> {
    this.send({ type: 'pause', runId });
    return this.rest.promise;
  }

  /** Saves an arm to a path of this machine, one at a time. */
  async save(arm: number, kind: ExportKind, path: string): Promise<SavingEnd> {
    this.file = until();
    const { promise: made } = this.file;
    const gone = this.port.death.catch(problemOf);
    const given = new AbortController();
    const placed = this.port.receive(path, given.signal).then(() => made, problemOf);
    this.send({ type: 'export', runId, arm, kind });
    try {
      const making = await Promise.race([made, placed, gone]);
      return 'problem' in making ? making : await Promise.race([placed, gone]);
    } finally {
      given.abort();
    }
  }

  /** Ends it, waiting for it to put its things away, but not for longer than so many milliseconds. */
  async dispose(patience: number): Promise<void> {
    this.send({ type: 'dispose', runId });
    await Promise.race([this.disposal.promise, elapsed(patience)]);
  }

  private send(command: Command, file?: string): void {
    this.port.send(command, file).catch((error: unknown) => this.lose(error));
  }

  private lose(reason: unknown): void {
    this.fail(sentenceOf(reason), true);
  }

  /** Nobody is left waiting. */
  private fail(problem: string, lost: boolean): void {
    this.end.resolve({ outcome: 'failed', problem, lost });
    this.rest.resolve(undefined);
    this.file.resolve({ problem });
    this.disposal.resolve(undefined);
  }
}

const strandedAdvice =
  'Try --backend wasm, a smaller batch or network, or close other programs that use the graphics device.';

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const problemOf = (error: unknown): SavingEnd => ({ problem: sentenceOf(error) });

/** A promise that others settle. */
export function until<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}

const elapsed = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });

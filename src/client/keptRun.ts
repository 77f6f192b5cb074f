/** @file All that it takes to go on with a run on another worker: what was asked of it, told of it, and captured. */
import type { Command, ReplayedTuning } from '../protocol/commands.ts';
import type { Event } from '../protocol/events.ts';
import type { Snapshot, WorkerEvent } from '../protocol/upkeep.ts';
import { Told } from './told.ts';

export type Start = Extract<Command, { type: 'start' }>;
type CommandOf<T extends Command['type']> = Extract<Command, { type: T }>;
type Opened = Extract<Event, { type: 'opened' }>;

export class KeptRun {
  readonly runId: string;
  /** Whether it waits for someone to revive it. */
  stranded = false;
  /** Whether its worker has come to where the one before was. */
  restored = true;
  private snapshot: Snapshot | undefined;
  private told = new Told();
  private training: boolean;
  private finished = false;
  /** The step that single steps lead to; undefined where none is under way. */
  private owed: number | undefined;
  /** Changes since the snapshot, and those that the worker has not heeded yet. */
  private tunings: ReplayedTuning[] = [];
  private changes: CommandOf<'tune'>[] = [];
  /** Files that were asked for, oldest first, and the newest questions, with and without outputs. */
  private exports: CommandOf<'export'>[] = [];
  private readonly questions = new Map<boolean, CommandOf<'inspect'>>();
  /** The newest question about what is looked at. */
  private looking: CommandOf<'attend'> | undefined;
  /** The map that is watched, and the newest search for it. */
  private watch: CommandOf<'watchMap'> | undefined;
  private search: CommandOf<'searchMap'> | undefined;
  private profiling = false;
  /** Until the worker begins it again, what it says is of before. */
  private resetting = false;

  constructor(
    private start: Start,
    private readonly opened?: Opened,
  ) {
    this.runId = start.runId;
    this.training = start.paused !== true;
    if (opened !== undefined) this.told.step = opened.step;
  }

  /** Steps that were done, as told. */
  get step(): number {
    return this.told.step;
  }

  /** Whether steps are being taken, or will be as soon as they can. */
  get running(): boolean {
    return this.training && !this.finished;
  }

  /** The step of the newest snapshot; null where there is none. */
  get captured(): number | null {
    return this.snapshot?.step ?? null;
  }

  /** Takes note of a command on its way. */
  note(command: Command): void {
    switch (command.type) {
      case 'pause':
        this.training = false;
        break;
      case 'resume':
        this.training = true;
        this.owed = undefined;
        break;
      case 'step':
        this.training = false;
        this.owed = (this.owed ?? this.told.step) + 1;
        break;
      case 'reset':
        this.forget();
        this.training = command.paused !== true;
        break;
      case 'tune':
        this.changes.push(command);
        break;
      case 'export':
        this.exports.push(command);
        break;
      case 'inspect':
        this.questions.set(command.outputs, command);
        break;
      case 'attend':
        this.looking = command;
        break;
      case 'watchMap':
        this.watch = command.on ? command : undefined;
        break;
      case 'searchMap':
        this.search = command;
        break;
      case 'profile':
        this.profiling = true;
        break;
      case 'revive': {
        const { backend, productStyle } = command;
        const start = { ...this.start, backend };
        delete start.productStyle;
        this.start = productStyle === undefined ? start : { ...start, productStyle };
        // Where it computes is to be decided anew.
        this.told.device = undefined;
        break;
      }
      case 'start':
      case 'dispose':
        break;
    }
  }

  /** Takes note of what its worker says. Returns what of that is to be passed on. */
  hear(event: WorkerEvent): Event | undefined {
    switch (event.type) {
      case 'snapshot':
        if (this.resetting) return undefined;
        this.snapshot = event;
        this.tunings = this.tunings.filter(({ step }) => step >= event.step);
        return undefined;
      case 'tuned':
        if (this.resetting) return undefined;
        this.changes.shift();
        this.tunings.push({ arm: event.arm, step: event.step, settings: event.settings });
        return undefined;
      case 'deviceLost':
        return undefined;
      case 'opened':
        // It was said of the first worker that took it up.
        return undefined;
      case 'shape':
        this.resetting = false;
        break;
      case 'status':
        return this.hearStatus(event);
      case 'exported':
        this.exports.shift();
        break;
      case 'inspected':
        this.questions.delete(event.outputs);
        break;
      case 'attended':
        this.looking = undefined;
        break;
      case 'mapAtlas':
        if (this.watch !== undefined) this.watch = { ...this.watch, atlas: false };
        break;
      case 'mapGraph':
        this.search = undefined;
        break;
      case 'profiled':
        this.profiling = false;
        break;
      case 'error':
        if (event.answers === 'export') this.exports.shift();
        if (event.answers === 'profile') this.profiling = false;
        break;
      default:
        break;
    }
    return this.told.news(event);
  }

  private hearStatus(event: Extract<Event, { type: 'status' }>): Event | undefined {
    const { phase } = event;
    if (phase === 'paused' || phase === 'finished') this.owed = undefined;
    this.finished = phase === 'finished';
    const news = this.told.news(event);
    const { restored, told } = this;
    this.restored ||= phase !== 'loading' && phase !== 'preparing';
    // The steps that it takes again were never lost.
    return restored || news === undefined ? news : { ...event, step: told.step, epoch: told.epoch };
  }

  /** What is told of what was asked for and cannot be had as the device is gone. */
  declined(): Event[] {
    const { runId, profiling } = this;
    this.profiling = false;
    const message = 'Nothing was measured: the graphics device was lost. Measure again once the run goes on.';
    return profiling ? [{ type: 'error', runId, message, fatal: false, answers: 'profile' }] : [];
  }

  /** The files that were asked for, of the newest snapshot, or why they cannot be had. */
  exported(): Event[] {
    const { runId, snapshot } = this;
    return this.exports.splice(0).map(({ arm, kind }): Event => {
      const found = snapshot?.arms[arm];
      if (snapshot !== undefined && found !== undefined && found !== null && kind === 'checkpoint') {
        const { bytes, fileName } = found;
        return { type: 'exported', runId, arm, kind, step: snapshot.step, fileName, bytes: bytes.slice(0) };
      }
      const message = `Nothing was saved: ${whyNot(snapshot, found === null)}`;
      return { type: 'error', runId, message, fatal: false, answers: 'export' };
    });
  }

  /** The commands by which a fresh worker goes on with it. */
  revival(): Command[] {
    const { snapshot, told, start } = this;
    this.stranded = false;
    this.restored = false;
    told.goOn(this.resetting ? [] : [...start.arms.keys()].filter((arm) => snapshot?.arms[arm] !== null));
    const { checkpoint, ...beginning } = start;
    const { device } = told;
    const style = device?.products?.style;
    return [
      {
        ...beginning,
        // A file of a run of ours is where it began; weights are where it begins again after a reset, too.
        ...(checkpoint !== undefined && (snapshot === undefined || this.beganFromWeights) && { checkpoint }),
        // On another, or with other products, it would be another run.
        ...(device !== undefined && { backend: device.backend }),
        ...(style !== undefined && { productStyle: style }),
        paused: !this.training,
        recovery: {
          step: this.resetting ? 0 : Math.max(told.step, this.owed ?? 0),
          tunings: this.tunings,
          ...(snapshot !== undefined && { snapshots: snapshot.arms.map((arm) => arm?.bytes ?? null) }),
        },
      },
      ...this.changes,
      ...this.exports,
      ...this.questions.values(),
      ...(this.looking === undefined ? [] : [this.looking]),
      ...[this.watch, this.search].filter((command) => command !== undefined),
    ];
  }

  private get beganFromWeights(): boolean {
    return this.opened?.origin === 'weights';
  }

  /** It begins again: at the weights that it was given, else at the seed of its configuration. */
  private forget(): void {
    this.resetting = true;
    this.told.beginAgain();
    this.snapshot = undefined;
    this.owed = undefined;
    this.tunings = [];
    this.changes = [];
    const { checkpoint, ...start } = this.start;
    if (checkpoint !== undefined && !this.beganFromWeights) this.start = start;
  }
}

function whyNot(snapshot: Snapshot | undefined, stopped: boolean): string {
  if (stopped) return 'This arm has stopped, and its networks are gone.';
  if (snapshot === undefined)
    return 'the run went with the graphics device before there was a snapshot of it.';
  return 'the networks went with the graphics device; the checkpoint of the run is kept.';
}

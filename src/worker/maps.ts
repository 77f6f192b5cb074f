/**
 * @file The map of a run, told to whoever watches it: after each epoch where every arm's images are, worked out in
 * slices between steps. It only reads, so that a run that is watched is the run that is not.
 */
import type { AsyncSlices, Slices } from '../adasim/slices.ts';
import type { Command } from '../protocol/commands.ts';
import { mapAtlas, mappedImages } from '../training/map/mapAtlas.ts';
import { mapFrame } from '../training/map/mapFrame.ts';
import { mapGraph } from '../training/map/mapGraph.ts';
import type { Arm } from './arm.ts';
import type { Emit } from './emit.ts';

type CommandOf<T extends Command['type']> = Extract<Command, { type: T }>;

/** Between two steps a map is worked on for about so long, milliseconds; a slice begun is finished. */
const TURN = 8;

/** Work under way, and what it leads to. */
type Task = Slices<void> | AsyncSlices<void>;

export class Maps {
  private watched = false;
  /** Whether the images are still to be told. */
  private owesAtlas = false;
  private search: CommandOf<'searchMap'> | undefined;
  /** The step of each arm's last map; where there is none, it is due as it is now, whatever the step. */
  private readonly told = new Map<number, number>();
  private readonly tasks = new Map<string, Task>();

  constructor(private readonly emit: Emit) {}

  handle(command: CommandOf<'watchMap' | 'searchMap'>): void {
    if (command.type === 'searchMap') {
      this.search = command;
      return;
    }
    this.watched = command.on;
    this.owesAtlas = command.on && command.atlas;
    this.told.clear();
  }

  /** Whether there is something to go on with at once. */
  get active(): boolean {
    return this.tasks.size > 0;
  }

  /**
   * Goes on for a moment. Every arm is between two steps.
   * @param arms those that have not stopped
   * @param askable whether a search can be made: what that takes is compiled
   */
  async advance(arms: readonly Arm[], askable: boolean): Promise<void> {
    if (!this.watched && this.search === undefined && this.tasks.size === 0) return;
    await this.takeUp(arms, askable);
    const end = performance.now() + TURN;
    for (const [name, task] of this.tasks) {
      do {
        const { done } = await task.next();
        if (done === true) this.tasks.delete(name);
      } while (this.tasks.has(name) && performance.now() < end);
      if (performance.now() >= end) return;
    }
  }

  /** The arms begin again, or end. */
  async cancel(): Promise<void> {
    for (const task of this.tasks.values()) await task.return();
    this.tasks.clear();
    this.told.clear();
  }

  private async takeUp(arms: readonly Arm[], askable: boolean): Promise<void> {
    const [first] = arms;
    if (this.owesAtlas && first !== undefined && first.imagesThere) {
      this.owesAtlas = false;
      this.tasks.set('atlas', this.tellAtlas(first));
    }
    for (const arm of this.watched ? arms : []) if (this.isDue(arm)) await this.takeUpFrame(arm);
    if (this.search !== undefined && askable) await this.takeUpSearch(arms, this.search);
  }

  /** Where an arm is not done with an epoch's map when the next one ends, that one is left out. */
  private isDue({ options: { index }, run }: Arm): boolean {
    if (this.tasks.has(`frame ${index}`) || run.epoch === 0) return false;
    const told = this.told.get(index);
    return told === undefined || (told !== run.step && run.step % run.shape.stepsPerEpoch === 0);
  }

  private async takeUpFrame({ options: { index: arm, config, dataset }, run }: Arm): Promise<void> {
    this.told.set(arm, run.step);
    const moment = await run.bankMoment();
    if (moment === undefined) return;
    const images = mappedImages(dataset.train.count, config.seed);
    const { emit } = this;
    this.tasks.set(
      `frame ${arm}`,
      (function* () {
        const frame = yield* mapFrame(moment, images);
        emit({ type: 'map', arm, frame });
      })(),
    );
  }

  private async takeUpSearch(arms: readonly Arm[], { arm, nearest }: CommandOf<'searchMap'>): Promise<void> {
    this.search = undefined;
    await this.tasks.get('search')?.return();
    this.tasks.delete('search');
    const found = arms.find(({ options }) => options.index === arm);
    const moment = await found?.run.bankMoment();
    const { emit } = this;
    if (found === undefined || moment === undefined) {
      emit({ type: 'mapGraph', arm, graph: null });
      return;
    }
    const { config, dataset } = found.options;
    const images = mappedImages(dataset.train.count, config.seed);
    this.tasks.set(
      'search',
      (async function* () {
        emit({ type: 'mapGraph', arm, graph: yield* mapGraph(moment, images, nearest) });
      })(),
    );
  }

  private *tellAtlas({ options: { config, dataset } }: Arm): Task {
    const atlas = yield* mapAtlas(dataset, mappedImages(dataset.train.count, config.seed));
    this.emit({ type: 'mapAtlas', atlas });
  }
}

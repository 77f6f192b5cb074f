/**
 * @file The life of an experiment in the worker: prepare, train its arms in lockstep, evaluate between steps,
 * pause, reset, end. One loop does all of it in turn, so that no two things ever use the device at once.
 */
import type { Dataset } from '../data/dataset.ts';
import { openDataset } from '../data/open.ts';
import { cardOf } from '../data/catalogue.ts';
import { nextTask } from '../data/nextTask.ts';
import { setUpBackend } from '../tensor/backend.ts';
import { DeviceLostError } from '../tensor/backendError.ts';
import { causeOf, watchDevice } from '../tensor/deviceWatch.ts';
import * as tf from '../tensor/tf.ts';
import type { Origin } from '../training/checkpoint/checkpoint.ts';
import { checkImageShape } from '../training/checkpoint/compatibility.ts';
import { DeviceImages } from '../training/deviceImages.ts';
import { SharedFloors } from '../training/evaluation/evaluations.ts';
import { foreseeRuns } from '../training/foresight.ts';
import { Pacer } from './pacer.ts';
import type { RunOptions, Watch } from '../training/run.ts';
import { TrainingError } from '../training/trainingError.ts';
import { Arm } from './arm.ts';
import type { Emit } from './emit.ts';
import { Signal } from './eventLoop.ts';
import { explain } from './explain.ts';
import { Exports } from './exports.ts';
import { Maps } from './maps.ts';
import { Orders } from './orders.ts';
import { Outbox } from './outbox.ts';
import { Profiles } from './profiles.ts';
import { Questions } from './questions.ts';
import { Recovery } from './recovery.ts';
import { Snapshots } from './snapshots.ts';
import { Stories } from './stories.ts';
import type { Command } from '../protocol/commands.ts';
import type { Phase } from '../protocol/events.ts';
import { TransferLoader } from './transferLoader.ts';

type Start = Extract<Command, { type: 'start' }>;
type Tune = Extract<Command, { type: 'tune' }>;

/** Steps under way on the device before the loop waits for their numbers. */
const MOST_WAITING = 16;

/**
 * Between two steps evaluation goes on for about so long, milliseconds; longer where another waits already, so that
 * training need not wait for both. With the slice that it ends in, either stays below a tenth of a second.
 */
const EVALUATION_TURN = { usual: 20, behind: 50 };

/** Between two words of how far the compiling is, or the steps that are done again, milliseconds. */
const WORD_INTERVAL = 100;

/** What rests for so long, milliseconds, is captured meanwhile. */
const QUIET = 1_000;

/** What the arms have in common once the images are there. */
interface Shared extends Pick<RunOptions, 'dataset' | 'images'> {
  floors: SharedFloors;
  transfer: TransferLoader;
}

export class Session {
  private shared: Shared | undefined;
  /** Those that have not stopped. They are all at the same step, except within a round. */
  private arms: Arm[] = [];
  /** What was changed since the last step, or before there were arms to take it. */
  private changes: Tune[] = [];
  private resetWanted = false;
  private ended = false;
  /** Until the shaders of evaluations are there. */
  private evaluable: Promise<void> | undefined;
  private phase: Phase | undefined;
  private memory = { tensors: 0, bytes: 0 };
  /** Steps of all arms, for the speed. */
  private dealt = 0;
  /** Until the run has come to where it was before its device was lost. */
  private recovery: Recovery | undefined;
  /** Where the device may be lost. */
  private snapshots: Snapshots | undefined;
  /** Nothing has been done for a while. */
  private quiet = false;
  private toldAt = -Infinity;
  private readonly wake = new Signal();
  private readonly stop = new AbortController();
  private readonly outbox: Outbox;
  private readonly exports: Exports;
  private readonly questions: Questions;
  private readonly maps: Maps;
  private readonly profiles: Profiles;
  private readonly stories: Stories;
  private readonly orders: Orders;
  private readonly pacer = new Pacer();

  constructor(
    private readonly start: Start,
    /** What each arm starts from, where they start from a file. */
    private readonly origins: readonly Origin[],
    private readonly emit: Emit,
  ) {
    this.orders = new Orders(start.paused !== true);
    if (start.recovery !== undefined) this.recovery = new Recovery(start.recovery);
    this.outbox = new Outbox(emit);
    this.exports = new Exports(emit);
    this.questions = new Questions(emit);
    this.maps = new Maps(emit);
    this.profiles = new Profiles(emit);
    this.stories = new Stories(emit);
  }

  /** Takes a command; the loop acts on it after the step it is in. */
  handle(command: Command): void {
    switch (command.type) {
      case 'start':
      case 'revive':
        return;
      case 'pause':
      case 'resume':
      case 'step':
        this.orders.heed(command);
        if (command.type === 'step') this.stories.ask(command.told);
        break;
      case 'reset':
        this.resetWanted = true;
        this.changes = [];
        this.orders.heed(command);
        break;
      case 'tune':
        this.changes.push(command);
        break;
      case 'export':
        if (this.ended) this.exports.decline('The run has ended.');
        else this.exports.request(command.arm, command.kind);
        break;
      case 'inspect':
      case 'attend':
        this.questions.ask(command);
        break;
      case 'watchMap':
      case 'searchMap':
        this.maps.handle(command);
        break;
      case 'profile':
        if (this.ended) this.profiles.decline('the run has ended.');
        else this.profiles.request();
        break;
      case 'dispose':
        this.ended = true;
        this.stop.abort();
    }
    this.wake.notify();
  }

  /** Runs until disposed or failed; never throws. */
  async live(): Promise<void> {
    try {
      this.shared = await this.prepare();
      await this.begin(this.shared, this.origins, this.recovery);
      while (!this.stop.signal.aborted) await this.turn(this.shared);
    } catch (error) {
      await this.failFrom(error);
    }
    await this.release();
    this.emit({ type: 'disposed' });
  }

  private async prepare(): Promise<Shared> {
    const { arms, backend, dataUrl, threads, productStyle } = this.start;
    // Lockstep rests on it: what concerns the images is the same in every arm.
    const [{ config }] = arms;
    this.stop.signal.throwIfAborted();
    this.enter('loading', 'Starting the device');
    const device = await setUpBackend(backend, { mostThreads: threads, productStyle });
    this.emit({ type: 'device', device });
    void watchDevice((error) => {
      this.fail(error);
    });
    this.enter('loading', `Loading ${cardOf(config.data).title}`);
    const dataset = await openDataset(config.data, {
      baseUrl: dataUrl,
      seed: config.seed,
      trainImages: config.data.trainImages,
      testImages: config.data.testImages,
      signal: this.stop.signal,
      onProgress: (done, total) => {
        this.emit({ type: 'progress', label: `${cardOf(config.data).title} images`, done, total });
      },
    });
    for (const arm of arms) checkImageShape(arm.config.backbone, dataset.size);
    this.enter('preparing', 'Setting up the networks');
    await this.compile(arms, dataset);
    return {
      dataset,
      images: new DeviceImages(dataset),
      floors: new SharedFloors(),
      transfer: new TransferLoader(
        config,
        dataset,
        { baseUrl: dataUrl, signal: this.stop.signal },
        this.emit,
      ),
    };
  }

  /** The first steps wait for their shaders; those of evaluations are compiled while the steps are taken. */
  private async compile(arms: Start['arms'], dataset: Dataset): Promise<void> {
    const configs = arms.map(({ config }) => config);
    const { steps, evaluations } = foreseeRuns(configs, dataset);
    await steps.compile((done, total) => {
      this.stop.signal.throwIfAborted();
      this.tellProgress(`Compiling shaders, ${done} of ${total}`);
    });
    this.evaluable = evaluations.compile(() => undefined);
    const later = async () => {
      await this.evaluable;
      this.evaluable = undefined;
      this.wake.notify();
      await steps.refine();
      await evaluations.refine();
    };
    later().catch((error: unknown) => this.failFrom(error));
  }

  /** How far it is that the run can be trained. */
  private tellProgress(detail: string): void {
    const now = performance.now();
    if (now - this.toldAt < WORD_INTERVAL) return;
    this.toldAt = now;
    this.enter('preparing', detail);
  }

  private async begin(shared: Shared, origins: readonly Origin[], recovery?: Recovery): Promise<void> {
    const { arms, steps } = this.start;
    const { outbox, emit } = this;
    const begun = arms.flatMap(({ label, config }, index) => {
      const origin = origins[index];
      const snapshot = recovery?.snapshotOf(index, config);
      if (snapshot === null) return [];
      const arm = new Arm({
        ...shared,
        index,
        config,
        outbox,
        emit,
        ...(arms.length > 1 && { label }),
        ...(steps !== undefined && { steps }),
        ...(origin !== undefined && { origin }),
        ...(snapshot !== undefined && { snapshot }),
      });
      this.arms.push(arm);
      return arm.begin().then(
        () => {
          this.wake.notify();
        },
        (error: unknown) => this.failFrom(error),
      );
    });
    if (tf.getBackend() === 'webgpu') this.snapshots = new Snapshots(this.emit, this.step);
    if (recovery === undefined) return;
    // What is evaluated does not depend on what has arrived by then: it was told once already.
    shared.transfer.allow();
    await Promise.all(begun);
  }

  /** Changes what was asked for, at the step that the run is at; what was changed before comes first. */
  private tune(): void {
    const { step, recovery } = this;
    for (const tuning of recovery?.tuningsUntil(step) ?? []) this.tuneArm(tuning);
    if (step < (recovery?.step ?? 0) && !this.finished) return;
    this.recovery = undefined;
    for (const { arm, settings } of this.changes.splice(0)) {
      this.tuneArm({ arm, settings });
      this.emit({ type: 'tuned', arm, step, settings });
    }
  }

  /** An arm that has stopped has no use for it. */
  private tuneArm({ arm: place, settings }: Pick<Tune, 'arm' | 'settings'>): void {
    this.arms.find(({ options }) => options.index === place)?.run.tune(settings);
  }

  /** One step of every arm and a little evaluation, or a sleep. */
  private async turn(shared: Shared): Promise<void> {
    if (this.resetWanted) await this.reset(shared);
    this.tune();
    if (this.recovery !== undefined) return this.repeat(this.recovery);
    await this.exports.answer(this.arms);
    await this.questions.answer(this.arms, this.evaluable === undefined);
    await this.maps.advance(this.arms, this.evaluable === undefined);
    if (this.profiles.wanted) return this.profile();
    await this.capture();
    const waits = this.stories.waits(this.arms, this.evaluable === undefined);
    if (!waits && this.orders.takeStep(this.finished)) await this.trainRound(this.stories.next(this.arms));
    else if (!this.evaluating && !this.maps.active) return this.rest();
    await this.betweenSteps();
  }

  private async betweenSteps(): Promise<void> {
    const waiting = this.arms.reduce((sum, { run }) => sum + run.waiting, 0);
    // Before an evaluation, whose first slices take long: the first step is shown as soon as it is there.
    if (this.outbox.due || waiting >= MOST_WAITING) await this.report();
    await this.evaluateSlices();
    await nextTask();
  }

  /** A step that was done before the device was lost. */
  private async repeat(recovery: Recovery): Promise<void> {
    this.tellProgress(`Taking steps again, up to step ${recovery.step}`);
    await this.trainRound();
    await this.betweenSteps();
  }

  /** A snapshot, where it is time for one. It is of a moment when nothing waits to be measured or told. */
  private async capture(): Promise<void> {
    const { snapshots, quiet } = this;
    this.quiet = false;
    if (snapshots === undefined || !snapshots.outdated(this.step)) return;
    if (!quiet && !snapshots.due(this.step)) return;
    if (snapshots.overdue(this.step) && this.evaluable === undefined) await this.finishEvaluations();
    if (!this.arms.every(({ settled }) => settled)) return;
    await this.report();
    await snapshots.take(this.step, this.start.arms.length, this.arms);
  }

  private async finishEvaluations(): Promise<void> {
    while (this.evaluating && !this.stop.signal.aborted) {
      await this.evaluateSlices();
      await nextTask();
    }
  }

  /** A part of a measurement. Evaluations and reports wait meanwhile: they would be measured too. */
  private async profile(): Promise<void> {
    await this.profiles.advance(this.arms, (watched, watch) =>
      this.trainRound((arm) => (arm === watched ? watch : undefined)),
    );
    if (!this.profiles.wanted) {
      // The rate of the steps that were watched is not the run's.
      this.pacer.restart();
      await this.report();
    }
    await nextTask();
  }

  /** One step of every arm with a little evaluation in between; where some are watched, with none. */
  private async trainRound(watchOf?: (arm: Arm) => Watch | undefined): Promise<void> {
    if (this.recovery === undefined) this.enter('training');
    for (const [place, arm] of [...this.arms].entries()) {
      if (place > 0 && watchOf === undefined) await this.evaluateSlices();
      // It may have been found to have diverged just now.
      if (!this.arms.includes(arm)) continue;
      await this.attempt(arm, () => arm.trainStep(watchOf?.(arm)));
      this.dealt += 1;
    }
    this.pacer.mark(this.dealt, performance.now());
    this.shared?.transfer.allow();
    if (!this.arms.some(({ run }) => run.evaluationDue)) return;
    // No evaluation is left out, however long those before it take.
    while (this.arms.some(({ behind }) => behind) && !this.stop.signal.aborted) {
      await this.evaluateSlices();
      await nextTask();
    }
    for (const arm of this.arms) arm.requestEvaluation();
  }

  /** One arm after the other: what they have in common is then there for the next. */
  private async evaluateSlices(): Promise<void> {
    const arm =
      this.arms.find(({ measuring }) => measuring) ?? this.arms.find(({ evaluating }) => evaluating);
    if (arm === undefined) return;
    const waits = this.recovery === undefined && (this.finished || !this.orders.training);
    if (waits) this.enter('evaluating');
    if (this.evaluable !== undefined) {
      // Training has better to do than to wait for shaders.
      if (!waits && !arm.behind) return;
      await this.evaluable;
    }
    await this.attempt(arm, () => arm.evaluate(EVALUATION_TURN[arm.behind ? 'behind' : 'usual']));
  }

  /** Nothing to do: tell how things stand and sleep. */
  private async rest(): Promise<void> {
    await this.report();
    this.shared?.transfer.allow();
    if (!this.finished) this.enter('paused');
    else if (this.arms.every(({ settled }) => settled)) this.enter('finished');
    this.pacer.restart();
    if (this.snapshots?.outdated(this.step) !== true) return this.wake.wait();
    const timer = setTimeout(() => {
      this.quiet = true;
      this.wake.notify();
    }, QUIET);
    await this.wake.wait();
    clearTimeout(timer);
  }

  private async report(): Promise<void> {
    for (const arm of [...this.arms]) await this.attempt(arm, () => arm.collect());
    // Evaluations hold tensors of their own for a while; between them the numbers must stay the same.
    if (!this.evaluating || this.memory.tensors === 0) {
      const { numTensors, numBytes } = tf.memory();
      this.memory = { tensors: numTensors, bytes: numBytes };
    }
    const { stepsPerSecond } = this.pacer;
    const left = this.arms.reduce((sum, { run }) => sum + run.shape.totalSteps - run.step, 0);
    this.outbox.send(
      {
        stepsPerSecond,
        imagesPerSecond: stepsPerSecond * (this.arms[0]?.run.imagesPerStep ?? 0),
        secondsLeft: stepsPerSecond > 0 ? left / stepsPerSecond : 0,
      },
      this.memory,
    );
  }

  /** Work that may fail for reasons of the arm's own: then it stops alone, unless it is the last. */
  private async attempt(arm: Arm, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof TrainingError) || this.start.arms.length === 1) throw error;
      this.arms = this.arms.filter((other) => other !== arm);
      const { message } = error;
      this.emit({ type: 'stopped', arm: arm.options.index, message, left: this.arms.length });
      await arm.dispose();
      if (this.arms.length === 0)
        throw new TrainingError('Every arm has diverged. Change their settings, then reset.');
    }
  }

  private async reset(shared: Shared): Promise<void> {
    this.resetWanted = false;
    this.recovery = undefined;
    this.outbox.clear();
    this.pacer.restart();
    await this.profiles.cancel('the run was reset.');
    this.stories.decline(this.arms);
    await this.disposeArms();
    // Step 0 of a run that starts from weights is those weights; of a checkpoint's run it is the seed.
    await this.begin(
      shared,
      this.origins.filter(({ kind }) => kind === 'weights'),
    );
  }

  /** Of every arm: between two rounds they are at the same. */
  private get step(): number {
    return this.arms[0]?.run.step ?? 0;
  }

  private get finished(): boolean {
    return this.arms.every(({ run }) => run.finished);
  }

  private get evaluating(): boolean {
    return this.arms.some(({ evaluating }) => evaluating);
  }

  private enter(phase: Phase, detail?: string): void {
    if (phase === this.phase && detail === undefined) return;
    this.phase = phase;
    const { step, epoch } = this.arms[0]?.run ?? { step: 0, epoch: 0 };
    this.emit({ type: 'status', phase, step, epoch, ...(detail !== undefined && { detail }) });
  }

  /** What fails on a device that is being lost fails for that. */
  private async failFrom(error: unknown): Promise<void> {
    if (!this.ended) this.fail(error instanceof TrainingError ? error : await causeOf(error));
  }

  private fail(error: unknown): void {
    if (this.ended) return;
    this.ended = true;
    this.stop.abort();
    this.outbox.send({ stepsPerSecond: 0, imagesPerSecond: 0, secondsLeft: 0 }, this.memory);
    if (error instanceof DeviceLostError) {
      // Whoever keeps the run alive goes on with it elsewhere.
      this.emit({ type: 'deviceLost', message: error.message });
      this.wake.notify();
      return;
    }
    this.enter('failed');
    this.emit({ type: 'error', message: explain(error), fatal: true });
    this.wake.notify();
  }

  private async release(): Promise<void> {
    await this.profiles.cancel('the run has ended.');
    await this.disposeArms();
    this.shared?.images.dispose();
  }

  private async disposeArms(): Promise<void> {
    await this.maps.cancel();
    for (const arm of this.arms.splice(0)) await arm.dispose();
  }
}

/**
 * @file The life of one run in the worker: prepare, train, evaluate between steps, pause, reset, end. One loop
 * does all of it in turn, so that no two things ever use the device at once.
 */
import { openDataset } from '../data/open.ts';
import { catalogue } from '../data/catalogue.ts';
import { onDeviceLost, setUpBackend } from '../tensor/backend.ts';
import * as tf from '../tensor/tf.ts';
import type { Origin } from '../training/checkpoint.ts';
import { checkImageShape } from '../training/compatibility.ts';
import { DeviceImages } from '../training/deviceImages.ts';
import { Evaluations } from '../training/evaluations.ts';
import { Pacer } from '../training/pacer.ts';
import { Run, type RunOptions } from '../training/run.ts';
import type { Emit } from './emit.ts';
import { nextTask, Signal } from './eventLoop.ts';
import { explain } from './explain.ts';
import { Exports } from './exports.ts';
import { Outbox } from './outbox.ts';
import type { Command, Phase } from './protocol.ts';

type Start = Extract<Command, { type: 'start' }>;

/** Steps under way on the device before the loop waits for their numbers. */
const MOST_WAITING = 16;

/** What there is once a run is prepared. */
interface Parts {
  options: RunOptions;
  run: Run;
  evaluations: Evaluations;
}

export class Session {
  private parts: Parts | undefined;
  private training: boolean;
  private owedSteps = 0;
  private resetWanted = false;
  private ended = false;
  private phase: Phase | undefined;
  private memory = { tensors: 0, bytes: 0 };
  private readonly wake = new Signal();
  private readonly stop = new AbortController();
  private readonly outbox: Outbox;
  private readonly exports: Exports;
  private readonly pacer = new Pacer();

  constructor(
    private readonly start: Start,
    /** The file that the run starts from, if it starts from one. */
    private readonly origin: Origin | undefined,
    private readonly emit: Emit,
  ) {
    this.training = start.paused !== true;
    this.outbox = new Outbox(emit);
    this.exports = new Exports(emit);
  }

  /** Whether it has failed or was disposed. */
  get over(): boolean {
    return this.ended;
  }

  /** Takes a command; the loop acts on it after the step it is in. */
  handle(command: Command): void {
    switch (command.type) {
      case 'start':
        return;
      case 'pause':
        this.training = false;
        break;
      case 'resume':
        this.training = true;
        break;
      case 'step':
        this.training = false;
        this.owedSteps += 1;
        break;
      case 'reset':
        this.resetWanted = true;
        this.owedSteps = 0;
        this.training = command.paused !== true;
        break;
      case 'evaluate':
        this.parts?.evaluations.request(this.parts.run);
        break;
      case 'tune':
        this.parts?.run.tune(command.settings);
        break;
      case 'export':
        if (this.ended) this.exports.decline('The run has ended.');
        else this.exports.request(command.kind);
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
      const parts = await this.prepare();
      while (!this.stop.signal.aborted) await this.turn(parts);
    } catch (error) {
      this.fail(error);
    }
    await this.release();
    this.emit({ type: 'disposed' });
  }

  private async prepare(): Promise<Parts> {
    const { config, backend, dataUrl, steps } = this.start;
    this.stop.signal.throwIfAborted();
    this.enter('loading', 'Starting the device');
    const device = await setUpBackend(backend);
    this.emit({ type: 'device', device });
    void onDeviceLost((error) => {
      this.fail(error);
    });
    this.enter('loading', `Loading ${catalogue[config.data.name].title}`);
    const dataset = await openDataset(config.data.name, {
      baseUrl: dataUrl,
      seed: config.seed,
      trainImages: config.data.trainImages,
      testImages: config.data.testImages,
      signal: this.stop.signal,
      onProgress: (done, total) => {
        this.emit({ type: 'progress', label: `${catalogue[config.data.name].title} images`, done, total });
      },
    });
    checkImageShape(config.backbone, dataset.size);
    this.enter('preparing', 'Setting up the networks');
    const images = new DeviceImages(dataset);
    const options = { config, dataset, images, ...(steps !== undefined && { steps }) };
    const run = new Run(options);
    this.parts = { options, run, evaluations: new Evaluations(config, dataset, images) };
    this.emit({ type: 'shape', shape: run.shape });
    this.beginEvaluations(this.parts);
    this.takeUp(this.parts);
    return this.parts;
  }

  /** One step, one slice of an evaluation, or a sleep. */
  private async turn(parts: Parts): Promise<void> {
    if (this.resetWanted) await this.reset(parts);
    await this.exports.answer(parts.run, parts.options);
    const mayTrain = !parts.run.finished && (this.training || this.owedSteps > 0);
    if (mayTrain) await this.trainStep(parts);
    else if (!parts.evaluations.active) return this.rest(parts);
    await this.evaluateSlice(parts);
    if (this.outbox.due || parts.run.waiting >= MOST_WAITING) await this.report(parts);
    await nextTask();
  }

  private async trainStep(parts: Parts): Promise<void> {
    const { run, evaluations } = parts;
    this.enter('training');
    if (this.owedSteps > 0) this.owedSteps -= 1;
    const epoch = await run.advance();
    this.pacer.mark(run.step, performance.now());
    if (epoch !== undefined) {
      this.outbox.addEpoch(epoch);
      const gallery = run.gallery();
      if (gallery !== undefined) this.emit({ type: 'gallery', gallery });
    }
    if (run.finished || (epoch !== undefined && run.epoch % run.evaluationInterval === 0)) {
      // An evaluation that is still under way is finished first: it needs the copy of the network it began with.
      while (evaluations.active) await this.evaluateSlice(parts);
      evaluations.request(run);
    }
  }

  private async evaluateSlice({ evaluations, run }: Parts): Promise<void> {
    if (!evaluations.active) return;
    if (run.finished || !this.training) this.enter('evaluating');
    const result = await evaluations.advance();
    if (result?.floors !== undefined) this.emit({ type: 'floors', floors: result.floors });
    // A run that starts from weights was never the untrained network that gives the floors.
    const ofTheFloors = result?.floors !== undefined && this.origin?.kind === 'weights';
    if (result?.evaluation !== undefined && !ofTheFloors) this.outbox.addEvaluation(result.evaluation);
  }

  /** Nothing to do: tell how things stand and sleep. */
  private async rest(parts: Parts): Promise<void> {
    await this.report(parts);
    if (!parts.run.finished) this.enter('paused');
    else if (parts.evaluations.settled) this.enter('finished');
    this.pacer.restart();
    await this.wake.wait();
  }

  private async report({ run, evaluations }: Parts): Promise<void> {
    await run.collect((records) => {
      this.outbox.addSteps(records);
    });
    // Evaluations hold tensors of their own for a while; between them the numbers must stay the same.
    if (!evaluations.active || this.memory.tensors === 0) {
      const { numTensors, numBytes } = tf.memory();
      this.memory = { tensors: numTensors, bytes: numBytes };
    }
    const { stepsPerSecond } = this.pacer;
    this.outbox.send(
      {
        stepsPerSecond,
        imagesPerSecond: stepsPerSecond * run.imagesPerStep,
        secondsLeft: stepsPerSecond > 0 ? (run.shape.totalSteps - run.step) / stepsPerSecond : 0,
      },
      this.memory,
    );
  }

  private async reset(parts: Parts): Promise<void> {
    this.resetWanted = false;
    this.outbox.clear();
    this.pacer.restart();
    await parts.evaluations.cancel();
    parts.run.dispose();
    parts.run = new Run(parts.options);
    this.emit({ type: 'shape', shape: parts.run.shape });
    this.beginEvaluations(parts);
    // Step 0 of a run that starts from weights is those weights; of a checkpoint's run it is the seed.
    if (this.origin?.kind === 'weights') this.takeUp(parts);
  }

  /** Goes on from the file. The floors have taken the network of the seed by then. */
  private takeUp({ run, evaluations }: Parts): void {
    if (this.origin === undefined) return;
    if (this.origin.kind === 'checkpoint') run.restore(this.origin.state);
    else run.startFrom(this.origin.weights);
    const gallery = run.gallery();
    if (gallery !== undefined) this.emit({ type: 'gallery', gallery });
    evaluations.request(run);
  }

  private beginEvaluations({ evaluations, run }: Parts): void {
    evaluations.begin(run).then(
      () => {
        this.wake.notify();
      },
      (error: unknown) => {
        this.fail(error);
      },
    );
  }

  private enter(phase: Phase, detail?: string): void {
    if (phase === this.phase && detail === undefined) return;
    this.phase = phase;
    const { step, epoch } = this.parts?.run ?? { step: 0, epoch: 0 };
    this.emit({ type: 'status', phase, step, epoch, ...(detail !== undefined && { detail }) });
  }

  private fail(error: unknown): void {
    if (this.ended) return;
    this.ended = true;
    this.stop.abort();
    this.outbox.send({ stepsPerSecond: 0, imagesPerSecond: 0, secondsLeft: 0 }, this.memory);
    this.enter('failed');
    this.emit({ type: 'error', message: explain(error), fatal: true });
    this.wake.notify();
  }

  private async release(): Promise<void> {
    await this.parts?.evaluations.dispose();
    this.parts?.run.dispose();
    this.parts?.options.images.dispose();
  }
}

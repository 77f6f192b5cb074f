/**
 * @file One experiment: its networks, its window, its draws. Advances a step at a time and keeps what it has
 * to tell until asked; knows nothing of workers or pages.
 */
import { BankStatistics } from '../adasim/bankStatistics.ts';
import { featureMatrix, type FeatureMatrix } from '../adasim/metrics/features.ts';
import { stream } from '../adasim/random.ts';
import { trainingSchedules, type Schedules } from '../adasim/schedules.ts';
import { PositiveSelector, type EpochSelection, type SelectionSettings } from '../adasim/selection.ts';
import { SelectionHistory } from '../adasim/selectionHistory.ts';
import { NeighbourWindow } from '../adasim/window.ts';
import { AUGMENTATION_COLUMNS } from '../config/augmentationColumns.ts';
import { tunedFurther, withLive, type LiveSettings } from '../config/live.ts';
import type { ExperimentConfig } from '../config/schema.ts';
import type { Dataset } from '../data/dataset.ts';
import { rowsNeeded } from '../data/order.ts';
import type { RunSnapshot } from '../formats/checkpointTypes.ts';
import type { Weights } from '../formats/networkWeights.ts';
import { featureDim } from '../model/backbone.ts';
import type { Gallery } from '../protocol/gallery.ts';
import type { Inspection } from '../protocol/inspection.ts';
import type { PairOutputs } from '../protocol/pairOutputs.ts';
import type { EpochRecord, RunShape, StepRecord } from '../protocol/records.ts';
import { augment, type PackedImages } from '../tensor/ops/augment.ts';
import { inPhase } from '../tensor/profiling/phases.ts';
import { StepProgram, type HostTensors, type StepInputs } from '../tensor/stepProgram.ts';
import * as tf from '../tensor/tf.ts';
import { captureTrainer, loadWeights, restoreTrainer } from './checkpoint/trainerState.ts';
import type { DeviceImages } from './deviceImages.ts';
import { keepScales } from './dropPath.ts';
import { buildGallery, galleryQueries } from './explanation/gallery.ts';
import { inspect } from './explanation/inspection.ts';
import { outputsFrom, viewsOf } from './explanation/pairOutputs.ts';
import { tellStep, type Tale } from './explanation/stepStory.ts';
import type { BankMoment } from './map/bankMoment.ts';
import { createMethod } from './methods/create.ts';
import type { StepScalars } from './methods/method.ts';
import { PairFeed, type PairDraws } from './pairFeed.ts';
import { StepLog } from './stepLog.ts';
import { Trainer, type StepResult } from './trainer.ts';

/** What a run remembers for inspections may take so much memory: some hundreds of epochs of a few thousand images. */
const HISTORY_BYTES = 64 * 2 ** 20;

/** What a step computes that no record tells of. */
export type StepDetails = Pick<StepResult, 'gradientNorms' | 'indices' | 'similarities'>;

/** Takes the step under way, and over those of its tensors that are asked for. */
export type TakeStep = (onDetails?: (details: StepDetails) => void) => Promise<void>;

/** Put around a training step by whoever measures it, or tells it. */
export type Watch = (step: TakeStep) => Promise<void>;

const unwatched: Watch = (step) => step();

export interface RunOptions {
  config: ExperimentConfig;
  dataset: Dataset;
  images: DeviceImages;
  /** Stop after so many steps instead of after `config.epochs`; schedules stay those of `config.epochs`. */
  steps?: number;
}

export class Run {
  readonly shape: RunShape;
  readonly trainer: Trainer;
  readonly window: NeighbourWindow;
  private readonly config: ExperimentConfig;
  private readonly dataset: Dataset;
  private readonly images: DeviceImages;
  private readonly feed: PairFeed;
  private readonly schedules: Schedules;
  private readonly selector: PositiveSelector;
  private readonly history: SelectionHistory;
  private readonly log = new StepLog();
  private readonly program = new StepProgram((inputs) => this.compute(inputs));
  /** The images on the device that the next step finds its own among. */
  private stored: PackedImages | undefined;
  private readonly queries: number[];
  private selection: EpochSelection;
  private pairs: BankStatistics;
  private live: LiveSettings = {};
  private completedSteps = 0;
  private latestEpochEnd: number | undefined;

  constructor({ config, dataset, images, steps }: RunOptions) {
    const { train } = dataset;
    this.config = config;
    this.dataset = dataset;
    this.images = images;
    const method = createMethod(config, train);
    this.feed = new PairFeed({
      seed: config.seed,
      blocks: dataset.trainBlocks,
      batchSize: config.batchSize,
      imageSize: train.size,
      augmentation: config.augmentation,
    });
    const { stepsPerEpoch } = this.feed;
    this.schedules = trainingSchedules({ ...config, stepsPerEpoch });
    method.student.initialise((name) => stream(config.seed, 'initialisation', name));
    method.teacher?.copyFrom(method.student);
    this.trainer = new Trainer(method, {
      optimizer: config.optimizer,
      bootstrap: config.bootstrap,
      images: train.count,
      featureDim: featureDim(config.backbone),
    });
    this.window = new NeighbourWindow(train.count, config.bootstrap.topK, config.bootstrap.window);
    this.selector = new PositiveSelector(this.window);
    this.history = new SelectionHistory(config.seed, HISTORY_BYTES);
    this.queries = galleryQueries(train, config.seed);
    this.pairs = new BankStatistics(train.labels);
    this.shape = {
      stepsPerEpoch,
      totalSteps: steps ?? config.epochs * stepsPerEpoch,
      featureDim: featureDim(config.backbone),
      prototypes: config.head.outDim,
      parameters: method.student.parameterCount,
      classNames: [...dataset.classNames],
      trainImages: train.count,
      testImages: dataset.test.count,
    };
    // Needs the shape: a selection is of an epoch.
    this.selection = this.selectPositives();
    this.remember();
  }

  /** Steps done. */
  get step(): number {
    return this.completedSteps;
  }

  /** Epochs done. */
  get epoch(): number {
    return Math.floor(this.completedSteps / this.shape.stepsPerEpoch);
  }

  get finished(): boolean {
    return this.completedSteps >= this.shape.totalSteps;
  }

  /** Images that a step learns from, both views counted. */
  get imagesPerStep(): number {
    return 2 * this.config.batchSize;
  }

  /** What the latest end of an epoch took, waiting for the device included, milliseconds. */
  get epochEndMs(): number | undefined {
    return this.latestEpochEnd;
  }

  /** τ_t of the newest step, or of the first one to come. */
  get teacherTemperature(): number {
    return this.schedules.teacherTemperature(Math.max(0, this.completedSteps - 1));
  }

  /** Whether this is a moment to evaluate: the end of every so many epochs, and of the run. */
  get evaluationDue(): boolean {
    const atEpochEnd = this.completedSteps > 0 && this.completedSteps % this.shape.stepsPerEpoch === 0;
    return this.finished || (atEpochEnd && this.epoch % this.config.evaluation.everyEpochs === 0);
  }

  /** Steps whose numbers are still on the device. */
  get waiting(): number {
    return this.log.waiting;
  }

  /** Applies from the next step (the policy: from the next epoch) on. */
  tune(settings: LiveSettings): void {
    this.live = tunedFurther(this.live, settings);
  }

  /**
   * One training step.
   * @param watch is put around the step, but not around the end of its epoch
   * @returns what the step's epoch saw, if this was its last step
   */
  async advance(watch = unwatched): Promise<EpochRecord | undefined> {
    const { epoch } = this;
    await watch((onDetails) => this.takeStep(onDetails));
    return this.completedSteps % this.shape.stepsPerEpoch === 0 ? this.closeEpoch(epoch) : undefined;
  }

  /**
   * Reads back the numbers of the steps so far.
   * @throws TrainingError if a loss is not finite
   */
  async collect(onRecords: (records: StepRecord[]) => void): Promise<void> {
    await this.log.drain(onRecords);
  }

  /** The last completed epoch's neighbours of a few images; undefined before there is one. */
  gallery(): Gallery | undefined {
    const table = this.window.latest;
    if (table === undefined) return undefined;
    const at = { step: this.completedSteps, epoch: this.epoch };
    return buildGallery(this.dataset.train, table, this.queries, at);
  }

  /**
   * Why an image has its positive in an epoch, 0-based; null is the newest. The images must all be there.
   * @returns undefined if there is no such image, or no epoch whose choices are known
   */
  inspect(image: number, epoch: number | null, alsoShown: readonly number[] = []): Inspection | undefined {
    const { dataset, feed, history, bootstrapsEmbeddings } = this;
    return inspect({ dataset, feed, history, bootstrapsEmbeddings }, image, epoch, alsoShown);
  }

  /**
   * What the networks, as they are now, make of an inspected pair. Nothing of the run changes by it, and the images must
   * all be there.
   * @returns null where no step trains the pair, or where the networks have diverged
   */
  async pairOutputs(pair: Pick<Inspection, 'image' | 'epoch'>): Promise<PairOutputs | null> {
    const after = this.completedSteps;
    const response = await this.askOfPair(pair, (views) =>
      this.trainer.method.respond(views, this.teacherTemperature),
    );
    return response && outputsFrom(this.config.method, response, after);
  }

  /**
   * Takes the step under way and tells it at one of its pairs; see {@link nextPair}. The images must all be there, and
   * the run remains what it is when the step is not told.
   * @returns undefined where the epoch's choices are not known
   */
  tellStep(image: number, step: TakeStep): Promise<Tale | undefined> {
    const { trainer, config, epoch } = this;
    const pair = { image, epoch };
    return tellStep(
      {
        ...{ trainer, config },
        ...pair,
        place: this.nextBatch.indexOf(image),
        inspect: (alsoShown) => this.inspect(image, epoch, alsoShown),
        outputs: () => this.pairOutputs(pair),
        ask: (compute) => this.askOfPair(pair, compute),
      },
      step,
    );
  }

  /** This image, where the next step trains it; else one of the step's, with an open gate if there is such. */
  nextPair(wanted: number | null): number {
    const batch = this.nextBatch;
    if (wanted !== null && batch.includes(wanted)) return wanted;
    return batch.find((image) => this.selection.gateOpen[image] === 1) ?? batch[0] ?? 0;
  }

  /**
   * The bank as it stands, with what the last epoch recorded: what maps are made from. Not while a step is under way.
   * @returns undefined before an epoch has ended, or where the network has diverged
   */
  async bankMoment(): Promise<BankMoment | undefined> {
    const { window, completedSteps: step, epoch, shape } = this;
    const table = window.latest;
    if (table === undefined) return undefined;
    const { features, written } = await this.trainer.bank.read();
    if (!features.every(Number.isFinite)) return undefined;
    return {
      ...{ step, epoch, table, features, written },
      atEpochEnd: step % shape.stepsPerEpoch === 0,
      dim: shape.featureDim,
      gateOpen: this.selection.gateOpen.slice(),
      gated: window.isFull,
    };
  }

  /** The image that the epoch trains next; of those whose gate is open, if there are such and that is wanted. */
  nextImage(wanted: 'next' | 'next-open'): number {
    const upcoming = this.feed.upcoming(this.completedSteps);
    const open = upcoming.find((image) => this.selection.gateOpen[image] === 1);
    return (wanted === 'next-open' ? open : undefined) ?? upcoming[0] ?? 0;
  }

  /** The first image after this one, round the end to it, whose gate is open in the epoch under way; undefined if none is. */
  openAfter(image: number): number | undefined {
    const { gateOpen } = this.selection;
    const count = gateOpen.length;
    for (let far = 1; far <= count; far++) {
      const one = (image + far) % count;
      if (gateOpen[one] === 1) return one;
    }
    return undefined;
  }

  /** Everything that the steps to come depend on. Not while a step is under way. */
  async capture(): Promise<RunSnapshot> {
    const { queued, ...trainer } = await captureTrainer(this.trainer);
    const { positives, gateOpen } = this.selection;
    return {
      ...trainer,
      progress: { step: this.completedSteps, queued, live: this.live, pairs: this.pairs.counts },
      window: this.window.exportState(),
      selection: { positives: positives.slice(), gateOpen: gateOpen.slice() },
    };
  }

  /** Goes on from where a run of the same configuration and data was captured. */
  restore({ progress, window, selection, ...trainer }: RunSnapshot): void {
    restoreTrainer(this.trainer, { ...trainer, queued: progress.queued });
    this.window.importState(window);
    this.selection = selection;
    this.pairs = new BankStatistics(this.dataset.train.labels, progress.pairs);
    this.live = progress.live;
    this.completedSteps = progress.step;
    this.history.clear();
    // Where the policy or τ was changed live, the file does not say whether this epoch's positives came before that.
    if (!Object.keys(this.live).some((path) => path.startsWith('bootstrap.'))) this.remember();
  }

  /** Begins with these weights instead of the seed's. Before the first step. */
  startFrom(weights: Weights): void {
    loadWeights(this.trainer, weights);
  }

  dispose(): void {
    this.program.dispose();
    this.trainer.dispose();
    this.log.dispose();
  }

  /** The images of the next step. */
  private get nextBatch(): Int32Array {
    return this.feed.upcoming(this.completedSteps).subarray(0, this.config.batchSize);
  }

  /**
   * What is computed of a pair's views: view 1 of the image, then view 2 of others, as `viewsOf` gives them.
   * @returns null where no step trains the pair
   */
  private async askOfPair(
    { image, epoch }: Pick<Inspection, 'image' | 'epoch'>,
    compute: (views: tf.Tensor4D) => tf.Tensor2D,
  ): Promise<FeatureMatrix | null> {
    const { dataset, history } = this;
    const showing = this.feed.showing(image, epoch);
    if (showing === undefined) return null;
    const positiveOf = (other: number) => history.explain(other, epoch).positive;
    const { images, parameters } = viewsOf(this.config.method, showing, positiveOf);
    const stored = await this.images.atLeast(dataset.train.count);
    const response = tf.tidy(() =>
      compute(augment(stored, tf.tensor1d(images, 'int32'), parameters, dataset.normalisation)),
    );
    const dim = response.shape[1];
    const values = (await response.data<'float32'>()).slice();
    response.dispose();
    return featureMatrix(values, dim);
  }

  private async takeStep(onDetails?: (details: StepDetails) => void): Promise<void> {
    const step = this.completedSteps;
    const { epoch } = this;
    const scalars = this.scalars(step);
    const draws = inPhase('draws', () => this.feed.draw(step, this.selection.positives));
    const dropPath = inPhase('draws', () => this.drawDropPath(step));
    const shown = new Int32Array([...draws.images, ...draws.positives]);
    this.stored = await this.images.atLeast(rowsNeeded(shown));
    const inputs: HostTensors = {
      shown: { values: shown, shape: [shown.length] },
      augmentation: { values: draws.parameters, shape: [shown.length, AUGMENTATION_COLUMNS] },
      ...dropPath,
      ...this.trainer.prepare(draws.images, scalars),
    };
    const statistics = await this.computeStep(inputs, onDetails);
    this.log.add({ step, epoch, scalars, statistics });
    this.countPairs(draws);
    this.completedSteps += 1;
  }

  private scalars(step: number): StepScalars {
    const { lr, weightDecay, teacherMomentum, teacherTemperature } = this.schedules;
    const { optimizer } = this.config;
    // A live rate scales the whole schedule, so that warm-up and decay keep their form.
    const rate = optimizer.lr === 0 ? 1 : this.tuned.optimizer.lr / optimizer.lr;
    return {
      lr: lr(step) * rate,
      weightDecay: weightDecay(step),
      teacherMomentum: teacherMomentum(step),
      teacherTemperature: teacherTemperature(step),
      lastLayerFrozen: this.epoch < optimizer.freezeLastLayerEpochs,
    };
  }

  /** Few steps are looked into: what these keep is no part of the program of the others. */
  private async computeStep(
    inputs: HostTensors,
    onDetails?: (details: StepDetails) => void,
  ): Promise<tf.Tensor1D> {
    if (onDetails === undefined) return (await this.program.runHeard(inputs)).statistics;
    const once = new StepProgram((uploads) => this.result(uploads));
    const { statistics, ...details } = await once.runHeard(inputs);
    onDetails(details);
    return statistics;
  }

  private compute(inputs: StepInputs): { statistics: tf.Tensor1D } {
    const { statistics } = this.result(inputs);
    return { statistics };
  }

  /** A step on the device. */
  private result(inputs: StepInputs): StepDetails & { statistics: tf.Tensor1D } {
    const { stored } = this;
    if (stored === undefined) throw new Error('A step needs images.');
    const { normalisation } = this.dataset;
    const views = inPhase('views', () =>
      augment(stored, inputs.get('shown'), inputs.get('augmentation'), normalisation),
    );
    const { statistics, gradientNorms, indices, similarities } = this.trainer.step(views, inputs);
    return { statistics, gradientNorms, indices, similarities };
  }

  private drawDropPath(step: number): HostTensors {
    const { backbone, batchSize, seed } = this.config;
    if (backbone.kind !== 'vit' || backbone.dropPath === 0) return {};
    const { depth, dropPath } = backbone;
    const values = keepScales(depth, 2 * batchSize, dropPath, stream(seed, 'dropPath', step));
    return { keepScales: { values, shape: [2 * depth, 2 * batchSize] } };
  }

  private async closeEpoch(epoch: number): Promise<EpochRecord> {
    const began = performance.now();
    const table = await this.trainer.bank.closeEpoch();
    const record = { epoch, step: this.completedSteps, ...this.pairs.summarise(table) };
    this.window.push(table);
    this.selection = this.selectPositives();
    this.remember();
    this.pairs = new BankStatistics(this.dataset.train.labels);
    this.latestEpochEnd = performance.now() - began;
    return record;
  }

  private countPairs({ images, positives }: PairDraws): void {
    images.forEach((image, b) => {
      this.pairs.addPair(image, positives[b] ?? image, this.selection.gateOpen[image] === 1);
    });
  }

  /** From the window as it is, under the settings as they are. */
  private selectPositives(): EpochSelection {
    return this.selector.selectEpoch(this.selectionSettings, this.config.seed, this.epoch);
  }

  /** Keeps what the epoch's positives were selected from. */
  private remember(): void {
    this.history.record(this.epoch, this.window, this.selectionSettings);
  }

  /** The configuration as it has been tuned so far. */
  private get tuned(): ExperimentConfig {
    return withLive(this.config, this.live);
  }

  private get selectionSettings(): SelectionSettings {
    const { policy, temperature, includeSelf } = this.tuned.bootstrap;
    return { policy: this.bootstrapsEmbeddings ? 'none' : policy, temperature, includeSelf };
  }

  private get bootstrapsEmbeddings(): boolean {
    return this.trainer.method.bootstrapsEmbeddings === true;
  }
}

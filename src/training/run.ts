/**
 * @file One experiment: its networks, its window, its draws. Advances a step at a time and keeps what it has
 * to tell until asked; knows nothing of workers or pages.
 */
import { BankStatistics } from '../adasim/bankStatistics.ts';
import { stream } from '../adasim/random.ts';
import { trainingSchedules, type Schedules } from '../adasim/schedules.ts';
import { PositiveSelector, type EpochSelection } from '../adasim/selection.ts';
import { NeighbourWindow } from '../adasim/window.ts';
import type { ExperimentConfig } from '../config/schema.ts';
import type { Dataset } from '../data/dataset.ts';
import { rowsNeeded } from '../data/order.ts';
import type { RunState } from '../formats/checkpointTypes.ts';
import type { Weights } from '../formats/networkWeights.ts';
import { featureDim } from '../model/backbone.ts';
import { augment } from '../tensor/ops/augment.ts';
import * as tf from '../tensor/tf.ts';
import type { DeviceImages } from './deviceImages.ts';
import { keepScales } from './dropPath.ts';
import { buildGallery, galleryQueries } from './gallery.ts';
import type { StepScalars } from './method.ts';
import { createMethod } from './methods/create.ts';
import { PairFeed, type PairDraws } from './pairFeed.ts';
import type { EpochRecord, Gallery, LiveSettings, RunShape, StepRecord } from './records.ts';
import { StepLog } from './stepLog.ts';
import { Trainer, type Batch } from './trainer.ts';
import { captureTrainer, loadWeights, restoreTrainer } from './trainerState.ts';

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
  private readonly log = new StepLog();
  private readonly queries: number[];
  private selection: EpochSelection;
  private pairs: BankStatistics;
  private live: LiveSettings = {};
  private completedSteps = 0;

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

  /** Epochs from one evaluation to the next. */
  get evaluationInterval(): number {
    return this.config.evaluation.everyEpochs;
  }

  /** Steps whose numbers are still on the device. */
  get waiting(): number {
    return this.log.waiting;
  }

  /** Applies from the next step (the policy: from the next epoch) on. */
  tune(settings: LiveSettings): void {
    this.live = { ...this.live, ...settings, bootstrap: { ...this.live.bootstrap, ...settings.bootstrap } };
  }

  /**
   * One training step.
   * @returns what the step's epoch saw, if this was its last step
   */
  async advance(): Promise<EpochRecord | undefined> {
    const step = this.completedSteps;
    const epoch = this.epoch;
    const scalars = this.scalars(step);
    const draws = this.feed.draw(step, this.selection.positives);
    const shown = new Int32Array([...draws.images, ...draws.positives]);
    const images = await this.images.atLeast(rowsNeeded(shown));
    const statistics = tf.tidy(() => {
      const views = augment(
        images,
        tf.tensor1d(shown, 'int32'),
        draws.parameters,
        this.dataset.normalisation,
      );
      const batch: Batch = { images: draws.images, views, ...this.drawDropPath(step) };
      return this.trainer.step(batch, scalars).statistics;
    });
    this.log.add({ step, epoch, scalars, statistics });
    this.countPairs(draws);
    this.completedSteps += 1;
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

  /** Everything that the steps to come depend on. Not while a step is under way. */
  async capture(): Promise<RunState> {
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
  restore({ progress, window, selection, ...trainer }: RunState): void {
    restoreTrainer(this.trainer, { ...trainer, queued: progress.queued });
    this.window.importState(window);
    this.selection = selection;
    this.pairs = new BankStatistics(this.dataset.train.labels, progress.pairs);
    this.live = progress.live;
    this.completedSteps = progress.step;
  }

  /** Begins with these weights instead of the seed's. Before the first step. */
  startFrom(weights: Weights): void {
    loadWeights(this.trainer, weights);
  }

  dispose(): void {
    this.trainer.dispose();
    this.log.dispose();
  }

  private scalars(step: number): StepScalars {
    const { lr, weightDecay, teacherMomentum, teacherTemperature } = this.schedules;
    const { optimizer } = this.config;
    // A live rate scales the whole schedule, so that warm-up and decay keep their form.
    const rate = this.live.lr === undefined || optimizer.lr === 0 ? 1 : this.live.lr / optimizer.lr;
    return {
      lr: lr(step) * rate,
      weightDecay: weightDecay(step),
      teacherMomentum: teacherMomentum(step),
      teacherTemperature: teacherTemperature(step),
      lastLayerFrozen: this.epoch < optimizer.freezeLastLayerEpochs,
    };
  }

  private drawDropPath(step: number): Pick<Batch, 'keepScales'> {
    const { backbone, batchSize, seed } = this.config;
    if (backbone.kind !== 'vit' || backbone.dropPath === 0) return {};
    const { depth, dropPath } = backbone;
    const scales = keepScales(depth, 2 * batchSize, dropPath, stream(seed, 'dropPath', step));
    return { keepScales: tf.tensor2d(scales, [2 * depth, 2 * batchSize]) };
  }

  private async closeEpoch(epoch: number): Promise<EpochRecord> {
    const table = await this.trainer.bank.closeEpoch();
    const record = { epoch, step: this.completedSteps, ...this.pairs.summarise(table) };
    this.window.push(table);
    this.selection = this.selectPositives();
    this.pairs = new BankStatistics(this.dataset.train.labels);
    return record;
  }

  private countPairs({ images, positives }: PairDraws): void {
    images.forEach((image, b) => {
      this.pairs.addPair(image, positives[b] ?? image, this.selection.gateOpen[image] === 1);
    });
  }

  private selectPositives(): EpochSelection {
    const settings = { ...this.config.bootstrap, ...this.live.bootstrap };
    if (this.trainer.method.bootstrapsEmbeddings === true) settings.policy = 'none';
    return this.selector.selectEpoch(settings, this.config.seed, this.epoch);
  }
}

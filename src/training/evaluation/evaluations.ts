/**
 * @file Evaluation on held-out images, in slices that run between training steps. It looks at a copy of the
 * network, so that what it measures is one moment of it.
 */
import { retrievalChance, retrievalImages } from '../../adasim/metrics/retrieval.ts';
import type { AsyncSlices } from '../../adasim/slices.ts';
import type { ExperimentConfig } from '../../config/schema.ts';
import type { Dataset } from '../../data/dataset.ts';
import type { LabelledImages } from '../../data/transfer.ts';
import type { DeviceImages } from '../deviceImages.ts';
import { assembleFloors, type PixelFloor } from '../../metrics/floors.ts';
import { Embedder } from './embedder.ts';
import { measureNetwork } from './measurements.ts';
import { measurePixelFloor, pixelFloorsOf, quickPixelFloorsOf, type PixelSubjects } from './pixelFloors.ts';
import type { EvaluationRecord, Floors } from '../../protocol/records.ts';
import type { Run } from '../run.ts';
import { TrainingError, wrongFromTheStart } from '../trainingError.ts';
import { SharedMeasurement } from './sharedMeasurement.ts';

/** What is the same for every arm on the same images, or with the same network, is measured once. */
export class SharedFloors {
  /** By the name of the floor. */
  readonly pixels = new SharedMeasurement<number | null>();
  /** By the settings that an untrained network depends on. */
  readonly untrained = new SharedMeasurement<EvaluationRecord>();
}

export interface EvaluationNews {
  floors?: Floors;
  evaluation?: EvaluationRecord;
}

/** When the network was copied, and what is known of it besides its tensors. */
interface Moment extends Pick<EvaluationRecord, 'step' | 'epoch'> {
  teacherTemperature: number;
}

type Task = AsyncSlices<EvaluationNews>;

/** A spread of features of length 1 that is nothing but the rounding of single precision. */
const ROUNDING = 1e-6;

export class Evaluations {
  /** The copy of the network that is looked at. */
  private embedder: Embedder;
  /** The copy that is looked at next, taken while the other was in use. */
  private nextEmbedder: Embedder;
  /** When {@link nextEmbedder} was taken; undefined while it holds nothing to be measured. */
  private next: Moment | undefined;
  /** What looks at {@link embedder}. */
  private task: Task | undefined;
  /** What needs no network, and gives way to what does. */
  private pixelTask: Task | undefined;
  /** What it measures next. */
  private unmeasured: PixelFloor[] = [];
  /** Counts beginnings, so that one that was cancelled while images arrived is not taken up. */
  private beginnings = 0;
  private awaitsImages = false;
  private transfer: LabelledImages | undefined;
  private floors: Floors | undefined;
  /** Milliseconds of the evaluation under way, and of the latest one. */
  private spent = 0;
  private latest: number | undefined;

  /**
   * @param loadTransfer images of the dataset that the configuration transfers to, asked for after the run's own
   * are there; undefined where there is none or it cannot be had
   */
  constructor(
    private readonly config: ExperimentConfig,
    private readonly dataset: Dataset,
    private readonly images: DeviceImages,
    private readonly shared: SharedFloors,
    private readonly loadTransfer: () => Promise<LabelledImages | undefined>,
  ) {
    this.embedder = new Embedder(config, dataset);
    this.nextEmbedder = new Embedder(config, dataset);
  }

  /** Whether there is a slice to do. */
  get active(): boolean {
    return this.task !== undefined || this.pixelTask !== undefined;
  }

  /** Whether a copy of the network is in use. */
  get measuring(): boolean {
    return this.task !== undefined;
  }

  /** Whether a copy waits for another to be measured, so that there is no room for a third. */
  get full(): boolean {
    return this.measuring && this.next !== undefined;
  }

  /** What the latest evaluation took, all slices together, milliseconds; the one with the floors does not count. */
  get evaluationMs(): number | undefined {
    return this.latest;
  }

  /** Whether there is nothing to do and nothing to wait for. */
  get settled(): boolean {
    return !this.active && !this.awaitsImages;
  }

  /**
   * Measures the floors with the network of `run`, which is untrained, once all images are there; training need
   * not wait for that.
   * @throws DatasetError if they cannot be had
   */
  async begin(run: Run): Promise<void> {
    this.floors = undefined;
    const moment = copied(run, this.embedder);
    this.beginnings += 1;
    const beginning = this.beginnings;
    this.awaitsImages = true;
    await this.dataset.complete();
    const transfer = await this.loadTransfer();
    if (beginning !== this.beginnings) return;
    this.transfer = transfer;
    this.awaitsImages = false;
    this.task = this.measureFloors(moment);
  }

  /**
   * Evaluates `run` as it is now; while another evaluation is under way, after that, and one that waits already is
   * not given up for it. As long as images are on their way only the newest waits: training goes on without them,
   * and the run's end is measured in any case.
   */
  request(run: Run): void {
    if (this.next !== undefined && !this.awaitsImages) return;
    this.next = copied(run, this.nextEmbedder);
    if (!this.measuring && !this.awaitsImages) this.takeUpNext();
  }

  /**
   * One slice, and more as long as they have not taken `milliseconds` together. Returns what they completed, if
   * they completed something.
   */
  async advance(milliseconds = 0): Promise<EvaluationNews | undefined> {
    const end = performance.now() + milliseconds;
    while (this.active) {
      const news = this.measuring ? await this.advanceTask() : await this.advancePixels();
      if (news !== undefined || performance.now() >= end) return news;
    }
    return undefined;
  }

  async dispose(): Promise<void> {
    this.next = undefined;
    this.beginnings += 1;
    this.awaitsImages = false;
    await this.task?.return({});
    this.task = undefined;
    await this.pixelTask?.return({});
    this.pixelTask = undefined;
    this.embedder.dispose();
    this.nextEmbedder.dispose();
  }

  private async advanceTask(): Promise<EvaluationNews | undefined> {
    const began = performance.now();
    const result = await this.task?.next();
    this.spent += performance.now() - began;
    if (result?.done !== true) return undefined;
    this.task = undefined;
    if (result.value.floors === undefined) this.latest = this.spent;
    this.spent = 0;
    this.takeUpNext();
    return result.value;
  }

  private async advancePixels(): Promise<EvaluationNews | undefined> {
    const result = await this.pixelTask?.next();
    if (result?.done !== true) return undefined;
    this.pixelTask = this.nextPixelFloor();
    return result.value;
  }

  private takeUpNext(): void {
    const moment = this.next;
    if (moment === undefined) return;
    this.next = undefined;
    [this.embedder, this.nextEmbedder] = [this.nextEmbedder, this.embedder];
    this.task = this.measureNow(moment);
  }

  private async *measureNow(moment: Moment): Task {
    return { evaluation: yield* this.measure(moment) };
  }

  private async *measureFloors(moment: Moment): Task {
    const { shared, dataset, transfer, config } = this;
    const { method, backbone, head, loss } = config;
    // Networks that are alike begin with the same weights.
    const network = JSON.stringify({ method, backbone, head, loss });
    // What a curve is read against is there with its first value.
    for (const floor of quickPixelFloorsOf(this.pixelSubjects)) yield* this.pixelFloor(floor);
    const evaluation = yield* shared.untrained.once(network, () => this.measureUntrained(moment));
    const known = (floor: PixelFloor) => shared.pixels.known(floor) ?? null;
    this.floors = assembleFloors(evaluation, {
      onPixels: known,
      chance: 1 / dataset.classNames.length,
      retrievalChance: retrievalChance(dataset.test.identities),
      retrievalImages: retrievalImages(dataset.test.identities),
      transferChance: transfer === undefined ? null : 1 / transfer.classNames.length,
    });
    this.unmeasured = pixelFloorsOf(this.pixelSubjects).filter((floor) => known(floor) === null);
    this.pixelTask = this.nextPixelFloor();
    return { floors: this.floors, evaluation };
  }

  private get pixelSubjects(): PixelSubjects {
    const { dataset, transfer, config } = this;
    return { dataset, transfer, settings: config.evaluation };
  }

  private nextPixelFloor(): Task | undefined {
    const floor = this.unmeasured.shift();
    return floor === undefined ? undefined : this.measurePixels(floor);
  }

  private async *measurePixels(floor: PixelFloor): Task {
    const value = yield* this.pixelFloor(floor);
    if (this.floors === undefined) return {};
    this.floors = { ...this.floors, [floor]: value };
    return { floors: this.floors };
  }

  private pixelFloor(floor: PixelFloor): AsyncSlices<number | null> {
    return this.shared.pixels.once(floor, () => measurePixelFloor(floor, this.pixelSubjects));
  }

  /** @throws TrainingError where all features are one, or are no numbers: training may end so, but not begin */
  private async *measureUntrained(moment: Moment): AsyncSlices<EvaluationRecord> {
    try {
      const evaluation = yield* this.measure(moment);
      if (evaluation.featureStd > ROUNDING) return evaluation;
    } catch (error) {
      if (!(error instanceof TrainingError)) throw error;
      throw wrongFromTheStart('The features of the held-out images are not finite numbers');
    }
    throw wrongFromTheStart('All held-out images have the same features');
  }

  private async *measure({ step, epoch, teacherTemperature }: Moment): AsyncSlices<EvaluationRecord> {
    const { embedder, dataset, images, transfer, config } = this;
    const subjects = { dataset, images, transfer };
    const measured = yield* measureNetwork(embedder, subjects, config, teacherTemperature);
    return { step, epoch, ...measured };
  }
}

/** Copies the network of `run` to `embedder`. */
function copied({ trainer, step, epoch, teacherTemperature }: Run, embedder: Embedder): Moment {
  embedder.take(trainer.method);
  return { step, epoch, teacherTemperature };
}

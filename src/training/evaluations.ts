/**
 * @file Evaluation on held-out images, in slices that run between training steps. It looks at a copy of the
 * network, so that what it measures is one moment of it.
 */
import type { ExperimentConfig } from '../config/schema.ts';
import type { Dataset } from '../data/dataset.ts';
import type { DeviceImages } from './deviceImages.ts';
import { Embedder } from './embedder.ts';
import { measureNetwork, measurePixels } from './measurements.ts';
import type { EvaluationRecord, Floors } from './records.ts';
import type { Run } from './run.ts';

export interface EvaluationNews {
  floors?: Floors;
  evaluation?: EvaluationRecord;
}

/** When the network was copied. */
type Moment = Pick<EvaluationRecord, 'step' | 'epoch'>;

type Task = AsyncGenerator<void, EvaluationNews>;

export class Evaluations {
  private readonly embedder: Embedder;
  private task: Task | undefined;
  /** Counts beginnings, so that one that was cancelled while images arrived is not taken up. */
  private beginnings = 0;
  private awaitsImages = false;
  private requested: Run | undefined;
  private pixels: number | undefined;

  constructor(
    private readonly config: ExperimentConfig,
    private readonly dataset: Dataset,
    private readonly images: DeviceImages,
  ) {
    this.embedder = new Embedder(config.backbone, dataset.train, dataset.normalisation);
  }

  /** Whether there is a slice to do. */
  get active(): boolean {
    return this.task !== undefined;
  }

  /** Whether there is nothing to do and nothing to wait for. */
  get settled(): boolean {
    return this.task === undefined && !this.awaitsImages;
  }

  /**
   * Measures the floors with the network of `run`, which is untrained, once all images are there; training need
   * not wait for that.
   * @throws DatasetError if they cannot be had
   */
  async begin(run: Run): Promise<void> {
    this.embedder.take(run.trainer.method.target);
    this.beginnings += 1;
    const beginning = this.beginnings;
    this.awaitsImages = true;
    await this.dataset.complete();
    if (beginning !== this.beginnings) return;
    this.awaitsImages = false;
    this.task = this.measureFloors();
  }

  /** Evaluates `run` as it is now, or, while another evaluation is under way, as it is when that is done. */
  request(run: Run): void {
    if (!this.settled) this.requested = run;
    else this.evaluate(run);
  }

  /** One slice. Returns what it completed, if it completed something. */
  async advance(): Promise<EvaluationNews | undefined> {
    const result = await this.task?.next();
    if (result?.done !== true) return undefined;
    this.task = undefined;
    if (this.requested !== undefined) this.evaluate(this.requested);
    return result.value;
  }

  /** Forgets what is under way. */
  async cancel(): Promise<void> {
    this.requested = undefined;
    this.beginnings += 1;
    this.awaitsImages = false;
    await this.task?.return({});
    this.task = undefined;
  }

  async dispose(): Promise<void> {
    await this.cancel();
    this.embedder.dispose();
  }

  private evaluate(run: Run): void {
    this.requested = undefined;
    this.embedder.take(run.trainer.method.target);
    this.task = this.measureNow({ step: run.step, epoch: run.epoch });
  }

  private async *measureNow(at: Moment): Task {
    return { evaluation: yield* this.measure(at) };
  }

  private async *measureFloors(): Task {
    const evaluation = yield* this.measure({ step: 0, epoch: 0 });
    // The pixels stay the same from one run on them to the next.
    const knnRawPixels = this.pixels ?? (yield* measurePixels(this.dataset, this.config.evaluation));
    this.pixels = knnRawPixels;
    const floors = {
      knnRawPixels,
      knnUntrained: evaluation.knnAccuracy,
      chance: 1 / this.dataset.classNames.length,
    };
    return { floors, evaluation };
  }

  private async *measure(at: Moment): AsyncGenerator<void, EvaluationRecord> {
    const measured = yield* measureNetwork(this.embedder, this.dataset, this.images, this.config);
    return { ...at, ...measured };
  }
}

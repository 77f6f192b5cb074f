/** @file One arm of a session: its run, its evaluations, and what it has to tell. */
import type { Origin } from '../training/checkpoint/checkpoint.ts';
import { Evaluations, type EvaluationNews, type SharedFloors } from '../training/evaluation/evaluations.ts';
import type { RunSnapshot } from '../formats/checkpointTypes.ts';
import type { StepRecord } from '../protocol/records.ts';
import { Run, type RunOptions, type Watch } from '../training/run.ts';
import type { Profiling } from '../training/profile/profileRun.ts';
import type { Emit } from './emit.ts';
import type { Outbox } from './outbox.ts';
import type { TransferLoader } from './transferLoader.ts';

export interface ArmOptions extends RunOptions {
  /** Its place in the start's list. */
  index: number;
  /** What it is called where there are several. */
  label?: string;
  /** The file that it starts from, if it starts from one. */
  origin?: Origin;
  /** Where it goes on that began from that before, if it does. */
  snapshot?: RunSnapshot;
  floors: SharedFloors;
  transfer: TransferLoader;
  outbox: Outbox;
  emit: Emit;
}

export class Arm {
  readonly run: Run;
  private readonly evaluations: Evaluations;

  constructor(readonly options: ArmOptions) {
    const { config, dataset, images, floors, transfer, index: arm, emit } = options;
    this.run = new Run(options);
    this.evaluations = new Evaluations(config, dataset, images, floors, () => transfer.images());
    emit({ type: 'shape', arm, shape: this.run.shape });
  }

  /** Whether all training images have arrived. The session wakes when they have. */
  get imagesThere(): boolean {
    const { loaded, train } = this.options.dataset;
    return loaded.train === train.count;
  }

  /** Whether there is something to evaluate. */
  get evaluating(): boolean {
    return this.evaluations.active;
  }

  /** Whether an evaluation looks at a copy of the network. */
  get measuring(): boolean {
    return this.evaluations.measuring;
  }

  /** Whether an evaluation that is due now would have to wait for others to be done. */
  get behind(): boolean {
    return this.evaluations.full;
  }

  /** Whether there is nothing to evaluate and nothing to wait for. */
  get settled(): boolean {
    return this.evaluations.settled;
  }

  /**
   * Begins at the seed, or goes on from the file or the snapshot, of which the floors know nothing.
   * @returns when the images that the floors are measured on are there
   */
  async begin(): Promise<void> {
    const { origin, snapshot } = this.options;
    const floors = this.evaluations.begin(this.run);
    // What is due at the step of a snapshot was done before it was taken.
    if (snapshot !== undefined) this.run.restore(snapshot);
    else if (origin !== undefined) this.takeUp(origin);
    await floors;
  }

  /** @throws TrainingError if a loss was not finite */
  async trainStep(watch?: Watch): Promise<void> {
    const epoch = await this.run.advance(watch);
    if (epoch === undefined) return;
    // The epoch's end has waited for the device anyway; an evaluation never sees a network that has diverged.
    await this.collect();
    this.outbox.epochs.push(epoch);
    this.showGallery();
  }

  /**
   * Takes in the numbers that the device has by now.
   * @returns those of the newest step, if there are new ones
   * @throws TrainingError if a loss was not finite
   */
  async collect(): Promise<StepRecord | undefined> {
    let newest: StepRecord | undefined;
    await this.run.collect((records) => {
      this.outbox.steps.push(...records);
      newest = records.at(-1);
    });
    return newest;
  }

  /**
   * Measures the run while it goes on.
   * @param alone whether it is the only arm
   */
  async profile(alone: boolean): Promise<Profiling> {
    // Loaded late: few runs are measured.
    const { profileRun } = await import('../training/profile/profileRun.ts');
    return profileRun(this.run, this.evaluations, alone);
  }

  requestEvaluation(): void {
    this.evaluations.request(this.run);
  }

  /**
   * Goes on with the evaluation for about so many milliseconds.
   * @throws TrainingError if the network has diverged
   */
  async evaluate(milliseconds: number): Promise<void> {
    const { index: arm, emit, origin } = this.options;
    const { floors, evaluation } = (await this.advanceEvaluations(milliseconds)) ?? {};
    if (floors !== undefined) emit({ type: 'floors', arm, floors });
    // A run that starts from weights was never the untrained network that gives the floors.
    const ofTheFloors = floors !== undefined && origin?.kind === 'weights';
    if (evaluation !== undefined && !ofTheFloors) this.outbox.evaluations.push(evaluation);
  }

  private async advanceEvaluations(milliseconds: number): Promise<EvaluationNews | undefined> {
    try {
      return await this.evaluations.advance(milliseconds);
    } catch (error) {
      // Where training has diverged, the steps that led there say better when it did.
      await this.collect();
      throw error;
    }
  }

  async dispose(): Promise<void> {
    await this.evaluations.dispose();
    this.run.dispose();
  }

  private get outbox() {
    return this.options.outbox.of(this.options.index);
  }

  private takeUp(origin: Origin): void {
    if (origin.kind === 'checkpoint') this.run.restore(origin.state);
    else this.run.startFrom(origin.weights);
    this.showGallery();
    this.requestEvaluation();
  }

  private showGallery(): void {
    const { index: arm, emit } = this.options;
    const gallery = this.run.gallery();
    if (gallery !== undefined) emit({ type: 'gallery', arm, gallery });
  }
}

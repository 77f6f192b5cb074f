/** @file Runs a recorded training again, with the trainer that the app trains with. */
import { BankStatistics, type BankSummary } from '../../adasim/bankStatistics.ts';
import { NeighbourWindow } from '../../adasim/window.ts';
import type { NetworkState, Trace } from '../../formats/trace.ts';
import type { FloatTensor } from '../../formats/tensorReader.ts';
import { traceFeatureDim, type TraceConfig } from '../../formats/traceConfig.ts';
import { networkPlan } from '../../model/network.ts';
import type { ParameterSet, TensorPlan } from '../../model/parameters.ts';
import { StepProgram } from '../../tensor/stepProgram.ts';
import * as tf from '../../tensor/tf.ts';
import type { StepScalars } from '../methods/method.ts';
import { Dino } from '../methods/dino.ts';
import { Trainer } from '../trainer.ts';
import { largestDistance } from '../../tensor/relativeError.ts';
import { EpochTables } from './epochTables.ts';
import { HostBank } from './hostBank.ts';
import { agreement, type Agreement } from './ranking.ts';
import { RecordedSelector, type JudgedSelection } from './recordedSelector.ts';

/** The tensors of a recording's network. */
export const tracePlan = (config: TraceConfig): TensorPlan[] =>
  networkPlan(config, { size: config.imageSize, channels: config.channels });

/** What one step gave, read back. */
export interface ReplayedStep {
  step: number;
  loss: number;
  centre: Float32Array;
  features: Float32Array;
  gradientNorms: Float32Array;
  /** `[batch, k]` */
  similarities: Float32Array;
  /** Of each image's neighbours with the recorded ones. */
  neighbours: Agreement[];
  /** What each image of the batch would have been paired with, before the step. */
  selections: JudgedSelection[];
}

export class Replay {
  readonly trainer: Trainer;
  readonly method: Dino;
  readonly window: NeighbourWindow;
  /** What each epoch logged. */
  readonly epochs: BankSummary[] = [];
  private pairs: BankStatistics;
  /** Whether each image's last pair was with itself. */
  private readonly ownPairs: Uint8Array;
  private readonly tables: EpochTables;
  private readonly bank: HostBank;
  private readonly selector: RecordedSelector;
  private readonly views: { first: tf.Tensor4D; second: tf.Tensor4D };
  /** The app's own step, taped and given again where the backend can. */
  private readonly program = new StepProgram((inputs) =>
    this.trainer.step(this.pairsOf(inputs.get('first'), inputs.get('second')), inputs),
  );

  constructor(private readonly trace: Trace) {
    const { config } = trace;
    this.method = new Dino(config, { size: config.imageSize, channels: config.channels });
    this.trainer = new Trainer(this.method, {
      optimizer: config.optimizer,
      bootstrap: config.bootstrap,
      images: config.images,
      featureDim: traceFeatureDim(config),
    });
    loadState(this.method.student, trace.initialState);
    loadState(this.method.teacher, trace.initialState);
    this.bank = new HostBank(trace);
    this.trainer.bank.load(trace.initialFeatures.data, this.bank.written.slice());
    this.window = new NeighbourWindow(config.images, config.bootstrap.topK, config.bootstrap.window);
    this.pairs = new BankStatistics(trace.targets.data);
    this.ownPairs = new Uint8Array(config.images);
    this.tables = new EpochTables(trace);
    this.selector = new RecordedSelector(trace, this.window);
    this.views = { first: channelsLast(trace.views.first), second: channelsLast(trace.views.second) };
  }

  /** Every step in turn; the window is pushed at each epoch's end. */
  async *run(): AsyncGenerator<ReplayedStep> {
    const { epochs, stepsPerEpoch } = this.trace.config;
    for (let step = 0; step < epochs * stepsPerEpoch; step += 1) {
      yield await this.step(step);
      if ((step + 1) % stepsPerEpoch === 0) await this.closeEpoch();
    }
  }

  private async closeEpoch(): Promise<void> {
    const table = this.tables.close(await this.trainer.bank.closeEpoch());
    const summary = this.pairs.summarise(table);
    const own = this.ownPairs.reduce((sum, isOwn) => sum + isOwn, 0);
    this.epochs.push(this.tables.carries ? { ...summary, nnRatioSelf: own / this.ownPairs.length } : summary);
    this.pairs = new BankStatistics(this.trace.targets.data);
    this.window.push(table);
  }

  /** The recorded views of step `step`: `[2·batch, size, size, channels]`. */
  batchViews(step: number): tf.Tensor4D {
    return this.pairsOf(
      tf.tensor1d(this.imagesOf(step), 'int32'),
      tf.tensor1d(this.positivesOf(step), 'int32'),
    );
  }

  /** View 1 of the images `first`, then view 2 of the images `second`. */
  private pairsOf(first: tf.Tensor1D, second: tf.Tensor1D): tf.Tensor4D {
    return tf.concat([tf.gather(this.views.first, first), tf.gather(this.views.second, second)]);
  }

  scalars(step: number): StepScalars {
    const { steps, config } = this.trace;
    const epoch = Math.floor(step / config.stepsPerEpoch);
    return {
      lr: at(steps.lr.data, step),
      weightDecay: at(steps.weightDecay.data, step),
      teacherMomentum: at(steps.teacherMomentum.data, step),
      teacherTemperature: at(steps.teacherTemperature.data, step),
      lastLayerFrozen: epoch < config.optimizer.freezeLastLayerEpochs,
    };
  }

  dispose(): void {
    this.program.dispose();
    this.trainer.dispose();
    tf.dispose([this.views.first, this.views.second]);
  }

  private async step(step: number): Promise<ReplayedStep> {
    const images = this.imagesOf(step);
    const positives = this.positivesOf(step);
    const selections = this.selector.select(step, images);
    images.forEach((image, b) => {
      const positive = positives[b] ?? image;
      this.pairs.addPair(image, positive, selections[b]?.gateOpen ?? false);
      this.ownPairs[image] = Number(positive === image);
    });
    const result = this.program.run({
      first: { values: images, shape: [images.length] },
      second: { values: positives, shape: [positives.length] },
      ...this.trainer.prepare(images, this.scalars(step)),
    });
    const centre = this.method.state.get('center');
    // Together: a browser may answer no sooner than at its next look at the queue, which takes each the same.
    const [statistics, centreNow, features, gradientNorms, similarities, neighbours] = await Promise.all([
      result.statistics.data<'float32'>(),
      centre?.data<'float32'>() ?? new Float32Array(0),
      result.features.data<'float32'>(),
      result.gradientNorms.data<'float32'>(),
      result.similarities.data<'float32'>(),
      result.indices.data<'int32'>(),
    ]);
    tf.dispose(Object.values<tf.Tensor>({ ...result }));
    const replayed = {
      step,
      loss: at(statistics, 0),
      centre: centreNow,
      features,
      gradientNorms,
      similarities,
      selections,
    };
    return { ...replayed, neighbours: this.judgeNeighbours(images, neighbours, replayed) };
  }

  /** Holds the batch's neighbours against the recorded ones, and goes on with those where they are as good. */
  private judgeNeighbours(
    images: Int32Array,
    neighbours: Int32Array,
    { step, features, similarities }: Pick<ReplayedStep, 'step' | 'features' | 'similarities'>,
  ): Agreement[] {
    const { expect, config } = this.trace;
    const { topK } = config.bootstrap;
    const from = step * images.length * topK;
    const recorded = expect.neighbours.data.subarray(from, from + images.length * topK);
    const queries = this.bank.represent(features);
    const apart = largestDistance(
      similarities,
      expect.similarities.data.subarray(from, from + recorded.length),
    );
    const results = Array.from(images, (image, b) => {
      const row = [b * topK, (b + 1) * topK] as const;
      const theirs = recorded.subarray(...row);
      const ours = {
        indices: neighbours.subarray(...row),
        values: similarities.subarray(...row),
        valueOf: (index: number) => this.bank.similarity(queries, b, index),
      };
      const result = agreement(ours, theirs, apart);
      if (result === 'tied')
        this.tables.adopt(image, theirs.slice(), Float32Array.from(theirs, ours.valueOf));
      return result;
    });
    this.bank.write(images, queries);
    return results;
  }

  private imagesOf(step: number): Int32Array {
    return this.rowOf(this.trace.steps.indices.data, step);
  }

  private positivesOf(step: number): Int32Array {
    return this.rowOf(this.trace.steps.positives.data, step);
  }

  private rowOf(data: Int32Array, step: number): Int32Array {
    const { batchSize } = this.trace.config;
    return data.slice(step * batchSize, (step + 1) * batchSize);
  }
}

function loadState(network: ParameterSet, state: NetworkState): void {
  for (const [name, tensor] of state.tensors) network.load(name, tensor.data);
}

/** PyTorch's `[N, C, H, W]` as `[N, H, W, C]`. */
function channelsLast({ data, shape }: FloatTensor): tf.Tensor4D {
  const images = (): tf.Tensor4D => tf.tensor<tf.Rank.R4>(data, [...shape] as tf.ShapeMap['R4']);
  return tf.tidy(() => tf.transpose(images(), [0, 2, 3, 1]));
}

function at(values: ArrayLike<number>, index: number): number {
  const value = values[index];
  if (value === undefined) throw new RangeError(`There is no entry ${index} among ${values.length}.`);
  return value;
}

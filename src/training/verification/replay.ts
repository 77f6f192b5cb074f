/** @file Runs a recorded training again, with the trainer that the app trains with. */
import { BankStatistics, type BankSummary } from '../../adasim/bankStatistics.ts';
import { PositiveSelector, type Selection } from '../../adasim/selection.ts';
import { stream } from '../../adasim/random.ts';
import { NeighbourWindow } from '../../adasim/window.ts';
import type { NetworkState, Trace } from '../../formats/trace.ts';
import type { FloatTensor } from '../../formats/tensorReader.ts';
import { traceFeatureDim, type TraceConfig } from '../../formats/traceConfig.ts';
import { networkPlan } from '../../model/network.ts';
import type { ParameterSet, TensorPlan } from '../../model/parameters.ts';
import * as tf from '../../tensor/tf.ts';
import type { StepScalars } from '../method.ts';
import { Dino } from '../methods/dino.ts';
import { Trainer } from '../trainer.ts';

/** The tensors of a recording's network. */
export const tracePlan = (config: TraceConfig): TensorPlan[] =>
  networkPlan(config, { size: config.imageSize, channels: config.channels });

/** What one step gave, read back. */
export interface ReplayedStep {
  step: number;
  epoch: number;
  loss: number;
  centre: Float32Array;
  features: Float32Array;
  gradientNorms: Float32Array;
  /** `[batch, k]` */
  neighbours: Int32Array;
  similarities: Float32Array;
  /** What each image of the batch would have been paired with, before the step. */
  selections: Selection[];
}

export class Replay {
  readonly trainer: Trainer;
  readonly method: Dino;
  readonly window: NeighbourWindow;
  /** What each epoch logged. */
  readonly epochs: BankSummary[] = [];
  private pairs: BankStatistics;
  private readonly selector: PositiveSelector;
  private readonly views: { first: tf.Tensor4D; second: tf.Tensor4D };

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
    this.trainer.bank.load(trace.initialFeatures.data);
    this.window = new NeighbourWindow(config.images, config.bootstrap.topK, config.bootstrap.window);
    this.pairs = new BankStatistics(trace.targets.data);
    this.selector = new PositiveSelector(this.window);
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
    const table = await this.trainer.bank.closeEpoch();
    this.epochs.push(this.pairs.summarise(table));
    this.pairs = new BankStatistics(this.trace.targets.data);
    this.window.push(table);
  }

  /** The recorded views of step `step`: `[2·batch, size, size, channels]`. */
  batchViews(step: number): tf.Tensor4D {
    const first = tf.gather(this.views.first, tf.tensor1d(this.imagesOf(step), 'int32'));
    const second = tf.gather(this.views.second, tf.tensor1d(this.positivesOf(step), 'int32'));
    return tf.concat([first, second]);
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
    this.trainer.dispose();
    tf.dispose([this.views.first, this.views.second]);
  }

  private async step(step: number): Promise<ReplayedStep> {
    const epoch = Math.floor(step / this.trace.config.stepsPerEpoch);
    const images = this.imagesOf(step);
    const selections = this.select(images);
    const positives = this.positivesOf(step);
    images.forEach((image, b) => {
      this.pairs.addPair(image, positives[b] ?? image, selections[b]?.gateOpen ?? false);
    });
    const result = tf.tidy(() => {
      const { statistics, features, gradientNorms, nearest } = this.trainer.step(
        { images, views: this.batchViews(step) },
        this.scalars(step),
      );
      return { statistics, features, gradientNorms, ...nearest };
    });
    const centre = this.method.state.get('center');
    const replayed: ReplayedStep = {
      step,
      epoch,
      loss: at(await result.statistics.data<'float32'>(), 0),
      centre: centre === undefined ? new Float32Array(0) : await centre.data<'float32'>(),
      features: await result.features.data<'float32'>(),
      gradientNorms: await result.gradientNorms.data<'float32'>(),
      neighbours: await result.indices.data<'int32'>(),
      similarities: await result.similarities.data<'float32'>(),
      selections,
    };
    tf.dispose(result);
    return replayed;
  }

  /** The recorded draws are used, so ours need only be valid: any seed will do. */
  private select(images: Int32Array): Selection[] {
    const random = stream(0, 'replay');
    return Array.from(images, (image) => this.selector.select(image, this.trace.config.bootstrap, random));
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

/** @file A copy of what a method evaluates, so that an evaluation sees one moment of a network that trains on. */
import type { ExperimentConfig } from '../../config/schema.ts';
import type { Dataset, Split } from '../../data/dataset.ts';
import { normalisedRows } from '../../data/pixels.ts';
import { backbone, backbonePlan, featureDim } from '../../model/backbone.ts';
import { head } from '../../model/head.ts';
import { networkPlan } from '../../model/network.ts';
import { ParameterSet, prefixed } from '../../model/parameters.ts';
import * as tf from '../../tensor/tf.ts';
import { zeroVariable } from '../../tensor/zeroVariable.ts';
import type { Method } from '../methods/method.ts';
import { diverged } from '../trainingError.ts';

type Config = Pick<ExperimentConfig, 'method' | 'backbone' | 'head'>;

const evaluating = { training: false };

export class Embedder {
  /** Width of a feature. */
  readonly dim: number;
  private readonly parameters: ParameterSet;
  /** Of the teacher's logits, `[K]`; only DINO's are a distribution over prototypes. */
  private readonly centre: tf.Variable | undefined;

  constructor(
    private readonly config: Config,
    private readonly dataset: Pick<Dataset, 'size' | 'channels' | 'normalisation'>,
  ) {
    this.dim = featureDim(config.backbone);
    const hasPrototypes = config.method === 'dino';
    this.parameters = new ParameterSet(
      hasPrototypes
        ? networkPlan(config, dataset)
        : prefixed('backbone', backbonePlan(config.backbone, dataset)),
    );
    if (hasPrototypes) this.centre = zeroVariable([config.head.outDim]);
  }

  /** Prototypes K; undefined where the method has none. */
  get prototypes(): number | undefined {
    return this.centre?.size;
  }

  /** Takes the network that `method` evaluates as it is now. */
  take(method: Method): void {
    this.parameters.copyFrom(method.target);
    tf.tidy(() => {
      const centre = method.state.get('center');
      if (centre !== undefined) this.centre?.assign(tf.mul(centre, 1));
    });
  }

  /** Features of rows `from` to `to` as they are stored, `[to − from, dim]`. */
  async embedRows(split: Split, from: number, to: number): Promise<Float32Array> {
    const { size, channels } = split;
    return this.embed(() =>
      tf.tensor4d(normalisedRows(split, this.dataset.normalisation, from, to), [
        to - from,
        size,
        size,
        channels,
      ]),
    );
  }

  /**
   * Features of the images that `prepare` gives, in evaluation mode, not normalised, `[batch, dim]`.
   * @throws TrainingError if one is not finite, which leaves nothing to measure
   */
  async embed(prepare: () => tf.Tensor4D): Promise<Float32Array> {
    const features = await read(() => this.features(prepare()));
    if (!features.every(Number.isFinite))
      throw diverged('The features of the evaluated images are no longer finite numbers');
    return features;
  }

  /**
   * The teacher's logits for its features.
   * @param features `[n, dim]`
   * @returns `[n, K]`
   * @throws Error where there are no prototypes
   */
  async classify(features: Float32Array): Promise<Float32Array> {
    return read(() => this.logits(tf.tensor2d(features, [features.length / this.dim, this.dim])));
  }

  /** Features of `images [batch, size, size, channels]` in evaluation mode, `[batch, dim]`. */
  features(images: tf.Tensor4D): tf.Tensor2D {
    return backbone(this.parameters.within('backbone'), this.config.backbone, images, evaluating);
  }

  /** The head's logits for `features [n, dim]`, `[n, K]`. */
  logits(features: tf.Tensor2D): tf.Tensor2D {
    return head(this.parameters.within('head'), this.config.head, features, evaluating);
  }

  /** The centre of the teacher's logits, `[K]`; undefined where there are no prototypes. */
  async readCentre(): Promise<Float32Array | undefined> {
    return this.centre?.data<'float32'>();
  }

  dispose(): void {
    this.parameters.dispose();
    this.centre?.dispose();
  }
}

/** The values of what `compute` gives. */
async function read(compute: () => tf.Tensor): Promise<Float32Array> {
  const result = tf.tidy(compute);
  try {
    return await result.data<'float32'>();
  } finally {
    result.dispose();
  }
}

/** @file A copy of a backbone, so that an evaluation sees one moment of a network that trains on. */
import type { BackboneConfig } from '../config/schema.ts';
import type { Split } from '../data/dataset.ts';
import { unaugmented } from '../data/augmentation.ts';
import { backbone, backbonePlan, featureDim, type ImageShape } from '../model/backbone.ts';
import { ParameterSet, prefixed } from '../model/parameters.ts';
import { augment, packImages, type Normalisation } from '../tensor/ops/augment.ts';
import * as tf from '../tensor/tf.ts';

export class Embedder {
  /** Width of a feature. */
  readonly dim: number;
  private readonly parameters: ParameterSet;

  constructor(
    private readonly config: BackboneConfig,
    image: ImageShape,
    private readonly normalisation: Normalisation,
  ) {
    this.dim = featureDim(config);
    this.parameters = new ParameterSet(prefixed('backbone', backbonePlan(config, image)));
  }

  /** Takes the backbone of `network` as it is now. */
  take(network: ParameterSet): void {
    this.parameters.copyFrom(network);
  }

  /** Features of rows `from` to `to` as they are stored, `[to − from, dim]`. */
  async embedRows({ images, size, channels }: Split, from: number, to: number): Promise<Float32Array> {
    const bytes = size * size * channels;
    return this.embed(() => {
      const packed = packImages(images.subarray(from * bytes, to * bytes), size, channels);
      const rows = tf.range(0, to - from, 1, 'int32');
      return augment(packed, rows, unaugmented(to - from, size), this.normalisation);
    });
  }

  /** Features of the images that `prepare` gives, in evaluation mode, not normalised, `[batch, dim]`. */
  async embed(prepare: () => tf.Tensor4D): Promise<Float32Array> {
    const features = tf.tidy(() =>
      backbone(this.parameters.within('backbone'), this.config, prepare(), { training: false }),
    );
    try {
      return await features.data<'float32'>();
    } finally {
      features.dispose();
    }
  }

  dispose(): void {
    this.parameters.dispose();
  }
}

/**
 * @file The bank of a replay, kept a second time beside the device's: what a neighbour that the device did not find
 * would have been worth.
 */
import { normaliseRows, featureMatrix } from '../../adasim/metrics/features.ts';
import { NO_NEIGHBOUR } from '../../adasim/window.ts';
import type { Trace } from '../../formats/trace.ts';
import { traceFeatureDim } from '../../formats/traceConfig.ts';

export class HostBank {
  /** `[images]`, 1 for rows that are candidates. */
  readonly written: Uint8Array;
  /** F, `[images, dim]` */
  private readonly features: Float64Array;
  private readonly dim: number;
  private readonly representation: Trace['config']['bootstrap']['representation'];

  constructor({ config, initialFeatures, expect }: Trace) {
    this.dim = traceFeatureDim(config);
    this.representation = config.bootstrap.representation;
    this.features = Float64Array.from(initialFeatures.data);
    // In the released code rows that were never written are zeros, and found like any other. A recording that ever
    // says "none" was made by a code that leaves them out, as ours does.
    const leavesOut = expect.neighbours.data.includes(NO_NEIGHBOUR);
    this.written = Uint8Array.from({ length: config.images }, (_, image) =>
      Number(!leavesOut || this.row(image).some((value) => value !== 0)),
    );
  }

  /**
   * What a batch looks neighbours up with and leaves behind, `[batch, dim]`.
   * @param features `[2·batch, dim]` of view 1, then of view 2
   */
  represent(features: Float32Array): Float64Array {
    const normalised = Float64Array.from(normaliseRows(featureMatrix(features, this.dim)).data);
    const [first, second] = [
      normalised.subarray(0, features.length / 2),
      normalised.subarray(features.length / 2),
    ];
    if (this.representation !== 'mean') return this.representation === 'first' ? first : second;
    const sum = first.map((value, index) => value + (second[index] ?? 0));
    return Float64Array.from(normaliseRows(featureMatrix(sum, this.dim)).data);
  }

  /** Inner product of query `b` with an image's row; −∞ where that is no candidate. */
  similarity(queries: Float64Array, b: number, image: number): number {
    if (this.written[image] !== 1) return -Infinity;
    const query = queries.subarray(b * this.dim, (b + 1) * this.dim);
    return this.row(image).reduce((sum, value, index) => sum + value * (query[index] ?? 0), 0);
  }

  write(images: Int32Array, queries: Float64Array): void {
    images.forEach((image, b) => {
      this.row(image).set(queries.subarray(b * this.dim, (b + 1) * this.dim));
      this.written[image] = 1;
    });
  }

  private row(image: number): Float64Array {
    return this.features.subarray(image * this.dim, (image + 1) * this.dim);
  }
}

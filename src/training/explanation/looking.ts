/** @file What the networks of a run look at in an image (`protocol/look.ts`). Asks them alone, and changes nothing. */
import { normaliseRows, type FeatureMatrix } from '../../adasim/metrics/features.ts';
import { rotationOnto } from '../../adasim/projection/alignColours.ts';
import {
  partAxes,
  partColours,
  partScores,
  rotatedAxes,
  sampledRows,
  type PartAxes,
} from '../../adasim/projection/partColours.ts';
import { stream } from '../../adasim/random.ts';
import type { ExperimentConfig } from '../../config/schema.ts';
import { describeImage, type Dataset } from '../../data/dataset.ts';
import { normalisedRows } from '../../data/pixels.ts';
import { backbonePlan } from '../../model/backbone.ts';
import { attentionOf, coveredSide, placesOf } from '../../model/look.ts';
import { ParameterSet, prefixed } from '../../model/parameters.ts';
import type { Look, NetworkLook } from '../../protocol/look.ts';
import * as tf from '../../tensor/tf.ts';
import type { Method } from '../methods/method.ts';
import { PictureSheet } from './pictureSheet.ts';

/** Parts are fitted on the first so many training images, which are a fair sample. */
export const FITTED_IMAGES = 64;

type NetworkName = NetworkLook['network'];

/** What one network makes of one image. */
interface Seen {
  weights: Float32Array<ArrayBuffer>;
  /** `[places, D]` */
  places: FeatureMatrix;
}

/** The axes of a network's parts, and what they make of the images that they were fitted on. */
interface Fit {
  axes: PartAxes;
  scores: FeatureMatrix;
}

/** The networks of a method by name: the one that is evaluated first. */
const networksOf = ({ teacher, student }: Method): [NetworkName, ParameterSet][] => [
  ...(teacher === undefined ? [] : [['teacher', teacher] as [NetworkName, ParameterSet]]),
  ['student', student],
];

export class Looking {
  /** As the networks were after so many steps. */
  private fits: { step: number; of: ReadonlyMap<NetworkName, Fit> } | undefined;
  /** The network as the seed drew it changes no more: what it makes of an image is kept until another is asked for. */
  private untrained: { fit: Fit; image: number; seen: Seen } | undefined;

  constructor(
    private readonly config: Pick<ExperimentConfig, 'backbone' | 'seed'>,
    private readonly dataset: Dataset,
  ) {}

  /**
   * The images must all be there.
   * @param step steps done
   * @returns null if there is no such image, or where the networks have diverged
   */
  async at(method: Method, step: number, image: number): Promise<Look | null> {
    const { config, dataset } = this;
    const { train } = dataset;
    if (image >= train.count) return null;
    const networks = networksOf(method);
    const untrained = await this.lookUntrained(image);
    const fits = await this.fitAll(networks, step, untrained.fit);
    if (fits === undefined) return null;
    const seen = new Map<NetworkName, Seen>();
    for (const [name, parameters] of networks) seen.set(name, await this.see(parameters, image));
    const [first] = seen.values();
    if (first === undefined || ![...seen.values()].every(isSound)) return null;
    const sheet = new PictureSheet(train);
    sheet.place(image);
    const told = (network: NetworkName, fit: Fit, { weights, places }: Seen): NetworkLook => ({
      network,
      weights,
      parts: partColours(partScores(fit.axes, places)),
    });
    return {
      image,
      name: describeImage(dataset, train, image),
      step,
      size: train.size,
      picture: sheet.pixels(),
      side: Math.sqrt(first.places.rows),
      covered: coveredSide(config.backbone, train.size),
      heads: config.backbone.kind === 'vit' ? config.backbone.heads : 0,
      networks: [
        ...[...seen].map(([name, one]) => told(name, fits.get(name) ?? untrained.fit, one)),
        told('untrained', untrained.fit, untrained.seen),
      ],
      places: Float32Array.from(normaliseRows(first.places).data),
      fittedOn: this.fitted,
    };
  }

  private get fitted(): number {
    return Math.min(FITTED_IMAGES, this.dataset.train.count);
  }

  /**
   * The first network's colours are turned onto its own of the time before, at first onto the untrained one's; the
   * student's onto the teacher's.
   * @returns undefined where a network has diverged, which leaves nothing to turn others onto
   */
  private async fitAll(
    networks: readonly [NetworkName, ParameterSet][],
    step: number,
    untrained: Fit,
  ): Promise<ReadonlyMap<NetworkName, Fit> | undefined> {
    if (this.fits?.step === step) return this.fits.of;
    const of = new Map<NetworkName, Fit>();
    const [before] = this.fits?.of.values() ?? [];
    let reference = before ?? untrained;
    for (const [name, parameters] of networks) {
      const places = await this.placesOfFitted(parameters);
      if (!places.data.every(Number.isFinite)) return undefined;
      reference = fitOnto(places, reference);
      of.set(name, reference);
    }
    this.fits = { step, of };
    return of;
  }

  private async lookUntrained(image: number): Promise<{ fit: Fit; seen: Seen }> {
    const known = this.untrained;
    if (known?.image === image) return known;
    const { backbone, seed } = this.config;
    const parameters = new ParameterSet(prefixed('backbone', backbonePlan(backbone, this.dataset)));
    try {
      parameters.initialise((name) => stream(seed, 'initialisation', name));
      const fit = known?.fit ?? fitOnto(await this.placesOfFitted(parameters));
      this.untrained = { fit, image, seen: await this.see(parameters, image) };
      return this.untrained;
    } finally {
      parameters.dispose();
    }
  }

  private async see(parameters: ParameterSet, image: number): Promise<Seen> {
    const { backbone } = this.config;
    const reader = parameters.within('backbone');
    const [places, attention] = await read(() => {
      const shown = this.images(image, image + 1);
      const weights = attentionOf(reader, backbone, shown);
      return [placesOf(reader, backbone, shown), ...(weights === undefined ? [] : [weights])];
    });
    if (places === undefined) throw new Error('A backbone has places.');
    return { places, weights: attention?.data ?? normsOf(places) };
  }

  private async placesOfFitted(parameters: ParameterSet): Promise<FeatureMatrix> {
    const { backbone } = this.config;
    const [places] = await read(() => [
      placesOf(parameters.within('backbone'), backbone, this.images(0, this.fitted)),
    ]);
    if (places === undefined) throw new Error('A backbone has places.');
    return sampledRows(places);
  }

  /** Training images as evaluations see images: whole, and normalised. */
  private images(from: number, to: number): tf.Tensor4D {
    const { train, normalisation } = this.dataset;
    const { size, channels } = train;
    return tf.tensor4d(normalisedRows(train, normalisation, from, to), [to - from, size, size, channels]);
  }
}

type Read = FeatureMatrix & { data: Float32Array<ArrayBuffer> };

/** The values of tensors, as rows of their last dimension. */
async function read(compute: () => tf.Tensor3D[]): Promise<Read[]> {
  const tensors = tf.tidy(compute);
  const values = await Promise.all(
    tensors.map(async (tensor): Promise<Read> => {
      // The backend's own memory is not to be sent away.
      const data = Float32Array.from(await tensor.data<'float32'>());
      return { data, dim: tensor.shape[2], rows: data.length / tensor.shape[2] };
    }),
  );
  tf.dispose(tensors);
  return values;
}

/** Fits parts, and turns their colours onto those of the same places, where there are such. */
function fitOnto(places: FeatureMatrix, reference?: Fit): Fit {
  const axes = partAxes(places);
  const scores = partScores(axes, places);
  if (reference === undefined) return { axes, scores };
  const turned = rotatedAxes(axes, rotationOnto(scores, reference.scores));
  return { axes: turned, scores: partScores(turned, places) };
}

function normsOf({ data, rows, dim }: FeatureMatrix): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: rows }, (_, row) =>
    Math.hypot(...data.subarray(row * dim, (row + 1) * dim)),
  );
}

const isSound = ({ weights, places }: Seen): boolean =>
  weights.every(Number.isFinite) && places.data.every(Number.isFinite);

/** @file What an evaluation measures (METHOD section 5), as generators that yield after each slice of work. */
import { packAnswers } from '../../adasim/answers.ts';
import { linearProbeInSlices } from '../../adasim/linearProbe.ts';
import { alignment, uniformity } from '../../adasim/metrics/alignmentUniformity.ts';
import { alphaReq, alphaReqRange } from '../../adasim/metrics/alphaReq.ts';
import { featureMatrix, type FeatureMatrix } from '../../adasim/metrics/features.ts';
import { accuracyOf, answersOfNeighbours } from '../../adasim/metrics/knnAccuracy.ts';
import { lidar } from '../../adasim/metrics/lidar.ts';
import { rankMe } from '../../adasim/metrics/rankMe.ts';
import { retrievalChance, retrievalOfNeighbours } from '../../adasim/metrics/retrieval.ts';
import { covarianceSpectrum, featureStd } from '../../adasim/metrics/spread.ts';
import { TeacherTally } from '../../adasim/metrics/teacherDistribution.ts';
import type { AsyncSlices, Slices } from '../../adasim/slices.ts';
import type { ExperimentConfig, HeadConfig } from '../../config/schema.ts';
import type { Dataset } from '../../data/dataset.ts';
import type { LabelledImages } from '../../data/transfer.ts';
import type { DeviceImages } from '../deviceImages.ts';
import { deviceProbe } from './deviceProbe.ts';
import type { Embedder } from './embedder.ts';
import { embedAll, embedViews, rowsOf, type EmbeddedViews } from './embeddings.ts';
import { searchNeighbours } from '../bank/neighbourSearch.ts';
import type { EvaluationRecord } from '../../protocol/records.ts';

/** Training images that a linear probe learns from at most. */
const PROBED_IMAGES = 4096;

/** Up to so many products per row and pair of dimensions the host solves a probe: tens of milliseconds. */
const HOST_PRODUCTS = 6e7;

/** Numbers of the widest layer of the head in one slice. */
const SLICE_NUMBERS = 2 ** 15;

/** Features whose logits are computed in one slice. */
export const classifiedTogether = ({ outDim, hiddenDim }: HeadConfig): number =>
  Math.max(1, Math.floor(SLICE_NUMBERS / Math.max(outDim, hiddenDim)));

/** Features, or pixels, of both splits. */
export interface SplitFeatures {
  train: FeatureMatrix;
  test: FeatureMatrix;
}

type Spread = Pick<EvaluationRecord, 'rankMe' | 'featureStd' | 'covarianceSpectrum' | 'alphaReq'>;
type Views = Pick<EvaluationRecord, 'lidar' | 'alignment' | 'uniformity'>;
type Transfer = Pick<EvaluationRecord, 'transferKnn' | 'transferProbe'>;
type Teacher = Pick<EvaluationRecord, 'marginalEntropy' | 'mutualInformation'>;

/** What a network is measured on. */
export interface Subjects {
  dataset: Dataset;
  /** Of its training split, on the device. */
  images: DeviceImages;
  /** Of another dataset, where there is one. */
  transfer: LabelledImages | undefined;
}

/**
 * Everything that is measured of a network, on the device's copy of it.
 * @param teacherTemperature τ_t at the moment of the copy
 */
export async function* measureNetwork(
  embedder: Embedder,
  { dataset, images, transfer }: Subjects,
  config: ExperimentConfig,
  teacherTemperature: number,
): AsyncSlices<Omit<EvaluationRecord, 'step' | 'epoch'>> {
  const train = yield* embedAll(embedder, dataset.train);
  const test = yield* embedAll(embedder, dataset.test);
  const features = { train, test };
  const right = yield* heldOutAnswers(dataset, features, config.evaluation);
  const knn = { knnAccuracy: accuracyOf(right), knnRight: packAnswers(right) };
  const linearProbe = yield* heldOutProbe(dataset, features);
  const retrieval = yield* heldOutRetrieval(dataset, test);
  const spread = yield* measureSpread(test);
  const views = yield* measureViews(yield* embedViews(embedder, dataset, images, config));
  const teacher = yield* measureTeacher(embedder, test, teacherTemperature, config.head);
  const elsewhere = yield* measureTransfer(embedder, transfer, config.evaluation);
  return { ...knn, linearProbe, retrieval, ...elsewhere, ...spread, ...views, ...teacher };
}

/** Accuracy of weighted k-NN of held-out images among training images. */
export async function* heldOutAccuracy(...asked: Parameters<typeof heldOutAnswers>): AsyncSlices<number> {
  return accuracyOf(yield* heldOutAnswers(...asked));
}

/** Which held-out images that has right: 1 or 0, `[test.rows]`. */
async function* heldOutAnswers(
  dataset: LabelledImages,
  { train, test }: SplitFeatures,
  settings: ExperimentConfig['evaluation'],
): AsyncSlices<Uint8Array> {
  const neighbours = Math.min(settings.neighbours, train.rows);
  const lists = yield* searchNeighbours(train, test, neighbours);
  return answersOfNeighbours(lists, dataset.train.labels, dataset.test.labels, {
    temperature: settings.temperature,
    classes: dataset.classNames.length,
  });
}

/** Same-identity retrieval among held-out images; null where each shows another thing. */
export async function* heldOutRetrieval(
  { test: { identities } }: Dataset,
  test: FeatureMatrix,
): AsyncSlices<number | null> {
  if (retrievalChance(identities) === null) return null;
  return retrievalOfNeighbours(yield* searchNeighbours(test, test, 2), identities);
}

/** Held-out accuracy of the linear probe. */
export async function* heldOutProbe(
  dataset: LabelledImages,
  { train, test }: SplitFeatures,
): AsyncSlices<number> {
  const classes = dataset.classNames.length;
  const { dim } = train;
  const rows = Math.min(PROBED_IMAGES, train.rows);
  const known = {
    features: featureMatrix(train.data.subarray(0, rows * dim), dim),
    labels: dataset.train.labels,
  };
  const heldOut = { features: test, labels: dataset.test.labels };
  if (rows * dim * dim > HOST_PRODUCTS) return yield* deviceProbe(known, heldOut, classes);
  return (yield* linearProbeInSlices(known, heldOut, classes)).accuracy;
}

/** What the features are worth on images that the network was not trained for, with labels and neighbours from there. */
async function* measureTransfer(
  embedder: Embedder,
  transfer: LabelledImages | undefined,
  settings: ExperimentConfig['evaluation'],
): AsyncSlices<Transfer> {
  if (transfer === undefined) return { transferKnn: null, transferProbe: null };
  const train = yield* embedAll(embedder, transfer.train);
  const test = yield* embedAll(embedder, transfer.test);
  const transferKnn = yield* heldOutAccuracy(transfer, { train, test }, settings);
  const transferProbe = yield* heldOutProbe(transfer, { train, test });
  return { transferKnn, transferProbe };
}

/** How the held-out images fill their space. Each decomposition of a d×d matrix is a slice. */
function* measureSpread(test: FeatureMatrix): Slices<Spread> {
  const rank = rankMe(test);
  yield;
  const spectrum = covarianceSpectrum(test);
  yield;
  const range = alphaReqRange(test.dim);
  const decay = range === undefined ? null : alphaReq(test, ...range);
  yield;
  return {
    rankMe: rank,
    featureStd: featureStd(test),
    covarianceSpectrum: Array.from(spectrum),
    alphaReq: decay,
  };
}

/** What tells images apart, relative to what tells their views apart. */
function* measureViews({ features, views }: EmbeddedViews): Slices<Views> {
  const rank = lidar(features, views);
  yield;
  return {
    lidar: rank,
    alignment: alignment(rowsOf(features, 0, 2), rowsOf(features, 1, 2)),
    uniformity: uniformity(rowsOf(features, 0, views)),
  };
}

/** What the teacher says of the held-out images, as they are stored. */
async function* measureTeacher(
  embedder: Embedder,
  { data, rows, dim }: FeatureMatrix,
  temperature: number,
  head: HeadConfig,
): AsyncSlices<Teacher> {
  const centre = await embedder.readCentre();
  if (centre === undefined) return { marginalEntropy: null, mutualInformation: null };
  const tally = new TeacherTally(centre, temperature);
  const slice = classifiedTogether(head);
  for (let from = 0; from < rows; from += slice) {
    const part = new Float32Array(data.subarray(from * dim, Math.min(rows, from + slice) * dim));
    tally.add(featureMatrix(await embedder.classify(part), centre.length));
    yield;
  }
  const { marginalEntropy, mutualInformation } = tally.distribution;
  return { marginalEntropy, mutualInformation };
}

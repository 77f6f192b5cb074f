/**
 * @file Recorded metrics and losses, format `adasim-metrics/1` (METHOD section 6, of sections 4 and 5). n features of d
 * dimensions, m queries, C classes, K prototypes, b pairs of e dimensions, Q entries in the queue.
 */
import { requireFormat } from './metadataJson.ts';
import { reject } from './safetensorsError.ts';
import type { Safetensors } from './safetensorsTypes.ts';
import { TensorReader, type FloatTensor, type IntegerTensor } from './tensorReader.ts';

export const metricsFormat = 'adasim-metrics/1';

export type ScalarMetric =
  | 'knnAccuracy'
  | 'rankMe'
  | 'featureStd'
  | 'alignment'
  | 'uniformity'
  | 'teacherEntropy'
  | 'teacherStudentKL'
  | 'crossEntropy'
  | 'marginalEntropy'
  | 'mutualInformation'
  | 'lidar'
  | 'alphaReq';

export type RecordedLoss = 'byol' | 'simsiam' | 'nnclr';

/** A loss, and its gradients with respect to the online predictions p1 and p2, `[b, e]`. */
export interface LossRecording {
  readonly loss: number;
  readonly gradients: readonly [FloatTensor, FloatTensor];
}

export interface MetricsRecording {
  readonly inputs: {
    /** `[n, d]` */
    readonly features: FloatTensor;
    readonly positives: FloatTensor;
    /** `[n]` */
    readonly labels: IntegerTensor;
    /** `[m, d]` */
    readonly queries: FloatTensor;
    readonly queryLabels: IntegerTensor;
    /** `[n, K]` */
    readonly teacherLogits: FloatTensor;
    readonly studentLogits: FloatTensor;
    /** `[K]` */
    readonly center: FloatTensor;
    /** `[images, views, dim]` */
    readonly lidarEmbeddings: FloatTensor;
    /** First and last eigenvalue, 1-based. */
    readonly alphaReqRange: readonly [number, number];
    /** Online predictions p and targets z of the losses, `[b, e]`. */
    readonly pair: Readonly<Record<'p1' | 'p2' | 'z1' | 'z2', FloatTensor>>;
    /** `[Q, e]` */
    readonly queue: FloatTensor;
  };
  readonly expect: Readonly<Record<ScalarMetric, number>> & {
    /** `[m, C]`, each row sums to 1. */
    readonly knnScores: FloatTensor;
    /** `[m]` */
    readonly knnPrediction: IntegerTensor;
    /** `[d]`, descending. */
    readonly covarianceSpectrum: FloatTensor;
    readonly losses: Readonly<Record<RecordedLoss, LossRecording>>;
  };
}

/** @throws SafetensorsError naming a tensor that is missing, does not belong or does not fit. */
export function readMetricsRecording(file: Safetensors): MetricsRecording {
  requireFormat(file, metricsFormat);
  const reader = new TensorReader(file);
  const knnScores = reader.floats('knnScores', ['m', 'C']);
  const aClass = { least: 0, most: reader.size('C') - 1 };
  const pair = (name: string) => reader.floats(`pair.${name}`, ['b', 'e']);
  const loss = (name: RecordedLoss): LossRecording => ({
    loss: reader.scalar(`${name}.loss`),
    gradients: [reader.floats(`${name}.grad0`, ['b', 'e']), reader.floats(`${name}.grad1`, ['b', 'e'])],
  });
  const scalar = (name: ScalarMetric) => reader.scalar(name);
  const recording: MetricsRecording = {
    inputs: {
      features: reader.floats('features', ['n', 'd']),
      positives: reader.floats('positives', ['n', 'd']),
      labels: reader.integers('labels', ['n'], aClass),
      queries: reader.floats('queries', ['m', 'd']),
      queryLabels: reader.integers('queryLabels', ['m'], aClass),
      teacherLogits: reader.floats('teacherLogits', ['n', 'K']),
      studentLogits: reader.floats('studentLogits', ['n', 'K']),
      center: reader.floats('center', ['K']),
      lidarEmbeddings: readLidarEmbeddings(reader),
      alphaReqRange: readRange(reader),
      pair: { p1: pair('p1'), p2: pair('p2'), z1: pair('z1'), z2: pair('z2') },
      queue: reader.floats('nnclr.queue', ['Q', 'e']),
    },
    expect: {
      knnScores,
      knnPrediction: reader.integers('knnPrediction', ['m'], aClass),
      covarianceSpectrum: reader.floats('covarianceSpectrum', ['d']),
      losses: { byol: loss('byol'), simsiam: loss('simsiam'), nnclr: loss('nnclr') },
      knnAccuracy: scalar('knnAccuracy'),
      rankMe: scalar('rankMe'),
      featureStd: scalar('featureStd'),
      alignment: scalar('alignment'),
      uniformity: scalar('uniformity'),
      teacherEntropy: scalar('teacherEntropy'),
      teacherStudentKL: scalar('teacherStudentKL'),
      crossEntropy: scalar('crossEntropy'),
      marginalEntropy: scalar('marginalEntropy'),
      mutualInformation: scalar('mutualInformation'),
      lidar: scalar('lidar'),
      alphaReq: scalar('alphaReq'),
    },
  };
  reader.finish();
  return recording;
}

/** What varies between images and within one takes two of each. */
function readLidarEmbeddings(reader: TensorReader): FloatTensor {
  const embeddings = reader.floats('lidarEmbeddings', ['images', 'views', 'dim']);
  const [images = 0, views = 0] = embeddings.shape;
  if (images < 2 || views < 2)
    reject(`Tensor "lidarEmbeddings" has ${images} images of ${views} views; at least 2 of 2 are needed.`);
  return embeddings;
}

function readRange(reader: TensorReader): [number, number] {
  const [first = 0, last = 0] = reader.integers('alphaReqRange', [2], { least: 1 }).data;
  if (last <= first || last > reader.size('d'))
    reject(`Tensor "alphaReqRange" says eigenvalues ${first} to ${last} of ${reader.size('d')}.`);
  return [first, last];
}

/** @file Holds recorded metrics and losses (`adasim-metrics/1`) against ours. */
import { alignment, uniformity } from '../../adasim/metrics/alignmentUniformity.ts';
import { alphaReq } from '../../adasim/metrics/alphaReq.ts';
import { featureMatrix } from '../../adasim/metrics/features.ts';
import { knnAccuracy } from '../../adasim/metrics/knnAccuracy.ts';
import { lidar } from '../../adasim/metrics/lidar.ts';
import { rankMe } from '../../adasim/metrics/rankMe.ts';
import { covarianceSpectrum, featureStd } from '../../adasim/metrics/spread.ts';
import { teacherAgreement } from '../../adasim/metrics/teacherDistribution.ts';
import type { LossRecording, MetricsRecording, ScalarMetric } from '../../formats/metricsRecording.ts';
import type { FloatTensor } from '../../formats/tensorReader.ts';
import type { CheckRow } from '../../protocol/verification.ts';
import { nearest } from '../../tensor/ops/nearest.ts';
import { normalize } from '../../tensor/ops/normalize.ts';
import { largestDistance, relativeError } from '../../tensor/relativeError.ts';
import * as tf from '../../tensor/tf.ts';
import { contrastiveLoss } from '../losses/contrastive.ts';
import { byolLoss, simsiamLoss } from '../losses/cosine.ts';
import { checkRow, TOLERANCE } from './comparison.ts';

/** The recording's temperatures; its file does not state them. */
const TEACHER_TEMPERATURE = 0.04;
const STUDENT_TEMPERATURE = 0.1;

/** Metrics are computed in double precision from float32 inputs. */
const METRIC_TOLERANCE = 1e-5;

/** Under collapse many are 0, and what is computed is what rounding leaves of it. */
const ZERO = 1e-9;

/** Compares every metric, and every loss with its gradients on the current backend. */
export async function verifyMetrics(recording: MetricsRecording): Promise<CheckRow[]> {
  return [...checkScalars(recording), ...checkLists(recording), ...(await checkLosses(recording))];
}

function checkScalars({ inputs, expect }: MetricsRecording): CheckRow[] {
  const features = matrix(inputs.features);
  const teacher = teacherAgreement(
    matrix(inputs.teacherLogits),
    inputs.center.data,
    TEACHER_TEMPERATURE,
    matrix(inputs.studentLogits),
    STUDENT_TEMPERATURE,
  );
  const [first, last] = inputs.alphaReqRange;
  const ours: Record<ScalarMetric, number> = {
    ...teacher,
    knnAccuracy: classify({ inputs, expect }).accuracy,
    rankMe: rankMe(features),
    featureStd: featureStd(features),
    alignment: alignment(features, matrix(inputs.positives)),
    uniformity: uniformity(features),
    lidar: lidar(matrix(inputs.lidarEmbeddings), inputs.lidarEmbeddings.shape[1] ?? 0),
    alphaReq: alphaReq(features, first, last),
  };
  return Object.entries(ours).map(([name, value]) =>
    metricRow(name, [value], [expect[name as ScalarMetric]]),
  );
}

function checkLists(recording: MetricsRecording): CheckRow[] {
  const { inputs, expect } = recording;
  const { scores, predictions } = classify(recording);
  const wrong = predictions.filter(
    (prediction, query) => prediction !== expect.knnPrediction.data[query],
  ).length;
  const spectrum = covarianceSpectrum(matrix(inputs.features));
  return [
    metricRow('knnScores', scores, expect.knnScores.data),
    checkRow('knnPrediction', wrong, 0, 'exact'),
    metricRow('covarianceSpectrum', spectrum, expect.covarianceSpectrum.data),
  ];
}

function metricRow(name: string, ours: ArrayLike<number>, theirs: ArrayLike<number>): CheckRow {
  const zero = ours.length === theirs.length && largestDistance(ours, theirs) <= ZERO;
  const error = zero ? 0 : relativeError(ours, theirs);
  return checkRow(name, error, METRIC_TOLERANCE);
}

function classify({ inputs, expect }: MetricsRecording) {
  return knnAccuracy(
    matrix(inputs.features),
    inputs.labels.data,
    matrix(inputs.queries),
    inputs.queryLabels.data,
    { classes: expect.knnScores.shape[1] ?? 0 },
  );
}

async function checkLosses({ inputs, expect }: MetricsRecording): Promise<CheckRow[]> {
  const targets = () => tf.concat([tensor(inputs.pair.z1), tensor(inputs.pair.z2)]);
  const { byol, simsiam, nnclr } = expect.losses;
  return [
    ...(await checkLoss('byol', byol, inputs, (predictions) =>
      byolLoss({ predictions, targets: targets() }),
    )),
    ...(await checkLoss('simsiam', simsiam, inputs, (predictions) =>
      simsiamLoss({ predictions, targets: targets() }, true),
    )),
    ...(await checkLoss('nnclr', nnclr, inputs, (predictions) =>
      contrastiveLoss(nearestInQueue(tensor(inputs.queue), targets()), predictions),
    )),
  ];
}

function nearestInQueue(queue: tf.Tensor2D, embeddings: tf.Tensor2D): tf.Tensor2D {
  const stored = normalize(queue);
  const valid: tf.Tensor2D = tf.ones([queue.shape[0], 1]);
  const { indices } = nearest(stored, normalize(embeddings), valid, 1);
  return tf.gather(stored, tf.reshape<tf.Rank.R1>(indices, [-1]));
}

async function checkLoss(
  name: string,
  expected: LossRecording,
  { pair }: MetricsRecording['inputs'],
  loss: (predictions: tf.Tensor2D) => tf.Scalar,
): Promise<CheckRow[]> {
  const results = tf.tidy(() => {
    const predictions = tf.concat([tensor(pair.p1), tensor(pair.p2)]);
    const { value, grad } = tf.valueAndGrad((x) => loss(x as tf.Tensor2D))(predictions);
    return { value, grad };
  });
  const value = await results.value.data<'float32'>();
  const gradient = await results.grad.data<'float32'>();
  tf.dispose([results.value, results.grad]);
  const theirs = [...expected.gradients[0].data, ...expected.gradients[1].data];
  return [
    checkRow(`${name}: loss`, relativeError(value, [expected.loss]), TOLERANCE),
    checkRow(`${name}: gradients`, relativeError(gradient, theirs), TOLERANCE),
  ];
}

const matrix = ({ data, shape }: FloatTensor) => featureMatrix(data, shape.at(-1) ?? 0);

const tensor = ({ data, shape }: FloatTensor): tf.Tensor2D =>
  tf.tensor2d(data, [shape[0] ?? 0, shape[1] ?? 0]);

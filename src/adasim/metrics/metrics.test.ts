/** Every metric against the recording, which was computed in float64 from the definitions. */
import { describe, expect, it } from 'vitest';
import { goldenBytes } from '../../../fixtures/golden.ts';
import { readMetricsRecording } from '../../formats/metricsRecording.ts';
import { parseSafetensors } from '../../formats/safetensors.ts';
import { stream } from '../random.ts';
import { alignment, uniformity } from './alignmentUniformity.ts';
import { alphaReq, alphaReqRange } from './alphaReq.ts';
import { featureMatrix, normaliseRows, type FeatureMatrix } from './features.ts';
import { accuracyOf, answersOfNeighbours, knnAccuracy } from './knnAccuracy.ts';
import { lidar } from './lidar.ts';
import { rankMe } from './rankMe.ts';
import { singularValues } from './spectrum.ts';
import { covarianceSpectrum, featureStd } from './spread.ts';
import { teacherAgreement, teacherDistribution, TeacherTally } from './teacherDistribution.ts';

const recording = readMetricsRecording(parseSafetensors(goldenBytes('metrics')));
const { inputs, expect: expected } = recording;
const matrix = ({ data, shape }: { data: Float32Array; shape: readonly number[] }) =>
  featureMatrix(data, shape.at(-1) ?? 0);
const features = matrix(inputs.features);

/** Recorded values are float32: half a unit in the last place is 6e-8. */
const tolerance = 1e-6;

function expectClose(ours: number, theirs: number, relativeTo = Math.abs(theirs)) {
  expect(Math.abs(ours - theirs) / relativeTo).toBeLessThan(tolerance);
}

/** Rows of standard normals, each dimension scaled by `scale(i)`. */
function normals(rows: number, dim: number, scale: (i: number) => number = () => 1): FeatureMatrix {
  const random = stream(1, 'normals', rows, dim);
  return featureMatrix(
    Float64Array.from({ length: rows * dim }, (_, i) => random.normal() * scale(i % dim)),
    dim,
  );
}

describe('against the recording', () => {
  it('knnAccuracy, with scores and predictions', () => {
    const { accuracy, scores, predictions } = knnAccuracy(
      features,
      inputs.labels.data,
      matrix(inputs.queries),
      inputs.queryLabels.data,
    );
    expectClose(accuracy, expected.knnAccuracy);
    expect(predictions).toEqual(expected.knnPrediction.data);
    scores.forEach((score, i) => expectClose(score, expected.knnScores.data[i] ?? NaN, 1));
  });

  it('rankMe', () => expectClose(rankMe(features), expected.rankMe));
  it('featureStd', () => expectClose(featureStd(features), expected.featureStd));
  it('covarianceSpectrum, also its smallest values', () => {
    const spectrum = covarianceSpectrum(features);
    expect(spectrum.length).toBe(expected.covarianceSpectrum.data.length);
    spectrum.forEach((value, i) => expectClose(value, expected.covarianceSpectrum.data[i] ?? NaN));
  });
  it('alignment', () => expectClose(alignment(features, matrix(inputs.positives)), expected.alignment));
  it('uniformity', () => expectClose(uniformity(features), expected.uniformity));
  it('lidar', () => {
    const [, views] = inputs.lidarEmbeddings.shape;
    expectClose(lidar(matrix(inputs.lidarEmbeddings), views ?? 0), expected.lidar);
  });
  it('alphaReq', () => expectClose(alphaReq(features, ...inputs.alphaReqRange), expected.alphaReq));

  it('the entropies of teacher and student', () => {
    const agreement = teacherAgreement(
      matrix(inputs.teacherLogits),
      inputs.center.data,
      0.04,
      matrix(inputs.studentLogits),
      0.1,
    );
    for (const name of [
      'teacherEntropy',
      'marginalEntropy',
      'mutualInformation',
      'crossEntropy',
      'teacherStudentKL',
    ] as const)
      expectClose(agreement[name], expected[name]);
  });
});

describe('under collapse', () => {
  const point = featureMatrix(
    Float64Array.from({ length: 40 * 8 }, (_, i) => (i % 8) + 1),
    8,
  );
  const line = featureMatrix(
    Float64Array.from({ length: 40 * 8 }, (_, i) => ((i % 8) + 1) * Math.ceil(i / 8 + 0.1)),
    8,
  );
  const zero = featureMatrix(new Float32Array(40 * 8), 8);

  it('rankMe is 1', () => {
    for (const collapsed of [point, line]) expect(rankMe(collapsed)).toBeCloseTo(1, 4);
    expect(rankMe(zero)).toBe(1);
  });

  it('spread is 0', () => {
    expect(featureStd(point)).toBeLessThan(1e-12);
    expect(Math.max(...covarianceSpectrum(point))).toBeLessThan(1e-12);
  });

  it('alignment and uniformity are 0', () => {
    expect(alignment(point, line)).toBeLessThan(1e-12);
    expect(Math.abs(uniformity(point))).toBeLessThan(1e-12);
  });

  it('alphaReq is very large, or infinite for equal features', () => {
    expect(alphaReq(line, 1, 8)).toBeGreaterThan(8);
    expect(alphaReq(zero, 1, 8)).toBe(Infinity);
  });

  it('lidar stays high where nothing tells images apart, as it whitens by what tells their views apart', () => {
    // 128 images, four views each, of nothing but noise: in every direction the means keep a quarter of it.
    const noise = stream(1, 'views');
    const views = Float64Array.from({ length: 128 * 4 * 64 }, () => noise.normal());
    const rank = lidar(featureMatrix(views, 64), 4);
    expect(rank).toBeGreaterThan(35);
    // Features that shrink to a point, the noise with them: no change until the ridge is as large as they are.
    const shrunk = views.map((value) => 0.1 * value);
    expect(Math.abs(lidar(featureMatrix(shrunk, 64), 4) - rank)).toBeLessThan(1);
    // One direction that is larger than the views’ noise is what makes it low.
    const one = views.map((value, at) => value + (at % 64 === 0 ? 100 * Math.floor(at / 256) : 0));
    expect(lidar(featureMatrix(one, 64), 4)).toBeLessThan(1.2);
  });

  it('lidar is 1 for equal images, and counts the directions that tell them apart', () => {
    expect(lidar(zero, 4)).toBe(1);
    const views = 4;
    const images = normals(50, 8, (i) => (i < 3 ? 1 : 0));
    const noise = normals(200, 8, () => 0.1);
    const embeddings = Float64Array.from(noise.data, (value, at) => {
      const image = Math.floor(at / 8 / views);
      return value + (images.data[image * 8 + (at % 8)] ?? 0);
    });
    const rank = lidar(featureMatrix(embeddings, 8), views);
    expect(rank).toBeGreaterThan(2.5);
    expect(rank).toBeLessThan(3.6);
  });
});

describe('of healthy features', () => {
  const healthy = normals(2000, 16);
  it('featureStd is 1/√d, rankMe near d, uniformity near that of the sphere', () => {
    expect(featureStd(healthy)).toBeCloseTo(1 / 4, 2);
    expect(rankMe(healthy)).toBeGreaterThan(15.9);
    expect(uniformity(healthy)).toBeLessThan(-3);
  });

  it('alphaReq is the decay of the spectrum', () => {
    expect(
      alphaReq(
        normals(20_000, 16, (i) => (i + 1) ** -0.75),
        1,
        16,
      ),
    ).toBeCloseTo(1.5, 1);
  });
});

it('alphaReqRange lies within the spectrum, wherever there is one', () => {
  expect(alphaReqRange(64)).toEqual([4, 32]);
  expect(alphaReqRange(1)).toBeUndefined();
  for (let dim = 2; dim <= 1024; dim++) {
    const [first = NaN, last = NaN] = alphaReqRange(dim) ?? [];
    expect(first).toBeGreaterThanOrEqual(1);
    expect(last).toBeGreaterThan(first);
    expect(last).toBeLessThanOrEqual(dim);
  }
});

it('TeacherTally gathers parts to what they are together', () => {
  const logits = matrix(inputs.teacherLogits);
  const whole = teacherDistribution(logits, inputs.center.data, 0.04);
  const tally = new TeacherTally(inputs.center.data, 0.04);
  const middle = Math.floor(logits.rows / 3) * logits.dim;
  tally.add(featureMatrix(logits.data.subarray(0, middle), logits.dim));
  tally.add(featureMatrix(logits.data.subarray(middle), logits.dim));
  expectClose(tally.distribution.marginalEntropy, whole.marginalEntropy);
  expectClose(tally.distribution.mutualInformation, whole.mutualInformation);
});

describe('singularValues', () => {
  it('are exact where squaring would lose them, for tall, square and wide matrices', () => {
    for (const [rows, dim] of [
      [50, 6],
      [6, 6],
      [4, 6],
    ] as const) {
      const sizes = Array.from({ length: Math.min(rows, dim) }, (_, i) => 10 ** -(3 * i));
      // Orthogonal columns of known lengths, spread over the rows.
      const data = new Float64Array(rows * dim);
      sizes.forEach((size, i) => {
        for (let row = i; row < rows; row += 6)
          data[row * dim + i] = size / Math.sqrt(Math.ceil((rows - i) / 6));
      });
      singularValues(featureMatrix(data, dim)).forEach((value, i) =>
        expect(value / (sizes[i] ?? NaN)).toBeCloseTo(1, 9),
      );
    }
  });
});

describe('normaliseRows', () => {
  it('leaves rows of zeros as they are', () => {
    expect([...normaliseRows(featureMatrix(Float32Array.of(0, 0, 3, 4), 2)).data]).toEqual([0, 0, 0.6, 0.8]);
  });
});

describe('knnAccuracy', () => {
  it('takes all of a bank smaller than k, and the earlier class on a tie', () => {
    const bank = featureMatrix(Float32Array.of(1, 0, 0, 1), 2);
    const queries = featureMatrix(Float32Array.of(1, 1, 1, 0.5), 2);
    const { predictions, scores } = knnAccuracy(bank, [1, 0], queries, [0, 1]);
    expect([...predictions]).toEqual([0, 1]);
    expect(scores[0]).toBeCloseTo(0.5, 6);
  });

  it('is the same from neighbours that were searched elsewhere', () => {
    const bank = normaliseRows(features);
    const queries = normaliseRows(matrix(inputs.queries));
    const row = ({ data, dim }: FeatureMatrix, at: number) =>
      Array.from(data.subarray(at * dim, (at + 1) * dim));
    const cosine = (query: number, at: number) => {
      const stored = row(bank, at);
      return row(queries, query).reduce((sum, value, i) => sum + value * (stored[i] ?? 0), 0);
    };
    const lists = Array.from({ length: queries.rows }, (_, query) =>
      Array.from({ length: bank.rows }, (_, index) => ({ index, similarity: cosine(query, index) }))
        .sort((a, b) => b.similarity - a.similarity)
        .slice(0, 20),
    ).flat();
    const found = {
      indices: Int32Array.from(lists, ({ index }) => index),
      similarities: Float32Array.from(lists, ({ similarity }) => similarity),
    };
    expectClose(
      accuracyOf(answersOfNeighbours(found, inputs.labels.data, inputs.queryLabels.data)),
      expected.knnAccuracy,
    );
  });

  it('is no NaN at temperatures whose weights overflow', () => {
    const bank = featureMatrix(Float32Array.of(1, 0, 0, 1), 2);
    const { scores } = knnAccuracy(bank, [0, 1], bank, [0, 1], { temperature: 0.001 });
    expect([...scores]).toEqual([1, 0, 0, 1]);
  });
});

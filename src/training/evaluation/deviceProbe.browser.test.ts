import { describe, expect, it } from 'vitest';
import { linearProbe, PROBE_L2, type LabelledFeatures } from '../../adasim/linearProbe.ts';
import { featureMatrix } from '../../adasim/metrics/features.ts';
import { stream } from '../../adasim/random.ts';
import { finish, inOneGo } from '../../adasim/slices.ts';
import { Standardiser } from '../../adasim/standardiser.ts';
import { setUpBackend } from '../../tensor/backend.ts';
import * as tf from '../../tensor/tf.ts';
import { deviceProbe, DeviceRegression } from './deviceProbe.ts';

const CLASSES = 3;

/** Noise around one centre a class; the dimensions are as unlike as those of pixels. */
function clouds(seed: number, rows: number, dim: number): LabelledFeatures {
  const random = stream(seed, 'clouds');
  const labels = Int32Array.from({ length: rows }, () => random.integer(CLASSES));
  const data = Float32Array.from(
    { length: rows * dim },
    (_, at) =>
      (1 + (at % 7)) * (random.normal() + Number((at % dim) % CLASSES === labels[Math.floor(at / dim)])),
  );
  return { features: featureMatrix(data, dim), labels };
}

describe.each(['wasm', 'webgpu'] as const)('the linear probe on %s', (backend) => {
  it('has the objective and the gradient of the one on the host, also over several blocks', async () => {
    await setUpBackend(backend);
    const before = tf.memory().numTensors;
    const train = clouds(1, 90, 50);
    const standardiser = inOneGo(Standardiser.of(train.features));
    const random = stream(2, 'weights');
    const weights = Float64Array.from({ length: CLASSES * 51 }, () => 0.1 * random.normal());

    const blockOf40Rows = 40 * 2 * CLASSES * standardiser.dim;
    const regression = new DeviceRegression(CLASSES, standardiser.dim, PROBE_L2, blockOf40Rows);
    inOneGo(regression.upload(train, standardiser));
    const found = await finish(regression.evaluate(weights));
    regression.dispose();
    expect(tf.memory().numTensors).toBe(before);

    const expected = hostSlope(train, standardiser, weights);
    expect(found.value).toBeCloseTo(expected.value, 4);
    const largest = Math.max(...expected.gradient.map(Math.abs));
    found.gradient.forEach((slope, i) => {
      expect(Math.abs(slope - (expected.gradient[i] ?? NaN))).toBeLessThan(1e-4 * largest);
    });
  });

  it('comes to the same accuracy as the one on the host', async () => {
    await setUpBackend(backend);
    const before = tf.memory().numTensors;
    const [train, test] = [clouds(1, 400, 40), clouds(2, 400, 40)];
    const expected = linearProbe(train, test, CLASSES).accuracy;
    expect(expected).toBeGreaterThan(0.6);
    expect(Math.abs((await finish(deviceProbe(train, test, CLASSES))) - expected)).toBeLessThan(0.0051);
    expect(tf.memory().numTensors).toBe(before);
  });
});

/** By the definition, in double precision. */
function hostSlope(
  { features, labels }: LabelledFeatures,
  standardiser: Standardiser,
  weights: Float64Array,
) {
  const { data, rows, dim } = standardiser.rows(features);
  const gradient = weights.map((weight) => PROBE_L2 * weight);
  let value = weights.reduce((sum, weight) => sum + (PROBE_L2 / 2) * weight * weight, 0);
  for (let row = 0; row < rows; row++) {
    const input = Float64Array.from(data.subarray(row * dim, (row + 1) * dim));
    const logits = Array.from({ length: CLASSES }, (_, c) =>
      input.reduce((sum, x, i) => sum + x * (weights[c * dim + i] ?? 0), 0),
    );
    const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
    value += (Math.log(total) - (logits[labels[row] ?? 0] ?? 0)) / rows;
    logits.forEach((logit, c) => {
      const error = Math.exp(logit) / total - Number(c === labels[row]);
      input.forEach((x, i) => {
        gradient[c * dim + i] = (gradient[c * dim + i] ?? 0) + (error * x) / rows;
      });
    });
  }
  return { value, gradient };
}

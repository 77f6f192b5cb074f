/** @file What a backbone looks at, on every backend, is what PyTorch computes (`fixtures/attention`). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import resnetFile from '../../fixtures/attention/resnet.safetensors?url';
import vitFile from '../../fixtures/attention/vit.safetensors?url';
import { normaliseRows } from '../adasim/metrics/features.ts';
import { cosinesWith } from '../adasim/projection/placeSimilarity.ts';
import type { BackboneConfig } from '../config/schema.ts';
import { parseSafetensors, type Safetensors } from '../formats/safetensors.ts';
import { setFusing } from '../tensor/kernels.ts';
import { settings, use } from '../tensor/ops/testing.ts';
import * as tf from '../tensor/tf.ts';
import { backbonePlan } from './backbone.ts';
import { attentionOf, placesOf } from './look.ts';
import { ParameterSet } from './parameters.ts';

const TOLERANCE = 1e-4;

interface Recorded {
  backbone: BackboneConfig;
  imageSize: number;
  channels: number;
}

const files = new Map<string, Safetensors>();
beforeAll(async () => {
  for (const [name, url] of [
    ['vit', vitFile],
    ['resnet', resnetFile],
  ] as const) {
    const response = await fetch(url);
    files.set(name, parseSafetensors(new Uint8Array(await response.arrayBuffer())));
  }
});

/** A recorded tensor, which is float32. */
function tensorOf(file: Safetensors, name: string) {
  const tensor = file.tensors.get(name);
  if (tensor?.dtype !== 'F32') throw new Error(`The recording has no “${name}”.`);
  return tensor;
}

/** What our network with the recorded weights makes of the recorded images. */
async function looked(name: string) {
  const file = files.get(name);
  if (file === undefined) throw new Error(`There is no recording “${name}”.`);
  const { backbone, imageSize, channels } = JSON.parse(file.metadata.get('config') ?? '') as Recorded;
  const parameters = new ParameterSet(backbonePlan(backbone, { size: imageSize, channels }));
  for (const plan of parameters.plans) {
    const { shape, data } = tensorOf(file, `backbone.${plan.name}`);
    expect(shape, plan.name).toEqual(plan.shape);
    parameters.load(plan.name, data);
  }
  const { data } = tensorOf(file, 'images');
  const images = tf.tidy(() => {
    const stored = tf.tensor4d(data, [
      data.length / (channels * imageSize ** 2),
      channels,
      imageSize,
      imageSize,
    ]);
    return tf.transpose(stored, [0, 2, 3, 1]);
  });
  const places = tf.tidy(() => placesOf(parameters, backbone, images));
  const attention = tf.tidy(() => attentionOf(parameters, backbone, images));
  const found = {
    expected: (of: string) => tensorOf(file, `expect.${of}`),
    shape: places.shape,
    places: await places.data<'float32'>(),
    attention: attention && { shape: attention.shape, data: await attention.data<'float32'>() },
  };
  parameters.dispose();
  tf.dispose([images, places, ...(attention === undefined ? [] : [attention])]);
  return found;
}

const furthest = (ours: ArrayLike<number>, theirs: ArrayLike<number>): number =>
  Array.from(ours).reduce((most, value, i) => Math.max(most, Math.abs(value - (theirs[i] ?? NaN))), 0);

const largest = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);

function expectSame(ours: ArrayLike<number>, theirs: ArrayLike<number>): void {
  expect(ours).toHaveLength(theirs.length);
  expect(furthest(ours, theirs)).toBeLessThan(TOLERANCE);
  // Two of nothing would agree too.
  expect(largest(theirs)).toBeGreaterThan(1000 * TOLERANCE);
}

describe.each(settings)('on $backend, own kernels: $fused', (setting) => {
  let complaints: readonly string[] = [];

  beforeAll(async () => {
    complaints = await use(setting);
  });

  afterAll(() => {
    setFusing(true);
  });

  test.each(['vit', 'resnet'])('places, norms and similarities of a %s', async (name) => {
    const { expected, shape, places } = await looked(name);
    const [images, perImage, dim] = shape;
    expect(shape).toEqual(expected('tokens').shape);
    expectSame(places, expected('tokens').data);
    const rows = normaliseRows({ data: places, rows: images * perImage, dim });
    const norms = Array.from({ length: images * perImage }, (_, row) =>
      Math.hypot(...places.subarray(row * dim, (row + 1) * dim)),
    );
    expectSame(norms, expected('norms').data);
    const cosines = Array.from({ length: images }, (_, image) => {
      const own = Float64Array.from(rows.data.subarray(image * perImage * dim, (image + 1) * perImage * dim));
      return Array.from({ length: perImage }, (__, place) => [...cosinesWith(own, dim, place)]);
    });
    expectSame(cosines.flat(2), expected('similarities').data);
    expect(complaints).toEqual([]);
  });

  test('attention of a ViT, head by head; a ResNet has none', async () => {
    const { expected, attention } = await looked('vit');
    expect(attention?.shape).toEqual(expected('attention').shape);
    expectSame(attention?.data ?? [], expected('attention').data);
    const [images = 0, heads = 0, width = 0] = attention?.shape ?? [];
    for (let row = 0; row < images * heads; row += 1) {
      const weights = attention?.data.subarray(row * width, (row + 1) * width) ?? [];
      expect(Array.from(weights).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
    }
    expect((await looked('resnet')).attention).toBeUndefined();
  });
});

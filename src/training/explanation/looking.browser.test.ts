import { beforeAll, expect, test } from 'vitest';
import { drawShapes } from '../../data/shapes.ts';
import { normalisedRows } from '../../data/pixels.ts';
import { attentionOf, placesOf } from '../../model/look.ts';
import type { Look, NetworkLook } from '../../protocol/look.ts';
import { setUpBackend } from '../../tensor/backend.ts';
import * as tf from '../../tensor/tf.ts';
import { webgpuBackend } from '../../tensor/webgpu/currentBackend.ts';
import { tinyConfig, tinyResnet, tinyVit, TinyRun } from '../testing.ts';
import { Looking } from './looking.ts';

const IMAGE = 5;
/** Sixteen patches, not four. */
const config = { ...tinyConfig, backbone: { ...tinyVit, patchSize: 8 } };

beforeAll(async () => {
  await setUpBackend('wasm');
});

const askOf = ({ run }: TinyRun, looking: Looking, image = IMAGE) =>
  looking.at(run.trainer.method, run.step, image);

/** A run after some steps, and what it looks at. */
async function looked(changes: Partial<typeof tinyConfig> = {}, steps = 6) {
  const tiny = await new TinyRun({ ...config, ...changes }).trainTo(steps);
  const looking = new Looking(tiny.config, tiny.dataset);
  const before = tf.memory();
  const look = await askOf(tiny, looking);
  expect(tf.memory()).toEqual(before);
  if (look === null) throw new Error('There is something to see.');
  return { tiny, looking, look };
}

const of = ({ networks }: Look, name: NetworkLook['network']): NetworkLook => {
  const found = networks.find(({ network }) => network === name);
  if (found === undefined) throw new Error(`There is no ${name}.`);
  return found;
};

test('teacher, student and the network as the seed drew it, of the whole image', async () => {
  const { tiny, looking, look } = await looked();
  const { size, train, normalisation } = tiny.dataset;
  expect(look).toMatchObject({ image: IMAGE, step: 6, size, side: 4, covered: size, heads: 2, fittedOn: 16 });
  expect(look.networks.map(({ network }) => network)).toEqual(['teacher', 'student', 'untrained']);
  const { method } = tiny.run.trainer;
  const shown = tf.tensor4d(normalisedRows(train, normalisation, IMAGE, IMAGE + 1), [1, size, size, 3]);
  for (const name of ['teacher', 'student'] as const) {
    const parameters = method[name]?.within('backbone');
    if (parameters === undefined) throw new Error('DINO has both.');
    const weights = attentionOf(parameters, config.backbone, shown)?.dataSync();
    expect(of(look, name).weights).toEqual(Float32Array.from(weights ?? []));
  }
  // Rows of the teacher's places, at length 1.
  const teacher = method.target.within('backbone');
  const rows = tf.squeeze(placesOf(teacher, config.backbone, shown), [0]);
  const unit = tf.div(rows, tf.norm(rows, 2, -1, true)).dataSync();
  for (const [i, value] of look.places.entries()) expect(value).toBeCloseTo(unit[i] ?? NaN, 5);
  expect(look.places).toHaveLength(16 * tinyVit.dim);
  const image = [...train.images.subarray(IMAGE * size * size * 3, IMAGE * size * size * 3 + 3)];
  expect([...look.picture.subarray(0, 3)]).toEqual(image);

  // Before its first step a run is the untrained network.
  const begun = new TinyRun(config);
  const first = await askOf(begun, new Looking(begun.config, begun.dataset));
  if (first === null) throw new Error('There is something to see.');
  for (const name of ['teacher', 'student'] as const) {
    expect(of(first, name).weights).toEqual(of(look, 'untrained').weights);
    expect(of(first, name).weights).not.toEqual(of(look, name).weights);
    // Its colours are turned onto those of the untrained network, which are the same.
    expect(of(first, name).parts).toEqual(of(look, 'untrained').parts);
  }
  expect(await askOf(tiny, looking, 16)).toBeNull();
  for (const run of [tiny, begun]) run.dispose();
});

test('colours stay where the network stays, whatever image was asked about, and do not jump from step to step', async () => {
  const { tiny, looking, look } = await looked();
  await askOf(tiny, looking, 3);
  expect(await askOf(tiny, looking)).toEqual(look);
  await tiny.trainTo(7);
  const next = await askOf(tiny, looking);
  const far = (a: Uint8ClampedArray, b: Uint8ClampedArray) =>
    a.reduce((sum, value, i) => sum + Math.abs(value - (b[i] ?? NaN)), 0) / a.length;
  const alone = await askOf(tiny, new Looking(tiny.config, tiny.dataset));
  if (next === null || alone === null) throw new Error('There is something to see.');
  expect(of(next, 'teacher').parts).not.toEqual(of(look, 'teacher').parts);
  expect(far(of(next, 'teacher').parts, of(look, 'teacher').parts)).toBeLessThan(40);
  expect(of(next, 'untrained')).toEqual(of(look, 'untrained'));
  // Only the colours depend on what was shown before.
  expect(of(alone, 'teacher').weights).toEqual(of(next, 'teacher').weights);
  tiny.dispose();
});

test('a ResNet has the length of its last map’s vectors in place of attention', async () => {
  const { tiny, look } = await looked({ backbone: tinyResnet });
  const { size } = drawShapes({ seed: 7, ...config.data });
  expect(look).toMatchObject({ heads: 0, side: size / 2, covered: size });
  const { weights } = of(look, 'teacher');
  expect(weights).toHaveLength((size / 2) ** 2);
  const { train, normalisation } = tiny.dataset;
  const shown = tf.tensor4d(normalisedRows(train, normalisation, IMAGE, IMAGE + 1), [1, size, size, 3]);
  const places = placesOf(tiny.run.trainer.method.target.within('backbone'), tinyResnet, shown);
  const norms = tf.norm(places, 2, -1).dataSync();
  for (const [i, weight] of weights.entries()) expect(weight).toBeCloseTo(norms[i] ?? NaN, 5);
  expect(Math.max(...weights)).toBeGreaterThan(0);
  tiny.dispose();
});

test('without a teacher there are two rows, and networks that have diverged have none', async () => {
  const { tiny, looking, look } = await looked({ method: 'simsiam' });
  expect(look.networks.map(({ network }) => network)).toEqual(['student', 'untrained']);
  tiny.run.trainer.method.student.load('backbone.norm.bias', new Float32Array(tinyVit.dim).fill(NaN));
  expect(await askOf(tiny, looking, 2)).toBeNull();
  tiny.dispose();
});

test('on WebGPU, whose steps are taped, a run that is looked into is the same to the last bit, and memory stays', async () => {
  await setUpBackend('webgpu');
  const STEPS = 6;
  const allocated = () => [tf.memory().numTensors, webgpuBackend().memory().numBytesAllocatedInGPU];
  const looked = new TinyRun(config);
  const looking = new Looking(looked.config, looked.dataset);
  const sizes: number[][] = [];
  for (let step = 0; step < STEPS; step += 1) {
    expect(await askOf(looked, looking, step)).toMatchObject({ step, image: step });
    await looked.trainTo(step + 1);
    sizes.push(allocated());
  }
  // From the third step on a step is what it was before.
  expect(sizes.at(-1)).toEqual(sizes.at(-2));
  const left = await new TinyRun(config).trainTo(STEPS);
  expect(looked.losses).toEqual(left.losses);
  expect(await looked.run.capture()).toEqual(await left.run.capture());

  // Of the same weights WASM sees the same.
  const here = await askOf(looked, looking);
  const file = await looked.save();
  for (const run of [looked, left]) run.dispose();
  await setUpBackend('wasm');
  const again = TinyRun.from(file, config);
  const there = await askOf(again, new Looking(config, again.dataset));
  if (here === null || there === null) throw new Error('There is something to see.');
  for (const name of ['teacher', 'student', 'untrained'] as const)
    for (const [i, weight] of of(here, name).weights.entries())
      expect(weight).toBeCloseTo(of(there, name).weights[i] ?? NaN, 4);
  again.dispose();
});

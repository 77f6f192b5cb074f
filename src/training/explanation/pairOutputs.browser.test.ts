import { beforeAll, expect, test } from 'vitest';
import { network } from '../../model/network.ts';
import { predict, project } from '../../model/projectionNetwork.ts';
import { setUpBackend } from '../../tensor/backend.ts';
import { augment } from '../../tensor/ops/augment.ts';
import * as tf from '../../tensor/tf.ts';
import { PairFeed } from '../pairFeed.ts';
import { tinyConfig, tinyResnet, TinyRun } from '../testing.ts';

/** Long enough for neighbours to be drawn, and for running statistics to have moved. */
const STEPS = 14;
const asItIs = { training: false };

beforeAll(async () => {
  await setUpBackend('wasm');
});

/** A pair of the epoch under way that is of two images, if the method has such, and the views of its whole batch. */
async function trained(method: 'dino' | 'byol' | 'simsiam' | 'infonce') {
  const config = {
    ...tinyConfig,
    method,
    backbone: tinyResnet,
    loss: { ...tinyConfig.loss, queueLength: 16 },
  };
  const tiny = await new TinyRun(config).trainTo(STEPS);
  const { seed, batchSize, augmentation } = config;
  const { train, trainBlocks: blocks, normalisation } = tiny.dataset;
  const feed = new PairFeed({ seed, blocks, batchSize, imageSize: train.size, augmentation });
  const { selection } = await tiny.run.capture();
  const { images, positives, parameters } = feed.draw(STEPS, selection.positives);
  const packed = await tiny.images.atLeast(train.count);
  const views = augment(packed, tf.tensor1d([...images, ...positives], 'int32'), parameters, normalisation);
  const place = 2;
  const before = tf.memory();
  const outputs = await tiny.run.pairOutputs({ image: images[place] ?? 0, epoch: tiny.run.epoch });
  expect(tf.memory()).toEqual(before);
  const rows = (from: number, count: number) => tf.slice(views, from, count);
  return {
    tiny,
    config,
    outputs,
    first: rows(place, 1),
    second: rows(batchSize + place, 1),
    seconds: rows(batchSize, batchSize),
    place,
  };
}

const cosineOf = (a: tf.Tensor, b: tf.Tensor) =>
  tf.div(tf.sum(tf.mul(a, b), -1), tf.mul(tf.norm(a, 2, -1), tf.norm(b, 2, -1)));

test('DINO: two distributions over the prototypes, and their cross-entropy', async () => {
  const { tiny, config, outputs, first, second } = await trained('dino');
  const { student, teacher, state } = tiny.run.trainer.method;
  const centre = state.get('center');
  if (outputs?.kind !== 'prototypes' || teacher === undefined || centre === undefined)
    throw new Error('This is DINO.');
  const guess = tf.softmax(
    tf.div(network(student, config, first, asItIs).logits, config.loss.studentTemperature),
  );
  const answer = tf.softmax(
    tf.div(tf.sub(network(teacher, config, second, asItIs).logits, centre), tiny.run.teacherTemperature),
  );
  const [q, p] = [guess.dataSync(), answer.dataSync()];
  // As many as the tiny head has.
  expect(outputs.likeliest).toHaveLength(config.head.outDim);
  for (const { prototype, guess: mine, answer: its } of outputs.likeliest) {
    expect(mine).toBeCloseTo(q[prototype] ?? NaN, 5);
    expect(its).toBeCloseTo(p[prototype] ?? NaN, 5);
  }
  expect(outputs.after).toBe(STEPS);
  expect(outputs.loss).toBeCloseTo(
    -[...p].reduce((sum, share, k) => sum + share * Math.log(q[k] ?? NaN), 0),
    4,
  );
  tiny.dispose();
});

test.each(['byol', 'simsiam'] as const)('%s: the cosine of prediction and target', async (method) => {
  const { tiny, config, outputs, first, second } = await trained(method);
  const { student, target } = tiny.run.trainer.method;
  if (outputs?.kind !== 'angle') throw new Error('These have no prototypes.');
  const prediction = predict(student, project(student, config, first, asItIs).embeddings, asItIs);
  const cosine =
    cosineOf(prediction, project(target, config, second, asItIs).embeddings).dataSync()[0] ?? NaN;
  expect(outputs.cosine).toBeCloseTo(cosine, 5);
  expect(outputs.loss).toBeCloseTo(method === 'byol' ? 2 - 2 * cosine : -cosine, 4);
  tiny.dispose();
});

test('InfoNCE: the cosine with every answer of the batch', async () => {
  const { tiny, config, outputs, first, seconds, place } = await trained('infonce');
  const { student } = tiny.run.trainer.method;
  if (outputs?.kind !== 'batch') throw new Error('This is InfoNCE.');
  const embed = (views: tf.Tensor4D) => project(student, config, views, asItIs).embeddings;
  const all = [...cosineOf(embed(first), embed(seconds)).dataSync()];
  const [own] = all.splice(place, 1);
  outputs.similarities.forEach((similarity, index) => {
    expect(similarity).toBeCloseTo([own, ...all][index] ?? NaN, 5);
  });
  expect(outputs.similarities).toHaveLength(config.batchSize);
  tiny.dispose();
});

/** A verification that cannot fail shows nothing: each expectation is altered a little, and its row must fail. */
import { beforeAll, expect, test } from 'vitest';
import vitMean from '../../../fixtures/golden/dino-vit-mean.safetensors?url';
import { parseSafetensors, type Safetensors, type Tensor } from '../../formats/safetensors.ts';
import { readTrace } from '../../formats/trace.ts';
import { setUpBackend } from '../../tensor/backend.ts';
import { tracePlan } from './replay.ts';
import { verifyTrace } from './verifyTrace.ts';

let file: Safetensors;
beforeAll(async () => {
  await setUpBackend('wasm');
  const response = await fetch(vitMean);
  file = parseSafetensors(new Uint8Array(await response.arrayBuffer()));
});

type Change = (data: Float32Array | Int32Array) => void;

/** Moves the largest value by three tolerances. */
const nudge: Change = (data) => {
  const sizes = Array.from(data, Math.abs);
  const at = sizes.indexOf(Math.max(...sizes));
  data[at] = (data[at] ?? 0) * 1.003;
};

/** Puts an image that the last list does not have at its end. */
const replaceLast: Change = (data) => {
  const list = [...data.subarray(-3)];
  data[data.length - 1] = [0, 1, 2, 3].find((image) => !list.includes(image)) ?? NaN;
};

const flipLast: Change = (data) => (data[data.length - 1] = 1 - (data.at(-1) ?? NaN));

const anotherPositive: Change = (data) => (data[0] = ((data[0] ?? NaN) + 1) % 24);

/** The rows that fail when one tensor is changed. */
async function failures(name: string, change: Change): Promise<string[]> {
  const original = file.tensors.get(name);
  if (original?.dtype !== 'F32' && original?.dtype !== 'I32') throw new Error(name);
  const data = original.data.slice();
  change(data);
  expect(data).not.toEqual(original.data);
  const tensors = new Map(file.tensors).set(name, { ...original, data } as Tensor);
  const rows = await verifyTrace(readTrace({ ...file, tensors }, tracePlan));
  return rows.filter(({ verdict }) => verdict === 'fail').map(({ quantity }) => quantity);
}

test.each<[tensor: string, change: Change, row: string]>([
  ['expect.loss', nudge, 'loss'],
  ['expect.center', nudge, 'centre'],
  ['expect.teacherFeatures', nudge, 'teacher features'],
  ['expect.gradNorm', nudge, 'gradient norms'],
  ['expect.similarities', nudge, 'similarities'],
  ['expect.neighbors', replaceLast, 'neighbours'],
  ['expect.gate', flipLast, 'gate'],
  ['expect.candidates', replaceLast, 'candidates'],
  ['expect.scores', nudge, 'scores'],
  ['expect.probabilities', nudge, 'probabilities'],
  ['expect.epoch.nnAccuracyTop1', nudge, 'epoch: nnAccuracyTop1'],
  ['expect.epoch.nnRatioSelf', nudge, 'epoch: nnRatioSelf'],
  ['expect.firstStep.studentLogits', nudge, 'first step: student logits'],
  ['expect.firstStep.studentFeatures', nudge, 'first step: student features'],
  ['expect.firstStep.gradient.head.mlp.2.weight', nudge, 'first step: gradients'],
  ['expect.final.student.backbone.pos_embed', nudge, 'final: student'],
  ['expect.final.teacher.head.last_layer.weight_g', nudge, 'final: teacher'],
  ['expect.final.features', nudge, 'final: bank'],
  ['expect.final.windowNeighbors', replaceLast, 'final: window neighbours'],
  ['expect.final.windowSimilarities', nudge, 'final: window similarities'],
])('%s altered is noticed, and nothing else is', async (name, change, row) => {
  expect(await failures(name, change)).toEqual([row]);
});

test('a positive that could not have been drawn is noticed', async () => {
  expect(await failures('steps.positives', anotherPositive)).toContain('recorded draws');
});

/** @file Holds the recorded first step, which has most detail, against our own. */
import type { Trace } from '../../formats/trace.ts';
import { network } from '../../model/network.ts';
import type { CheckRow } from '../../protocol/verification.ts';
import { relativeError } from '../../tensor/relativeError.ts';
import { uploaded } from '../../tensor/stepProgram.ts';
import * as tf from '../../tensor/tf.ts';
import { checkRow, NULL_GRADIENT_TOLERANCE, TOLERANCE, WorstOf } from './comparison.ts';
import { precedesBatchNorm } from './nullGradients.ts';
import { Replay } from './replay.ts';
import { largestOf, TensorChecks } from './tensorChecks.ts';

/** Logits, features and gradients of the first step, by a trainer of its own that goes no further. */
export async function checkFirstStep(trace: Trace): Promise<CheckRow[]> {
  const replay = new Replay(trace);
  try {
    return [...(await checkGradients(trace, replay)), ...(await checkOutputs(trace, replay))];
  } finally {
    replay.dispose();
  }
}

async function checkOutputs(trace: Trace, replay: Replay): Promise<CheckRow[]> {
  const expected = trace.expect.firstStep.outputs;
  const rows: CheckRow[] = [];
  for (const which of ['student', 'teacher'] as const) {
    const { features, logits } = tf.tidy(() => ({
      ...network(replay.method[which], trace.config, replay.batchViews(0), { training: true }),
    }));
    for (const [what, ours] of await valuesOf([
      ['Features', features],
      ['Logits', logits],
    ])) {
      const theirs = expected.get(`${which}${what}`);
      if (theirs === undefined) continue;
      rows.push(
        checkRow(`first step: ${which} ${what.toLowerCase()}`, relativeError(ours, theirs.data), TOLERANCE),
      );
    }
  }
  return rows;
}

async function checkGradients(trace: Trace, replay: Replay): Promise<CheckRow[]> {
  const expected = trace.expect.firstStep.gradients;
  if (expected === undefined) return [];
  const told = replay.method.prepare(replay.scalars(0));
  const names = new Set(replay.method.student.plans.map(({ name }) => name));
  const gradients = tf.tidy(() => [...replay.method.learn(replay.batchViews(0), uploaded(told)).gradients]);
  const clip = trace.config.optimizer.clipGradient;
  const usual = new TensorChecks('first step: gradients', 'first step: gradients of key biases');
  const shifted = new WorstOf(
    'first step: gradients before BatchNorm',
    NULL_GRADIENT_TOLERANCE,
    'null gradient: ours, relative to the largest gradient of all',
  );
  const largest = Math.max(...[...expected.values()].map(({ data }) => largestOf(data)));
  for (const [name, gradient] of await valuesOf(gradients)) {
    const values = clipped(gradient, clip);
    const theirs = expected.get(name)?.data;
    if (theirs === undefined) continue;
    if (precedesBatchNorm(name, names)) shifted.add(name, largestOf(values) / largest);
    else usual.add(name, values, theirs);
  }
  return [...usual.rows(), ...shifted.rows()];
}

/** Reads all of them together, and frees them. */
async function valuesOf<Name extends string>(
  tensors: readonly (readonly [Name, tf.Tensor])[],
): Promise<(readonly [Name, Float32Array])[]> {
  const values = await Promise.all(
    tensors.map(async ([name, tensor]) => [name, await tensor.data<'float32'>()] as const),
  );
  tf.dispose(tensors.map(([, tensor]) => tensor));
  return values;
}

/** METHOD section 1, item 5. */
function clipped(gradient: Float32Array, clip: number): Float32Array {
  const norm = Math.sqrt(gradient.reduce((sum, value) => sum + value * value, 0));
  const factor = clip > 0 ? Math.min(1, clip / (norm + 1e-6)) : 1;
  return gradient.map((value) => value * factor);
}

import { beforeAll, describe, it } from 'vitest';
import * as tf from '../tf.ts';
import { setKernelStyle } from './device.ts';
import { at, expectClose, outputsOf, randomMatrix, randomValues, upload, useWebgpu } from './testing.ts';

beforeAll(useWebgpu);

describe.each(['quads', 'workgroup'] as const)('in the style %s', (style) => {
  beforeAll(() => setKernelStyle(style));

  it.each([
    [2, 3],
    [6, 65],
    [34, 256],
  ])('gives the loss of %i rows of %i logits, and its gradient', async (rows, prototypes) => {
    const student = randomMatrix(rows, prototypes, 1);
    const teacher = randomMatrix(rows, prototypes, 2);
    const centre = randomValues(prototypes, 3);
    const [studentTemperature, teacherTemperature] = [Math.fround(0.1), Math.fround(0.04)];
    const logTargets = logSoftmaxRows(
      teacher.values.map((value, index) => (value - at(centre, index % prototypes)) / teacherTemperature),
      prototypes,
    );
    const logGuesses = logSoftmaxRows(
      student.values.map((value) => value / studentTemperature),
      prototypes,
    );
    const otherView = (index: number) => (index + (rows / 2) * prototypes) % (rows * prototypes);
    let loss = 0;
    let entropy = 0;
    const gradient = logGuesses.map((logGuess, index) => {
      const logTarget = at(logTargets, otherView(index));
      loss -= (Math.exp(logTarget) * logGuess) / rows;
      entropy -= (Math.exp(logTarget) * logTarget) / rows;
      return (Math.exp(logGuess) - Math.exp(logTarget)) / (studentTemperature * rows);
    });
    const [statistics, actual] = await outputsOf('AdaSimDistillationLoss', {
      student: upload(student),
      teacher: upload(teacher),
      centre: tf.tensor1d(Float32Array.from(centre)),
      temperatures: tf.tensor1d([studentTemperature, teacherTemperature]),
    });
    expectClose(statistics, [loss, entropy, loss - entropy, 0], 1e-5);
    expectClose(actual, gradient, 1e-5);
  });
});

function logSoftmaxRows(logits: Float64Array, columns: number): Float64Array {
  const result = new Float64Array(logits.length);
  for (let begin = 0; begin < logits.length; begin += columns) {
    const row = logits.subarray(begin, begin + columns);
    const normaliser = Math.log(row.reduce((sum, logit) => sum + Math.exp(logit), 0));
    result.set(
      row.map((logit) => logit - normaliser),
      begin,
    );
  }
  return result;
}

import { beforeAll, describe, expect, it } from 'vitest';
import { setFusing } from '../kernels.ts';
import {
  optimiserStep,
  updateSettings,
  type OptimiserRule,
  type ParameterUpdate,
  type UpdateScalars,
} from '../ops/optimiserStep.ts';
import * as tf from '../tf.ts';
import { expectClose, randomValues, useWebgpu } from './testing.ts';

beforeAll(useWebgpu);

const shapes = [[3, 5], [17], [65, 4], [1], [300, 3], [8, 1]];

const rules: OptimiserRule[] = [
  { kind: 'adamw', beta1: 0.9, beta2: 0.999, eps: 1e-8 },
  { kind: 'sgd', momentum: 0.9 },
  { kind: 'lars', momentum: 0.9 },
];

/** Parameters of all shapes, with their moments and, where asked for, teachers. */
class Model {
  readonly parameters = shapes.map((shape, index) => variable(shape, index));
  readonly teachers = shapes.map((shape, index) => variable(shape, 20 + index));
  readonly moments: tf.Variable[][];

  constructor(
    rule: OptimiserRule,
    private readonly taught: boolean,
  ) {
    const count = rule.kind === 'adamw' ? 2 : 1;
    this.moments = shapes.map((shape) => Array.from({ length: count }, () => tf.variable(tf.zeros(shape))));
  }

  updates(step: number): ParameterUpdate[] {
    return this.parameters.map((parameter, index) => ({
      parameter,
      gradient: tf.tensor(
        Float32Array.from(randomValues(parameter.size, 100 * step + index, 5)),
        parameter.shape,
      ),
      moments: this.moments[index] ?? [],
      ...(this.taught && { teacher: this.teachers[index] ?? parameter }),
    }));
  }

  settings(rule: OptimiserRule, step: number, scalars: UpdateScalars): tf.Tensor2D {
    const terms = this.parameters.map(({ rank }, index) => ({
      decays: rank > 1,
      adapts: rank > 1,
      frozen: step === 1 && index === 2,
      updates: step - Number(step > 1 && index === 2),
    }));
    const { values, shape } = updateSettings(rule, terms, scalars);
    return tf.tensor2d(values, shape);
  }

  get variables(): tf.Variable[] {
    return [...this.parameters, ...this.teachers, ...this.moments.flat()];
  }
}

const variable = (shape: number[], seed: number): tf.Variable =>
  tf.variable(tf.tensor(Float32Array.from(randomValues(tf.util.sizeFromShape(shape), seed)), shape));

describe.each(rules)('$kind', (rule) => {
  it.each([
    { taught: true, clip: 3 },
    { taught: false, clip: 0 },
  ])('updates like the portable form, $taught, clip $clip', async ({ taught, clip }) => {
    const fused = new Model(rule, taught);
    const portable = new Model(rule, taught);
    for (let step = 1; step <= 3; step += 1) {
      const scalars = { lr: 0.1 * step, weightDecay: 0.04, clip, teacherMomentum: 0.9 };
      const norms = await take(true, rule, fused, step, scalars);
      expectClose(norms, await take(false, rule, portable, step, scalars), 1e-6);
      // An assigned variable has new data, which the next step must notice.
      for (const model of [fused, portable]) model.parameters[0]?.assign(tf.fill([3, 5], step));
    }
    for (const [index, actual] of fused.variables.entries())
      expectClose(await actual.data(), (await portable.variables[index]?.data()) ?? [], 1e-5);
    tf.dispose([fused.variables, portable.variables]);
  });
});

it('keeps memory constant', () => {
  const [rule] = rules;
  if (rule === undefined) throw new Error('There are rules.');
  const model = new Model(rule, true);
  const bytes: unknown[] = [];
  for (let step = 1; step <= 4; step += 1) {
    const scalars = { lr: 0.1, weightDecay: 0, clip: 1, teacherMomentum: 1 };
    tf.tidy(() => void optimiserStep(rule, model.updates(step), model.settings(rule, step, scalars)));
    bytes.push(tf.memory().numTensors);
  }
  expect(new Set(bytes).size).toBe(1);
  tf.dispose(model.variables);
});

async function take(
  fusing: boolean,
  rule: OptimiserRule,
  model: Model,
  step: number,
  scalars: UpdateScalars,
): Promise<Float32Array> {
  setFusing(fusing);
  const norms = tf.tidy(() => optimiserStep(rule, model.updates(step), model.settings(rule, step, scalars)));
  setFusing(true);
  const values = await norms.data<'float32'>();
  norms.dispose();
  return values;
}

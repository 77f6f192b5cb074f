/**
 * @file Every method's gradient, through a whole ViT and a whole ResNet: in float64 against finite differences, tensor
 * by tensor; then each backend, with and without our kernels, against float64.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stream } from '../../adasim/random.ts';
import type { ParameterSet } from '../../model/parameters.ts';
import { setUpBackend } from '../../tensor/backend.ts';
import { setFusing } from '../../tensor/kernels.ts';
import {
  at,
  derivative,
  dot,
  inDouble,
  largest,
  randomValues,
  settings,
  use,
  type Values,
} from '../../tensor/ops/testing.ts';
import { relativeError } from '../../tensor/relativeError.ts';
import * as tf from '../../tensor/tf.ts';
import { cases, learn, leave, stage, type MethodCase, type Scene } from './testing.ts';

interface Evaluation {
  loss: number;
  features: ArrayLike<number>;
  gradients: Map<string, ArrayLike<number>>;
}

const references = new Map<MethodCase, Evaluation>();

function evaluateInDouble(methodCase: MethodCase): Evaluation {
  return inDouble(() => {
    const { names, tensors } = pass(methodCase);
    const values = tensors.map((tensor) => tensor.dataSync());
    tf.dispose(tensors);
    return evaluation(names, values);
  });
}

async function evaluate(methodCase: MethodCase): Promise<Evaluation> {
  const { names, tensors } = pass(methodCase);
  // The WebGPU backend hands out values only so.
  const values = await Promise.all(tensors.map((tensor) => tensor.data()));
  tf.dispose(tensors);
  return evaluation(names, values);
}

/** Statistics, features and the gradients, of which `names` are the names. */
function pass(methodCase: MethodCase): { names: string[]; tensors: tf.Tensor[] } {
  const scene = stage(methodCase);
  let names: string[] = [];
  const tensors = tf.tidy(() => {
    const { statistics, features, gradients } = learn(scene, methodCase.stored);
    names = [...gradients.keys()];
    return [statistics, features, ...gradients.values()];
  });
  leave(scene);
  return { names, tensors };
}

const evaluation = (names: string[], values: ArrayLike<number>[]): Evaluation => ({
  loss: at(at(values, 0), 0),
  features: at(values, 1),
  gradients: new Map(names.map((name, index) => [name, at(values, index + 2)])),
});

beforeAll(async () => {
  await setUpBackend('cpu');
  for (const methodCase of cases) references.set(methodCase, evaluateInDouble(methodCase));
}, 60_000);

function reference(methodCase: MethodCase): Evaluation {
  const evaluation = references.get(methodCase);
  if (evaluation === undefined) throw new Error(`${methodCase.name} has no reference.`);
  return evaluation;
}

/** The loss as a function of the student. */
function lossOf(scene: Scene, { held, stored }: MethodCase): () => number {
  const { method, views, keepScales } = scene;
  const compute = held?.(method, views, keepScales) ?? (() => learn(scene, stored).statistics);
  return () => tf.tidy(() => at(compute().dataSync(), 0));
}

/** Derivative of `loss` as one tensor moves along `direction`. */
function slope(loss: () => number, parameters: ParameterSet, name: string, direction: Values): number {
  const values = parameters.variable(name).dataSync();
  const result = derivative((offset) => {
    parameters.load(
      name,
      Float32Array.from(values, (value, index) => value + offset * at(direction.data, index)),
    );
    return loss();
  });
  parameters.load(name, Float32Array.from(values));
  return result;
}

const norm = (values: ArrayLike<number>): number => Math.sqrt(dot(values, values));

// The mathematics alone, which no backend changes.
describe('in float64, against finite differences', { tags: ['slow'] }, () => {
  beforeAll(() => setUpBackend('cpu'));

  test.each(cases)('$name', (methodCase) => {
    const { gradients, loss } = reference(methodCase);
    // Some tensors have a gradient of zero, e.g. a bias in front of a BatchNorm.
    const floor = 1e-3 * Math.max(...[...gradients.values()].map(norm));
    inDouble(() => {
      const scene = stage(methodCase);
      const { student } = scene.method;
      tf.tidy(() => {
        const lossNow = lossOf(scene, methodCase);
        expect(relativeError([lossNow()], [loss])).toBeLessThan(1e-12);
        expect([...gradients.keys()]).toEqual(student.parameterNames);
        for (const [name, gradient] of gradients) {
          const direction = randomDirection(student.variable(name).shape, name);
          const difference = slope(lossNow, student, name, direction);
          const error =
            Math.abs(difference - dot(gradient, direction.data)) / Math.max(norm(gradient), floor);
          // As in the tests of the ops, all of it from the approximation of erf, here through GELUs in a row.
          expect(error, name).toBeLessThan(2e-5);
        }
      });
      leave(scene);
    });
  });
});

/** Signs: along them a gradient's slope is of the size of its norm. */
function randomDirection(shape: number[], name: string): Values {
  const { data } = randomValues(shape, stream(6, name));
  return { shape, data: data.map((value) => (value < 0 ? -1 : 1)) };
}

describe.each(settings)('on $backend, own kernels: $fused', (setting) => {
  let complaints: readonly string[] = [];

  beforeAll(async () => {
    complaints = await use(setting);
  });

  afterAll(() => {
    setFusing(true);
  });

  test.each(cases)('$name', async (methodCase) => {
    const expected = reference(methodCase);
    const { loss, features, gradients } = await evaluate(methodCase);
    expect(relativeError([loss], [expected.loss])).toBeLessThan(1e-5);
    expect(relativeError(features, expected.features)).toBeLessThan(1e-5);
    expect([...gradients.keys()]).toEqual([...expected.gradients.keys()]);
    for (const [name, gradient] of gradients) {
      const wanted = expected.gradients.get(name) ?? [];
      expect(relativeError(gradient, wanted, floorOf(name, expected.gradients)), name).toBeLessThan(1e-4);
    }
    expect(complaints).toEqual([]);
  });
});

/**
 * A bias in front of a BatchNorm has a gradient of zero, of which float32 leaves what rounding leaves of the weight's
 * gradient beside it: both are sums of the same terms.
 */
function floorOf(name: string, gradients: ReadonlyMap<string, ArrayLike<number>>): number {
  return largest(gradients.get(name.replace(/bias$/, 'weight')) ?? []);
}

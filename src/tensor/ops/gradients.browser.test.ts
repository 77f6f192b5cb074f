/**
 * @file Every op that trains, with its gradient: the portable form against finite differences in float64, element by
 * element; then each backend, with and without our kernels, against the portable form in float64.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stream } from '../../adasim/random.ts';
import { setUpBackend } from '../backend.ts';
import { setFusing } from '../kernels.ts';
import { relativeError } from '../relativeError.ts';
import * as tf from '../tf.ts';
import { webgpuBackend } from '../webgpu/currentBackend.ts';
import { demanding, larger, sizesOfPresets, small, type OpCase } from './gradientCases.ts';
import {
  at,
  derivative,
  dot,
  inDouble,
  randomValues,
  settings,
  upload,
  use,
  useModestDevice,
  type Setting,
  type Values,
} from './testing.ts';

interface Evaluation {
  output: ArrayLike<number>;
  /** By input, of the functional `Σ weights · output`. */
  gradients: ArrayLike<number>[];
}

/** The random linear functional of a case's output, the same on every backend. */
function weights({ name, differentiable }: OpCase, shape: number[]): Values {
  const drawn = randomValues(shape, stream(11, 'functional', name));
  drawn.data.fill(0, differentiable ?? drawn.data.length);
  return drawn;
}

/** The output, then the gradients. */
function differentiate(opCase: OpCase): tf.Tensor[] {
  return tf.tidy(() => {
    const inputs = opCase.inputs.map(upload);
    const output = opCase.apply(inputs);
    const gradients = tf.grads((...traced: tf.Tensor[]) => opCase.apply(traced));
    return [output, ...gradients(inputs, upload(weights(opCase, output.shape)))];
  });
}

const evaluateInDouble = (opCase: OpCase): Evaluation =>
  inDouble(() => {
    const tensors = differentiate(opCase);
    const values = tensors.map((tensor) => tensor.dataSync());
    tf.dispose(tensors);
    return evaluation(values);
  });

async function evaluate(opCase: OpCase): Promise<Evaluation> {
  const tensors = differentiate(opCase);
  // The WebGPU backend hands out values only so.
  const values = await Promise.all(tensors.map((tensor) => tensor.data()));
  tf.dispose(tensors);
  return evaluation(values);
}

const evaluation = (values: ArrayLike<number>[]): Evaluation => ({
  output: at(values, 0),
  gradients: values.slice(1),
});

/** The functional alone, for inputs of which `element` of `input` is moved by `offset`. */
function functional(opCase: OpCase, input: Values, element: number, offset: number): number {
  const value = at(input.data, element);
  input.data[element] = value + offset;
  try {
    return tf.tidy(() => {
      const output = opCase.apply(opCase.inputs.map(upload));
      return dot(output.dataSync(), weights(opCase, output.shape).data);
    });
  } finally {
    input.data[element] = value;
  }
}

/** By finite differences, element by element. */
const differences = (opCase: OpCase, input: Values): Float64Array =>
  inDouble(() =>
    input.data.map((_, element) => derivative((offset) => functional(opCase, input, element, offset))),
  );

const references = new Map<OpCase, Evaluation>();

/** Makes the references of these cases, where that was not done before; leaves `cpu` as the backend. */
async function refer(cases: readonly OpCase[]): Promise<void> {
  await setUpBackend('cpu');
  for (const each of cases) if (!references.has(each)) references.set(each, evaluateInDouble(each));
}

beforeAll(() => refer([...small, ...larger]), 60_000);

function reference(opCase: OpCase): Evaluation {
  const evaluation = references.get(opCase);
  if (evaluation === undefined) throw new Error(`${opCase.name} has no reference.`);
  return evaluation;
}

describe('in float64, against finite differences', () => {
  beforeAll(() => setUpBackend('cpu'));

  test.each(small)('$name', (opCase) => {
    const { gradients } = reference(opCase);
    opCase.inputs.forEach((input, index) => {
      // TensorFlow.js's erf is an approximation, of which the density in its gradient is not quite the derivative.
      expect(relativeError(at(gradients, index), differences(opCase, input))).toBeLessThan(2e-6);
    });
  });
});

/** What cards run where they have neither subgroups nor more memory than WebGPU promises. */
const modest: Setting = { backend: 'webgpu', fused: true, modest: true };

test('a modest device has what WebGPU promises', async () => {
  await use(modest);
  const { limits, features } = webgpuBackend().device;
  expect(limits).toMatchObject({
    maxBufferSize: 2 ** 28,
    maxComputeInvocationsPerWorkgroup: 256,
    maxComputeWorkgroupStorageSize: 16384,
    maxComputeWorkgroupsPerDimension: 65535,
    maxStorageBufferBindingSize: 2 ** 27,
  });
  expect(features.has('subgroups')).toBe(false);
});

describe.each([...settings, modest])('on $backend, own kernels: $fused, modest: $modest', (setting) => {
  let complaints: readonly string[] = [];

  beforeAll(async () => {
    complaints = await use(setting);
  });

  afterAll(() => {
    setFusing(true);
    useModestDevice(false);
  });

  const closeToDouble = async (opCase: OpCase): Promise<void> => {
    const { output, gradients } = await evaluate(opCase);
    const expected = reference(opCase);
    expect(relativeError(output, expected.output)).toBeLessThan(1e-5);
    expect(gradients).toHaveLength(expected.gradients.length);
    gradients.forEach((gradient, index) => {
      expect(relativeError(gradient, at(expected.gradients, index))).toBeLessThan(1e-5);
    });
    expect(complaints).toEqual([]);
  };

  test.each(setting.modest ? small : [...small, ...larger])('$name', closeToDouble);
  describe('what takes long', { tags: ['slow'] }, () => {
    const cases = setting.modest ? demanding : sizesOfPresets;

    beforeAll(async () => {
      await refer(cases);
      complaints = await use(setting);
    }, 120_000);

    test.each(cases)('$name', closeToDouble);
  });
});

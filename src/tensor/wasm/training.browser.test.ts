import { beforeAll, describe, expect, it } from 'vitest';
import { setFusing } from '../kernels.ts';
import {
  optimiserStep,
  updateSettings,
  type OptimiserRule,
  type ParameterUpdate,
  type UpdateTerms,
} from '../ops/optimiserStep.ts';
import * as tf from '../tf.ts';
import {
  element,
  expectClose,
  expectSameBits,
  matrix,
  oddSizes,
  run,
  sum,
  useWasm,
  Values,
  vector,
} from './testing.ts';

beforeAll(useWasm);

describe('normalize', () => {
  const epsilon = 1e-12;

  it('agrees with the definition and its gradient', () => {
    for (const rows of [...oddSizes, 130]) {
      for (const dim of oddSizes) {
        const [x, dy] = [Values.random([rows, dim], 1, 3), Values.random([rows, dim], 2)];
        const inverseNorm = vector(rows, (n) => 1 / Math.sqrt(sum(dim, (j) => x.at(n, j) ** 2)));
        const y = matrix(rows, dim, (n, j) => x.at(n, j) * inverseNorm.at(n));
        const outputs = run('AdaSimNormalize', { x }, { epsilon });
        expectClose(outputs[0], y);
        expectClose(outputs[1], inverseNorm);
        const dot = vector(rows, (n) => sum(dim, (j) => y.at(n, j) * dy.at(n, j)));
        const dx = matrix(rows, dim, (n, j) => inverseNorm.at(n) * (dy.at(n, j) - y.at(n, j) * dot.at(n)));
        // A row of one number has a gradient of zero, of which rounding leaves a little.
        if (dim > 1) expectClose(run('AdaSimNormalizeGradient', { dy, y, inverseNorm })[0], dx, 5e-6);
      }
    }
  });

  it('leaves a row of zeros as it is', () => {
    const [y] = run('AdaSimNormalize', { x: Values.from([2, 5], () => 0) }, { epsilon });
    expect([...(y ?? [])]).toEqual(new Array(10).fill(0));
  });
});

describe('distillation loss', () => {
  it.each([
    [1, 1],
    [1, 7],
    [3, 64],
    [17, 301],
  ])('agrees with the definition, %i images and %i prototypes', (batch, prototypes) => {
    const rows = 2 * batch;
    const [student, teacher] = [
      Values.random([rows, prototypes], 1, 2),
      Values.random([rows, prototypes], 2, 2),
    ];
    const centre = Values.random([prototypes], 3);
    const [studentTemperature, teacherTemperature] = [0.125, 0.0625];
    const temperatures = new Values([2], Float64Array.of(studentTemperature, teacherTemperature));

    const softmax = (logit: (row: number, k: number) => number): Values => {
      const top = vector(rows, (n) => Math.max(...Array.from({ length: prototypes }, (_, k) => logit(n, k))));
      const total = vector(rows, (n) => sum(prototypes, (k) => Math.exp(logit(n, k) - top.at(n))));
      return matrix(rows, prototypes, (n, k) => Math.exp(logit(n, k) - top.at(n)) / total.at(n));
    };
    const p = softmax((n, k) => (teacher.at(n, k) - centre.at(k)) / teacherTemperature);
    const q = softmax((n, k) => student.at(n, k) / studentTemperature);
    const other = (n: number) => (n + batch) % rows;
    const logQ = (value: number) => Math.log(Math.max(value, 1e-300));
    const loss = -sum(rows, (n) => sum(prototypes, (k) => p.at(other(n), k) * logQ(q.at(n, k)))) / rows;
    const entropy = -sum(rows, (n) => sum(prototypes, (k) => p.at(n, k) * logQ(p.at(n, k)))) / rows;
    const gradient = matrix(
      rows,
      prototypes,
      (n, k) => (q.at(n, k) - p.at(other(n), k)) / (studentTemperature * rows),
    );

    const outputs = run('AdaSimDistillationLoss', { student, teacher, centre, temperatures });
    expectClose(outputs[0], new Values([4], Float64Array.of(loss, entropy, loss - entropy, 0)), 5e-6);
    if (prototypes > 1) expectClose(outputs[1], gradient, 5e-6);
  });

  it('gives the same bits on any number of threads', () => {
    const [student, teacher] = [Values.random([66, 257], 1, 5), Values.random([66, 257], 2, 5)];
    const temperatures = new Values([2], Float64Array.of(0.1, 0.05));
    const inputs = { student, teacher, centre: Values.random([257], 3), temperatures };
    expectSameBits(() => run('AdaSimDistillationLoss', inputs));
  });
});

describe('optimiser', () => {
  const rules: OptimiserRule[] = [
    { kind: 'adamw', beta1: 0.9, beta2: 0.999, eps: 1e-8 },
    { kind: 'sgd', momentum: 0.9 },
    { kind: 'lars', momentum: 0.9 },
  ];
  const scalars = { lr: 0.01, weightDecay: 0.3, teacherMomentum: 0.996 };
  const shapes = [[1], [65], [17, 3], [70, 65], [3, 5, 2, 2]];

  /** The same parameters, gradients and moments whenever it is called. */
  function parameters(rule: OptimiserRule): ParameterUpdate[] {
    const variable = (shape: number[], seed: number, positive = false) =>
      tf.tidy(() => {
        const values = Values.random(shape, seed);
        return tf.variable((positive ? values.map(Math.abs) : values).tensor());
      });
    return shapes.map((shape, index) => ({
      parameter: variable(shape, 10 * index),
      gradient: Values.random(shape, 10 * index + 1).tensor(),
      moments: [
        variable(shape, 10 * index + 2),
        ...(rule.kind === 'adamw' ? [variable(shape, 10 * index + 3, true)] : []),
      ],
      ...(index === 1 ? {} : { teacher: variable(shape, 10 * index + 4) }),
    }));
  }

  const terms = shapes.map((shape, index): UpdateTerms => ({
    decays: shape.length > 1,
    adapts: shape.length > 1,
    frozen: index === 2,
    updates: index + 1,
  }));

  function settings(rule: OptimiserRule, clip: number): tf.Tensor2D {
    const { values, shape } = updateSettings(rule, terms, { ...scalars, clip });
    return tf.tensor2d(values, shape);
  }

  function update(rule: OptimiserRule, steps: number, clip: number): tf.TypedArray[] {
    const updates = parameters(rule);
    const norms: tf.TypedArray[] = [];
    for (let step = 0; step < steps; step += 1) {
      const told = settings(rule, clip);
      const result = optimiserStep(rule, updates, told);
      norms.push(result.dataSync());
      tf.dispose([told, result]);
    }
    const tensors = updates.flatMap(({ parameter, moments, teacher }) => [
      parameter,
      ...moments,
      ...(teacher === undefined ? [] : [teacher]),
    ]);
    const values = tensors.map((tensor) => tensor.dataSync());
    tf.dispose([tensors, updates.map(({ gradient }) => gradient)]);
    return [...norms, ...values];
  }

  it.each(rules)('updates as the portable form does: $kind', (rule) => {
    for (const clip of [0, 0.5]) {
      const fused = update(rule, 3, clip);
      setFusing(false);
      const portable = update(rule, 3, clip);
      setFusing(true);
      expect(fused).toHaveLength(portable.length);
      fused.forEach((values, index) => {
        const expected = portable[index] ?? [];
        expectClose(
          values,
          Values.from([expected.length], (at) => element(expected, at)),
          3e-6,
        );
      });
    }
  });

  it.each(rules)('gives the same bits on any number of threads: $kind', (rule) => {
    expectSameBits(() => update(rule, 2, 0.5));
  });

  it('refuses a teacher that is the student', () => {
    const rule = { kind: 'sgd', momentum: 0.9 } as const;
    const shared = parameters(rule).map((update) => ({ ...update, teacher: update.parameter }));
    expect(() => optimiserStep(rule, shared, settings(rule, 0))).toThrow('share');
  });
});

describe('nearest', () => {
  function reference(bank: Values, queries: Values, valid: tf.TypedArray, k: number): [number, number][][] {
    const [rows = 0, dim = 0] = bank.shape;
    return Array.from({ length: queries.shape[0] ?? 0 }, (_, query) => {
      const found = Array.from({ length: rows }, (_, row): [number, number] => [
        row,
        sum(dim, (j) => bank.at(row, j) * queries.at(query, j)),
      ])
        .filter(([row]) => element(valid, row) !== 0)
        .sort(([rowA, a], [rowB, b]) => b - a || rowA - rowB);
      return Array.from({ length: k }, (_, rank) => found[rank] ?? [-1, 0]);
    });
  }

  it.each([
    { rows: 1, dim: 1, queries: 1, k: 3 },
    { rows: 17, dim: 3, queries: 5, k: 20 },
    { rows: 600, dim: 65, queries: 9, k: 10 },
    { rows: 1500, dim: 8, queries: 70, k: 5 },
  ])('finds the $k nearest of $rows', ({ rows, dim, queries: count, k }) => {
    // Small integers: sums are exact, and there are many ties.
    const bank = Values.random([rows, dim], 1, 3).map(Math.round);
    const queries = Values.random([count, dim], 2, 3).map(Math.round);
    const valid = tf.tensor2d(
      Float32Array.from({ length: rows }, (_, row) => Number(row % 7 !== 3)),
      [rows, 1],
    );
    const expected = reference(bank, queries, valid.dataSync(), k).flat();
    const [indices, similarities] = run('AdaSimTopK', { bank, queries, valid }, { k });
    expect([...(indices ?? [])]).toEqual(expected.map(([row]) => row));
    expect([...(similarities ?? [])]).toEqual(expected.map(([, similarity]) => similarity));
    valid.dispose();
  });

  it('writes rows in place', () => {
    const target = tf.variable(tf.zeros([4, 3]));
    const rows = Values.random([2, 3], 1);
    const indices = tf.tensor1d([3, 1], 'int32');
    run('AdaSimAssignRows', { target, rows, indices });
    const zeros = [0, 0, 0];
    const [first, second] = [rows.data.subarray(0, 3), rows.data.subarray(3)];
    expect([...target.dataSync()]).toEqual([...zeros, ...second, ...zeros, ...first]);
    const outside = tf.tensor1d([3, 4], 'int32');
    expect(() => run('AdaSimAssignRows', { target, rows, indices: outside })).toThrow('no row 4');
    tf.dispose([target, indices, outside]);
  });
});

describe('identity', () => {
  it('shares memory, which lives as long as the last tensor', () => {
    const before = tf.memory();
    const x = Values.random([7], 1).tensor();
    const values = [...x.dataSync()];
    const copy = tf.clone(x);
    expect(tf.memory().numDataBuffers - before.numDataBuffers).toBe(1);
    x.dispose();
    expect([...copy.dataSync()]).toEqual(values);
    copy.dispose();
    expect(tf.memory()).toEqual(before);
  });
});

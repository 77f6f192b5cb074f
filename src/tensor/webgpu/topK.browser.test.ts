import { beforeAll, describe, expect, it } from 'vitest';
import * as tf from '../tf.ts';
import { setKernelStyle } from './device.ts';
import {
  at,
  expectClose,
  outputsOf,
  product,
  randomMatrix,
  upload,
  useWebgpu,
  type Matrix,
} from './testing.ts';

beforeAll(useWebgpu);

describe.each(['quads', 'workgroup'] as const)('in the style %s', (style) => {
  beforeAll(() => setKernelStyle(style));

  it.each([
    { rows: 1, queries: 1, dim: 1, k: 1 },
    { rows: 17, queries: 3, dim: 5, k: 4 },
    { rows: 300, queries: 33, dim: 8, k: 10 },
  ])('finds the $k of $rows rows nearest to $queries queries', async ({ rows, queries, dim, k }) => {
    const bank = randomMatrix(rows, dim, 1);
    const query = randomMatrix(queries, dim, 2);
    const valid = Array.from({ length: rows }, (_, row) => (row % 3 === 1 ? 0 : 1));
    await expectNearest(bank, query, valid, k);
  });
});

it('goes through a bank larger than a chunk', async () => {
  setKernelStyle('auto');
  const bank = randomMatrix(16384 + 77, 4, 3);
  await expectNearest(
    bank,
    randomMatrix(3, 4, 4),
    Array.from({ length: bank.rows }, () => 1),
    8,
  );
});

it('prefers the lower index in a tie, and says where there are too few', async () => {
  const [indices, similarities] = await search(
    { rows: 5, columns: 1, values: Float64Array.of(1, 2, 2, 1, 9) },
    { rows: 1, columns: 1, values: Float64Array.of(1) },
    [1, 1, 1, 1, 0],
    6,
  );
  expect([...(indices ?? [])]).toEqual([1, 2, 0, 3, -1, -1]);
  expect([...(similarities ?? [])]).toEqual([2, 2, 1, 1, 0, 0]);
});

it('writes rows in place, also where the values had been read before', async () => {
  const target = tf.variable(tf.zeros<tf.Rank.R2>([4, 3]));
  await target.data();
  const inputs = { rows: tf.tensor2d([[1, 2, 3], [4, 5, 6]]), indices: tf.tensor1d([2, 0], 'int32') }; // prettier-ignore
  tf.dispose(tf.engine().runKernel('AdaSimAssignRows', { target, ...inputs }));
  expect([...(await target.data())]).toEqual([4, 5, 6, 0, 0, 0, 1, 2, 3, 0, 0, 0]);
  tf.dispose([target, inputs]);
});

const search = (bank: Matrix, queries: Matrix, valid: number[], k: number) =>
  outputsOf(
    'AdaSimTopK',
    { bank: upload(bank), queries: upload(queries), valid: tf.tensor2d(valid, [valid.length, 1], 'float32') },
    { k },
  );

async function expectNearest(bank: Matrix, queries: Matrix, valid: number[], k: number): Promise<void> {
  const similarities = product(queries, bank, false, true).values;
  const [indices, best] = await search(bank, queries, valid, k);
  for (let query = 0; query < queries.rows; query += 1) {
    const row = similarities.subarray(query * bank.rows, (query + 1) * bank.rows);
    const order = Array.from(row.keys())
      .filter((index) => valid[index] === 1)
      .sort((i, j) => at(row, j) - at(row, i))
      .slice(0, k);
    expect([...(indices?.subarray(query * k, query * k + order.length) ?? [])]).toEqual(order);
    expectClose(
      best?.subarray(query * k, query * k + order.length),
      order.map((index) => at(row, index)),
    );
  }
}

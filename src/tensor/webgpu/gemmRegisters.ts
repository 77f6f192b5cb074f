/**
 * @file Products with neither workgroup memory nor subgroups: each invocation loads what it needs and computes
 * 8 rows × 4 columns in registers. For devices whose caches serve neighbours well, or whose barriers are dear.
 */
import type { Gemm, Operand, TiledKernel } from './gemm.ts';
import { component, range, sumOfProducts, unroll } from './unroll.ts';

const ROWS = 8;
const COLUMNS = 4;
const WORKGROUP = 64;

export function registerTiles(gemm: Gemm): TiledKernel {
  const columnTiles = Math.ceil(gemm.columns / COLUMNS);
  const tiles = Math.ceil(gemm.rows / ROWS) * columnTiles;
  return {
    name: 'Registers',
    workgroupSize: WORKGROUP,
    workgroups: Math.ceil(tiles / WORKGROUP),
    depthStep: 4,
    subgroups: false,
    shared: [],
    main: () => main(gemm, columnTiles),
  };
}

function main(gemm: Gemm, columnTiles: number): string {
  const cell = (i: number, j: number) =>
    sumOfProducts(
      `c${i}_${j}`,
      range(4).map((q) => [value('a', gemm.a, i, q), value('b', gemm.b, j, q)] as const),
    );
  return `
    fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(workgroup_id) group: vec3<u32>) {
      let split = group.y;
      let row = id.x / ${columnTiles}u * ${ROWS}u;
      let column = id.x % ${columnTiles}u * ${COLUMNS}u;
      if (row >= ROWS) { return; }
      let begin = split * SPLIT_K;
      ${lines('A', 'row', gemm.a, ROWS)}
      ${lines('B', 'column', gemm.b, COLUMNS)}
      let start = initial(column);
      ${unroll(ROWS, (i) => unroll(COLUMNS, (j) => `var c${i}_${j} = start.${component(j)};`))}
      ${gemm.storeRowSum ? unroll(ROWS, (i) => `var s${i} = 0.0;`) : ''}
      for (var k = begin; k < begin + SPLIT_K; k += 4u) {
        ${loads('A', gemm.a, ROWS)}
        ${loads('B', gemm.b, COLUMNS)}
        ${gemm.storeRowSum ? unroll(ROWS, (i) => `s${i} += ${rowSum(gemm.a, i)};`) : ''}
        ${unroll(ROWS, (i) => unroll(COLUMNS, (j) => `c${i}_${j} = ${cell(i, j)};`))}
      }
      ${unroll(ROWS, (i) => storeRow(gemm, i))}
    }`;
}

/** One line for each load: every line of an `inner` operand, every fourth of an `outer` one. */
const linesOf = ({ layout }: Operand, count: number): number[] =>
  layout === 'inner' ? range(count) : range(count / 4).map((part) => 4 * part);

const lines = (name: 'A' | 'B', origin: string, operand: Operand, count: number): string =>
  linesOf(operand, count)
    .map((line) => `let line${name}${line} = line${name}(${origin} + ${line}u);`)
    .join('\n');

/** Four values along k of each line, or four lines at each of four k. */
function loads(name: 'A' | 'B', operand: Operand, count: number): string {
  const lower = name.toLowerCase();
  if (operand.layout === 'inner') {
    const load = (line: number) =>
      `let ${lower}${line} = load${name}(line${name}${line}, depthOf${name}, k);`;
    return `let depthOf${name} = depth${name}(k);\n${linesOf(operand, count).map(load).join('\n')}`;
  }
  return unroll(4, (q) => {
    const load = (line: number) =>
      `let ${lower}${line}_${q} = load${name}(line${name}${line}, depthOf${name}${q}, k + ${q}u);`;
    return `let depthOf${name}${q} = depth${name}(k + ${q}u);\n${linesOf(operand, count).map(load).join('\n')}`;
  });
}

/** The value at `line` and `k + q`. */
const value = (name: 'a' | 'b', { layout }: Operand, line: number, q: number): string =>
  layout === 'inner'
    ? `${name}${line}.${component(q)}`
    : `${name}${4 * Math.floor(line / 4)}_${q}.${component(line % 4)}`;

const rowSum = (a: Operand, i: number): string =>
  range(4)
    .map((q) => value('a', a, i, q))
    .join(' + ');

function storeRow(gemm: Gemm, i: number): string {
  const values = range(COLUMNS).map((j) => `c${i}_${j}`);
  const sum = gemm.storeRowSum ? `if (column == 0u) { storeRowSum(row + ${i}u, split, s${i}); }` : '';
  return `if (row + ${i}u < ROWS) { store(row + ${i}u, column, split, vec4(${values.join()})); ${sum} }`;
}

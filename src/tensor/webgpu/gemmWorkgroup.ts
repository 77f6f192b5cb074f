/**
 * @file Products on a GPU: each workgroup stages 16-deep slices of both operands in workgroup memory and computes
 * a square tile of the result, 4 × 4 values per invocation.
 */
import type { Gemm, Operand, TiledKernel } from './gemm.ts';
import { component, range, unroll } from './unroll.ts';

const DEPTH = 16;

/** Below as many values the small tile keeps more of the device busy. */
const LARGE_RESULT = 1 << 20;

export function workgroupTiles(gemm: Gemm): TiledKernel {
  const tile = gemm.rows * gemm.columns < LARGE_RESULT ? 32 : 64;
  const columnTiles = Math.ceil(gemm.columns / tile);
  return {
    name: `Workgroup${tile}`,
    workgroupSize: (tile / 4) ** 2,
    workgroups: Math.ceil(gemm.rows / tile) * columnTiles,
    depthStep: DEPTH,
    subgroups: false,
    shared: [
      { name: 'tileA', type: 'f32', length: DEPTH * tile },
      { name: 'tileB', type: 'f32', length: DEPTH * tile },
    ],
    main: () => main(gemm, tile, columnTiles),
  };
}

function main(gemm: Gemm, tile: number, columnTiles: number): string {
  const side = tile / 4;
  const cells = range(4).flatMap((i) => range(4).map((j) => ({ i, j })));
  return `
    fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) local: u32) {
      let row = group.x / ${columnTiles}u * ${tile}u;
      let column = group.x % ${columnTiles}u * ${tile}u;
      let myRow = local / ${side}u * 4u;
      let myColumn = local % ${side}u * 4u;
      let start = initial(column + myColumn);
      ${cells.map(({ i, j }) => `var c${i}_${j} = start.${component(j)};`).join('\n')}
      ${gemm.storeRowSum ? unroll(4, (i) => `var s${i} = 0.0;`) : ''}
      for (var k = group.y * SPLIT_K; k < (group.y + 1u) * SPLIT_K; k += ${DEPTH}u) {
        for (var part = local; part < ${(DEPTH * tile) / 4}u; part += ${side * side}u) {
          ${stage('A', 'row', gemm.a, tile)}
          ${stage('B', 'column', gemm.b, tile)}
        }
        workgroupBarrier();
        for (var q = 0u; q < ${DEPTH}u; q++) {
          let at = q * ${tile}u;
          ${unroll(4, (i) => `let a${i} = tileA[at + myRow + ${i}u];`)}
          ${unroll(4, (j) => `let b${j} = tileB[at + myColumn + ${j}u];`)}
          ${gemm.storeRowSum ? unroll(4, (i) => `s${i} += a${i};`) : ''}
          ${cells.map(({ i, j }) => `c${i}_${j} = fma(a${i}, b${j}, c${i}_${j});`).join('\n')}
        }
        workgroupBarrier();
      }
      if (column + myColumn < COLUMNS) {
        ${unroll(4, (i) => {
          const values = range(4).map((j) => `c${i}_${j}`);
          return `if (row + myRow + ${i}u < ROWS) {
            store(row + myRow + ${i}u, column + myColumn, group.y, vec4(${values.join()}));
          }`;
        })}
      }
      ${gemm.storeRowSum ? storeRowSums : ''}
    }`;
}

const storeRowSums = `if (column + myColumn == 0u) {
  ${unroll(4, (i) => `if (row + myRow + ${i}u < ROWS) { storeRowSum(row + myRow + ${i}u, group.y, s${i}); }`)}
}`;

/** One load of four values into the tile, which is ordered by depth, then by line. */
function stage(name: 'A' | 'B', origin: string, { layout }: Operand, tile: number): string {
  const [line, depth] =
    layout === 'inner'
      ? [`part / ${DEPTH / 4}u`, `part % ${DEPTH / 4}u * 4u`]
      : [`part % ${tile / 4}u * 4u`, `part / ${tile / 4}u`];
  const next = layout === 'inner' ? tile : 1;
  return `{
    let line = ${line};
    let depth = ${depth};
    let four = load${name}(line${name}(${origin} + line), depth${name}(k + depth), k + depth);
    let at = depth * ${tile}u + line;
    ${unroll(4, (q) => `tile${name}[at + ${q * next}u] = four[${q}];`)}
  }`;
}

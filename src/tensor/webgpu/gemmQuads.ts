/**
 * @file Products on a software adapter. A quad of 4 lanes computes 16 rows × 16 or 32 columns in registers, with
 * neither workgroup memory nor barriers. There a load costs as much as ten multiplications, so the lanes share the
 * loads of `a` by broadcasts, and the code is kept short enough for the CPU's instruction cache.
 */
import type { Gemm, Operand, TiledKernel } from './gemm.ts';
import { component, range, sumOfProducts, unroll } from './unroll.ts';

const ROWS = 16;
const LANES = 4;
const WORKGROUP = 32;

export function quadTiles(gemm: Gemm): TiledKernel {
  const perLane = columnsPerLane(gemm.columns);
  const columnTiles = Math.ceil(gemm.columns / (LANES * perLane));
  const tiles = Math.ceil(gemm.rows / ROWS) * columnTiles;
  return {
    name: `Quads${perLane}`,
    workgroupSize: WORKGROUP,
    workgroups: Math.ceil((tiles * LANES) / WORKGROUP),
    depthStep: 4,
    subgroups: true,
    // A software adapter computes what is written, so the general form gives the same bits.
    sizes: { COLUMN_TILES: columnTiles },
    shared: [],
    main: () => main(gemm, perLane),
  };
}

/** 8, unless 4 wastes less on the last tile; a tile of 4 costs 0.56 of one of 8. */
function columnsPerLane(columns: number): number {
  const wide = Math.ceil(columns / 32);
  const narrow = 0.56 * Math.ceil(columns / 16);
  return narrow < wide ? 4 : 8;
}

function main(gemm: Gemm, perLane: number): string {
  return `
    fn main(
      @builtin(global_invocation_id) id: vec3<u32>,
      @builtin(workgroup_id) group: vec3<u32>,
      @builtin(subgroup_invocation_id) lane: u32,
    ) {
      let split = group.y;
      let tile = id.x / ${LANES}u;
      let row = tile / COLUMN_TILES * ${ROWS}u;
      let column = (tile % COLUMN_TILES * ${LANES}u + lane) * ${perLane}u;
      let begin = split * SPLIT_K;
      ${lines(gemm.a, gemm.b, perLane)}
      ${unroll(perLane / 4, (j) => `let initial${j} = initial(column + ${4 * j}u);`)}
      ${unroll(ROWS, (i) => unroll(perLane, (j) => `var c${i}_${j} = initial${Math.floor(j / 4)}.${component(j % 4)};`))}
      ${gemm.storeRowSum ? unroll(ROWS, (i) => `var s${i} = 0.0;`) : ''}
      for (var k = begin; k < begin + SPLIT_K; k += 4u) {
        ${loadsOfA(gemm.a)}
        ${loadsOfB(gemm.b, perLane)}
        ${unroll(ROWS, (i) => multiplyRow(gemm, i, perLane))}
      }
      ${unroll(ROWS, (i) => storeRow(gemm, i, perLane))}
    }`;
}

/** The lines of which this lane loads values; they stay the same while k moves on. */
function lines(a: Operand, b: Operand, perLane: number): string {
  const lineOfA = (i: number) => (a.layout === 'inner' ? `row + ${4 * i}u + lane` : `row + ${4 * i}u`);
  const linesOfB = b.layout === 'inner' ? range(perLane) : range(perLane / 4).map((j) => 4 * j);
  return `
    ${unroll(ROWS / 4, (i) => `let lineA${i} = lineA(${lineOfA(i)});`)}
    ${linesOfB.map((j) => `let lineB${j} = lineB(column + ${j}u);`).join('\n')}`;
}

/** Each lane loads a fourth of the tile's 16 rows × 4 values. */
function loadsOfA({ layout }: Operand): string {
  const k = layout === 'inner' ? 'k' : 'k + lane';
  return `
    let depthOfA = depthA(${k});
    ${unroll(ROWS / 4, (i) => `let a${i} = loadA(lineA${i}, depthOfA, ${k});`)}`;
}

/** `a[row + i, k + q]`, from the lane that has it. */
function valueOfA({ layout }: Operand, i: number, q: number): string {
  const [lane, part] = layout === 'inner' ? [i % 4, q] : [q, i % 4];
  return `quadBroadcast(a${Math.floor(i / 4)}.${component(part)}, ${lane}u)`;
}

/** Each lane has columns of its own. */
function loadsOfB({ layout }: Operand, perLane: number): string {
  if (layout === 'inner')
    return `
      let depthOfB = depthB(k);
      ${unroll(perLane, (j) => `let b${j} = loadB(lineB${j}, depthOfB, k);`)}`;
  const loads = (q: number) =>
    unroll(perLane / 4, (j) => `let b${j}_${q} = loadB(lineB${4 * j}, depthOfB${q}, k + ${q}u);`);
  return unroll(4, (q) => `let depthOfB${q} = depthB(k + ${q}u); ${loads(q)}`);
}

const valueOfB = ({ layout }: Operand, j: number, q: number): string =>
  layout === 'inner' ? `b${j}.${component(q)}` : `b${Math.floor(j / 4)}_${q}.${component(j % 4)}`;

function multiplyRow(gemm: Gemm, i: number, perLane: number): string {
  const cell = (j: number) =>
    sumOfProducts(
      `c${i}_${j}`,
      range(4).map((q) => [`v${i}_${q}`, valueOfB(gemm.b, j, q)] as const),
    );
  const values = range(4).map((q) => `v${i}_${q}`);
  return `
    ${unroll(4, (q) => `let v${i}_${q} = ${valueOfA(gemm.a, i, q)};`)}
    ${gemm.storeRowSum ? `s${i} += (${values.join(' + ')});` : ''}
    ${unroll(perLane, (j) => `c${i}_${j} = ${cell(j)};`)}`;
}

function storeRow(gemm: Gemm, i: number, perLane: number): string {
  const stores = unroll(perLane / 4, (j) => {
    const values = range(4).map((q) => `c${i}_${4 * j + q}`);
    const store = `store(row + ${i}u, column + ${4 * j}u, split, vec4(${values.join()}));`;
    return gemm.columns % (LANES * perLane) === 0 ? store : `if (column + ${4 * j}u < COLUMNS) { ${store} }`;
  });
  const sum = gemm.storeRowSum ? `if (column == 0u) { storeRowSum(row + ${i}u, split, s${i}); }` : '';
  return `if (row + ${i}u < ROWS) { ${stores} ${sum} }`;
}

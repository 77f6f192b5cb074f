/**
 * @file What the three attention kernels share. An invocation owns rows of one head (queries, or keys), holds them
 * in registers and sweeps over all tokens of the same head, its partners, four at a time. Scores and weights are
 * registers too. Partners are loaded once for many owners: by a quad's lanes, which broadcast them to each other,
 * or by a workgroup into its memory, as many at a time as that has room for.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type * as tf from '../tf.ts';
import { kernelStyle } from './device.ts';
import { offerOf, sharedBytes, type SharedArray } from './limits.ts';
import { float, input, output, run, type Binding } from './program.ts';
import { component, range, unroll } from './unroll.ts';

export interface AttentionShape {
  batch: number;
  tokens: number;
  dim: number;
  heads: number;
  headDim: number;
}

export function attentionShape({ shape }: tf.TensorInfo, heads: number): AttentionShape {
  const [batch = 0, tokens = 0, width = 0] = shape;
  const dim = width / 3;
  if (shape.length !== 3 || !Number.isInteger(dim / heads))
    throw new Error(
      `Attention needs [batch, tokens, 3·dim] with dim divisible by ${heads} heads, not [${shape.join()}].`,
    );
  return { batch, tokens, dim, heads, headDim: dim / heads };
}

/** A part of each token: queries (0), keys (1) or values (2) of `qkv`, or what belongs to the output. */
export interface Part {
  tensor: 'qkv' | 'dy' | 'out';
  part: 0 | 1 | 2;
}

/** The names that a sweep's WGSL is written with. */
export interface SweepNames {
  rows: number;
  headDim: number;
  /** Channel `c` of the owner's row `r`. */
  own: (part: string, r: number, c: number) => string;
  /** Channel `c` of partner `p` of the four. */
  partner: (part: string, p: number, c: number) => string;
  /** The partner's number for its token. */
  partnerScalar: (name: string, p: number) => string;
}

export interface Sweep {
  name: string;
  /** The most registers, in rows × channels, that an owner's rows should fill. */
  registers: number;
  owned: Record<string, Part>;
  partners: Record<string, Part>;
  /** Tensors `[batch, heads, tokens]` of which a partner needs its number. */
  partnerScalars?: readonly string[];
  reads: Record<string, tf.TensorInfo>;
  writes: Record<string, tf.TensorInfo>;
  /** Before the sweep; has `token<r>` (clamped) and `line`, the head's place in `[batch, heads]`. */
  begin: (names: SweepNames) => string;
  /** For four partners; has `first`, the token of the first. */
  four: (names: SweepNames) => string;
  /** For row `r` after the sweep, inside the tokens. */
  finish: (names: SweepNames, r: number) => string;
}

/** Partners in a workgroup's memory at a time, the first number of them that fits; 0: each is read where it lies. */
const TILES = [16, 12, 8, 4, 0] as const;
const QUAD_WORKGROUP = 32;

export function runSweep(backend: WebGPUBackend, shape: AttentionShape, sweep: Sweep): void {
  const { batch, tokens, dim, heads, headDim } = shape;
  const quads = kernelStyle(backend) === 'quads';
  const rows = quads
    ? Math.max(1, Math.min(4, Math.floor(sweep.registers / headDim), Math.ceil(tokens / 4)))
    : 1;
  const workgroupSize = quads ? QUAD_WORKGROUP : Math.min(128, Math.ceil(tokens / 32) * 32);
  const groups = Math.ceil(tokens / (quads ? 4 * rows : workgroupSize));
  const units = batch * heads * groups;
  const vectors = headDim % 4 === 0;
  const tile = quads
    ? 0
    : tileWithin(offerOf(backend.device).limits.maxComputeWorkgroupStorageSize, sweep, headDim);
  run(backend, {
    name: `${sweep.name}${quads ? `Quads${rows}` : `Workgroup${tile}`}`,
    constants: {
      TOKENS: tokens,
      DIM: dim,
      HEADS: heads,
      HEAD_DIM: headDim,
      GROUPS: groups,
      UNITS: units,
      SCALE: float(1 / Math.sqrt(headDim)),
    },
    bindings: bindingsOf(sweep, vectors),
    workgroupSize,
    workgroups: [quads ? Math.ceil((units * 4) / QUAD_WORKGROUP) : units],
    shared: quads ? [] : tilesOf(sweep, headDim, tile),
    subgroups: quads,
    code: () => `
      ${Object.keys(sweep.reads)
        .filter(isTokens)
        .map((name) => reader(name, vectors))
        .join('\n')}
      ${Object.keys(sweep.writes)
        .filter(isTokens)
        .map((name) => writer(name, vectors))
        .join('\n')}
      ${quads ? quadMain(sweep, rows, headDim) : workgroupMain(sweep, headDim, workgroupSize, tile)}`,
  });
}

/** What a workgroup keeps of `tile` partners. */
function tilesOf({ partners, partnerScalars = [] }: Sweep, headDim: number, tile: number): SharedArray[] {
  if (tile === 0) return [];
  const length = tile * Math.ceil(headDim / 4);
  return [
    ...Object.keys(partners).map((name) => ({ name: `tile_${name}`, type: 'vec4<f32>', length }) as const),
    ...partnerScalars.map((name) => ({ name: `tile_${name}`, type: 'f32', length: tile }) as const),
  ];
}

/** How many partners `bytes` of workgroup memory have room for. */
const tileWithin = (bytes: number, sweep: Sweep, headDim: number): number =>
  TILES.find((tile) => sharedBytes(tilesOf(sweep, headDim, tile)) <= bytes) ?? 0;

/** Tensors of `[batch, tokens, channels]`; the others have one number for each head and token. */
const isTokens = (name: string): boolean => ['qkv', 'dy', 'out', 'dqkv'].includes(name);

function bindingsOf({ reads, writes }: Sweep, vectors: boolean): Binding[] {
  const type = (name: string) => (vectors && isTokens(name) ? 'vec4<f32>' : 'f32');
  return [
    ...Object.entries(reads).map(([name, tensor]) => input(name, tensor, type(name))),
    ...Object.entries(writes).map(([name, tensor]) => output(name, tensor, type(name))),
  ];
}

/** `read<name>(at, c)`: channels 4c, …, 4c + 3 of the head whose first channel is element `at`. */
function reader(name: string, vectors: boolean): string {
  const values = range(4).map((q) => `select(0.0, ${name}[at + 4u * c + ${q}u], 4u * c + ${q}u < HEAD_DIM)`);
  return `fn read_${name}(at: u32, c: u32) -> vec4<f32> {
    return ${vectors ? `${name}[(at >> 2u) + c]` : `vec4(${values.join()})`};
  }`;
}

function writer(name: string, vectors: boolean): string {
  const stores = unroll(
    4,
    (q) => `if (4u * c + ${q}u < HEAD_DIM) { ${name}[at + 4u * c + ${q}u] = value.${component(q)}; }`,
  );
  return `fn write_${name}(at: u32, c: u32, value: vec4<f32>) {
    ${vectors ? `${name}[(at >> 2u) + c] = value;` : stores}
  }`;
}

/** Statements that write `value(c)` for every channel of the owner's row `r`. */
export function writeRow(
  name: string,
  { headDim }: SweepNames,
  at: string,
  value: (c: number) => string,
): string {
  return unroll(Math.ceil(headDim / 4), (chunk) => {
    const values = range(4).map((q) => (4 * chunk + q < headDim ? value(4 * chunk + q) : '0.0'));
    return `write_${name}(${at}, ${chunk}u, vec4(${values.join()}));`;
  });
}

/** The element where a token's part begins. */
export const placeOf = ({ tensor, part }: Part, token: string): string =>
  tensor === 'qkv'
    ? `((batch * TOKENS + ${token}) * 3u + ${part}u) * DIM + head * HEAD_DIM`
    : `(batch * TOKENS + ${token}) * DIM + head * HEAD_DIM`;

function namesOf(rows: number, headDim: number): SweepNames {
  const channel = (vector: string, c: number) => `${vector}_${Math.floor(c / 4)}.${component(c % 4)}`;
  return {
    rows,
    headDim,
    own: (part, r, c) => channel(`own_${part}${r}`, c),
    partner: (part, p, c) => channel(`four_${part}${p}`, c),
    partnerScalar: (name, p) => `four_${name}${p}`,
  };
}

function loadOwned({ owned }: Sweep, rows: number, chunks: number): string {
  return unroll(rows, (r) =>
    Object.entries(owned)
      .map(([name, part]) => {
        const at = `at_${name}${r}`;
        const loads = unroll(chunks, (c) => `let own_${name}${r}_${c} = read_${part.tensor}(${at}, ${c}u);`);
        return `let ${at} = ${placeOf(part, `token${r}`)}; ${loads}`;
      })
      .join('\n'),
  );
}

const locate = `
  let line = min(unit / GROUPS, UNITS / GROUPS - 1u);
  let batch = line / HEADS;
  let head = line % HEADS;`;

function quadMain(sweep: Sweep, rows: number, headDim: number): string {
  const names = namesOf(rows, headDim);
  const chunks = Math.ceil(headDim / 4);
  const parts = Object.entries(sweep.partners);
  const scalars = sweep.partnerScalars ?? [];
  return `
    fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(subgroup_invocation_id) lane: u32) {
      let unit = id.x / 4u;
      ${locate}
      let mine = (unit % GROUPS * 4u + lane) * ${rows}u;
      ${unroll(rows, (r) => `let token${r} = min(mine + ${r}u, TOKENS - 1u);`)}
      ${loadOwned(sweep, rows, chunks)}
      ${sweep.begin(names)}
      for (var first = 0u; first < TOKENS; first += 4u) {
        let partner = min(first + lane, TOKENS - 1u);
        ${parts
          .map(([name, part]) => {
            const read = unroll(
              chunks,
              (c) => `let my_${name}_${c} = read_${part.tensor}(at_partner_${name}, ${c}u);`,
            );
            const share = unroll(4, (p) =>
              unroll(chunks, (c) => `let four_${name}${p}_${c} = quadBroadcast(my_${name}_${c}, ${p}u);`),
            );
            return `let at_partner_${name} = ${placeOf(part, 'partner')}; ${read} ${share}`;
          })
          .join('\n')}
        ${scalars
          .map((name) => {
            const share = unroll(4, (p) => `let four_${name}${p} = quadBroadcast(my_${name}, ${p}u);`);
            return `let my_${name} = ${name}[line * TOKENS + partner]; ${share}`;
          })
          .join('\n')}
        ${sweep.four(names)}
      }
      ${unroll(rows, (r) => `if ((mine + ${r}u < TOKENS) & (unit < UNITS)) { ${sweep.finish(names, r)} }`)}
    }`;
}

function workgroupMain(sweep: Sweep, headDim: number, workgroupSize: number, tile: number): string {
  const names = namesOf(1, headDim);
  const chunks = Math.ceil(headDim / 4);
  return `
    fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) local: u32) {
      let unit = group.x;
      ${locate}
      let mine = unit % GROUPS * ${workgroupSize}u + local;
      let token0 = min(mine, TOKENS - 1u);
      ${loadOwned(sweep, 1, chunks)}
      ${sweep.begin(names)}
      ${tile === 0 ? sweepWhereTheyLie(sweep, names, chunks) : sweepByTiles(sweep, names, chunks, workgroupSize, tile)}
      if (mine < TOKENS) { ${sweep.finish(names, 0)} }
    }`;
}

function sweepByTiles(
  sweep: Sweep,
  names: SweepNames,
  chunks: number,
  workgroupSize: number,
  tile: number,
): string {
  const parts = Object.entries(sweep.partners);
  const scalars = sweep.partnerScalars ?? [];
  return `
      for (var tile = 0u; tile < TOKENS; tile += ${tile}u) {
        for (var item = local; item < ${tile * chunks}u; item += ${workgroupSize}u) {
          let partner = min(tile + item / ${chunks}u, TOKENS - 1u);
          ${parts
            .map(
              ([name, part]) =>
                `tile_${name}[item] = read_${part.tensor}(${placeOf(part, 'partner')}, item % ${chunks}u);`,
            )
            .join('\n')}
        }
        ${scalars
          .map(
            (name) => `
            if (local < ${tile}u) {
              tile_${name}[local] = ${name}[line * TOKENS + min(tile + local, TOKENS - 1u)];
            }`,
          )
          .join('\n')}
        workgroupBarrier();
        for (var first = tile; first < min(tile + ${tile}u, TOKENS); first += 4u) {
          let offset = first - tile;
          ${fourPartners(sweep, chunks, {
            vector: ([name], p, c) => `tile_${name}[(offset + ${p}u) * ${chunks}u + ${c}u]`,
            scalar: (name, p) => `tile_${name}[offset + ${p}u]`,
          })}
          ${sweep.four(names)}
        }
        workgroupBarrier();
      }`;
}

/** For heads so wide that a workgroup's memory has no room for four partners. */
function sweepWhereTheyLie(sweep: Sweep, names: SweepNames, chunks: number): string {
  return `
      for (var first = 0u; first < TOKENS; first += 4u) {
        ${unroll(4, (p) => `let partner${p} = min(first + ${p}u, TOKENS - 1u);`)}
        ${fourPartners(sweep, chunks, {
          vector: ([, part], p, c) => `read_${part.tensor}(${placeOf(part, `partner${p}`)}, ${c}u)`,
          scalar: (name, p) => `${name}[line * TOKENS + partner${p}]`,
        })}
        ${sweep.four(names)}
      }`;
}

/** Loads what {@link SweepNames.partner} and `partnerScalar` name. */
function fourPartners(
  { partners, partnerScalars = [] }: Sweep,
  chunks: number,
  from: {
    vector: (part: [string, Part], p: number, c: number) => string;
    scalar: (name: string, p: number) => string;
  },
): string {
  const vectors = Object.entries(partners).map((part) =>
    unroll(4, (p) => unroll(chunks, (c) => `let four_${part[0]}${p}_${c} = ${from.vector(part, p, c)};`)),
  );
  const scalars = partnerScalars.map((name) =>
    unroll(4, (p) => `let four_${name}${p} = ${from.scalar(name, p)};`),
  );
  return [...vectors, ...scalars].join('\n');
}

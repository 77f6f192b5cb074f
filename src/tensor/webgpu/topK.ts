/**
 * @file The k most similar rows of a bank. The bank goes through in chunks: similarities of one chunk, then each
 * query's running best of every segment; so memory does not grow with the bank. A last pass merges the segments.
 * Chunks, and the queries that are searched for at a time, are no larger than the device's bindings.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type * as tf from '../tf.ts';
import { runGemm } from './gemm.ts';
import { matrixShape, registerKernel } from './kernel.ts';
import { byRows, resultMatrix } from './matrix.ts';
import { allocate, input, output, release, run } from './program.ts';
import { rowParts, rowsOf, type RowPart } from './rowParts.ts';

/** Rows of the bank whose similarities exist at a time, at most. */
const MOST_ROWS = 16384;
/** As many queries are searched for at a time, or more. */
const FEWEST_QUERIES = 64;
/** Segments of a chunk, each searched by an invocation of its own. */
const SEGMENTS = 64;
const WORKGROUP = 64;

interface Candidates {
  indices: tf.TensorInfo;
  similarities: tf.TensorInfo;
  /** Per query: one list of k for each segment of each chunk. */
  lists: number;
}

/** Where the `k` neighbours of every query go, `[queries, k]`. */
interface Found {
  indices: tf.TensorInfo;
  similarities: tf.TensorInfo;
  k: number;
}

export function registerTopK(): void {
  registerKernel('AdaSimTopK', ({ backend, tensor, number }) => {
    const [bank, queries, k] = [tensor('bank'), tensor('queries'), number('k')];
    const [bankRows, depth] = matrixShape(bank);
    const [count] = matrixShape(queries);
    // The similarities of a chunk to the fewest queries have to fit, too.
    const chunks = rowParts(backend, 'AdaSimTopK', bankRows, Math.max(depth, FEWEST_QUERIES), MOST_ROWS);
    const lists = chunks.length * SEGMENTS;
    const width = Math.max(depth, lists * k, chunks[0]?.count ?? 0);
    const found = {
      indices: allocate(backend, [count, k], 'int32'),
      similarities: allocate(backend, [count, k]),
      k,
    };
    for (const some of rowParts(backend, 'AdaSimTopK', count, width)) {
      const candidates = {
        indices: allocate(backend, [some.count, lists, k], 'int32'),
        similarities: allocate(backend, [some.count, lists, k]),
        lists,
      };
      for (const [place, chunk] of chunks.entries()) {
        const similarities = chunkSimilarities(backend, { bank, queries, chunk, some });
        searchSegments(backend, similarities, tensor('valid'), { ...chunk, place, k }, candidates);
        release(backend, similarities);
      }
      merge(backend, candidates, some, found);
      release(backend, candidates.indices, candidates.similarities);
    }
    return [found.indices, found.similarities];
  });
}

/** `queries · bankᵀ` of a chunk and some queries, `[queries, rows]` */
function chunkSimilarities(
  backend: WebGPUBackend,
  {
    bank,
    queries,
    chunk,
    some,
  }: Record<'bank' | 'queries', tf.TensorInfo> & Record<'chunk' | 'some', RowPart>,
): tf.TensorInfo {
  const [, depth] = matrixShape(queries);
  const similarities = allocate(backend, [some.count, chunk.count]);
  const a = byRows('queries', queries, depth);
  const b = byRows('bank', bank, depth);
  const result = resultMatrix('similarities', similarities, chunk.count);
  runGemm(backend, {
    name: 'Similarities',
    rows: some.count,
    columns: chunk.count,
    depth,
    a: a.operand,
    b: b.operand,
    store: result.store('value'),
    bindings: [rowsOf(a.binding, some, depth), rowsOf(b.binding, chunk, depth), result.binding],
  });
  return similarities;
}

function searchSegments(
  backend: WebGPUBackend,
  similarities: tf.TensorInfo,
  valid: tf.TensorInfo,
  { first, count: rows, place, k }: { first: number; count: number; place: number; k: number },
  candidates: Candidates,
): void {
  const [count] = matrixShape(similarities);
  run(backend, {
    name: 'TopKOfSegments',
    constants: {
      FIRST: first,
      ROWS: rows,
      TOP: k,
      QUERIES: count,
      SEGMENTS,
      SEGMENT: Math.ceil(rows / SEGMENTS),
      LISTS: candidates.lists,
      LIST: place * SEGMENTS,
    },
    bindings: [
      input('similarities', similarities),
      input('valid', valid),
      output('indices', candidates.indices, 'i32'),
      output('best', candidates.similarities),
    ],
    workgroupSize: WORKGROUP,
    workgroups: [Math.ceil((count * SEGMENTS) / WORKGROUP)],
    code: () => `
      ${runningBest}
      fn main(@builtin(global_invocation_id) id: vec3<u32>) {
        let query = id.x / SEGMENTS;
        let segment = id.x % SEGMENTS;
        if (query >= QUERIES) { return; }
        var list = emptyList();
        let end = min((segment + 1u) * SEGMENT, ROWS);
        for (var row = segment * SEGMENT; row < end; row++) {
          let similarity = similarities[query * ROWS + row];
          if (similarity > list.worst && valid[FIRST + row] != 0.0) { insert(&list, i32(FIRST + row), similarity); }
        }
        let at = (query * LISTS + LIST + segment) * TOP;
        for (var i = 0u; i < TOP; i++) {
          indices[at + i] = list.indices[i];
          best[at + i] = list.similarities[i];
        }
      }`,
  });
}

/** Lists follow each other in the order of the bank, so the lower index wins a tie here too. */
function merge(backend: WebGPUBackend, candidates: Candidates, some: RowPart, found: Found): void {
  const { indices, similarities, k } = found;
  const { count } = some;
  run(backend, {
    name: 'TopKMerge',
    constants: { TOP: k, QUERIES: count, CANDIDATES: candidates.lists * k },
    bindings: [
      input('candidates', candidates.indices, 'i32'),
      input('similarities', candidates.similarities),
      rowsOf(output('indices', indices, 'i32'), some, k),
      rowsOf(output('best', similarities), some, k),
    ],
    workgroupSize: WORKGROUP,
    workgroups: [Math.ceil(count / WORKGROUP)],
    code: () => `
      ${runningBest}
      fn main(@builtin(global_invocation_id) id: vec3<u32>) {
        let query = id.x;
        if (query >= QUERIES) { return; }
        var list = emptyList();
        for (var i = 0u; i < CANDIDATES; i++) {
          let at = query * CANDIDATES + i;
          let similarity = similarities[at];
          if (similarity > list.worst) { insert(&list, candidates[at], similarity); }
        }
        for (var i = 0u; i < TOP; i++) {
          let found = list.indices[i] >= 0;
          indices[query * TOP + i] = list.indices[i];
          best[query * TOP + i] = select(0.0, list.similarities[i], found);
        }
      }`,
  });
}

/** A sorted list of the TOP best so far; an equal similarity that comes later ranks behind. */
const runningBest = `
  const NONE = -3.0e38;
  struct List {
    worst: f32,
    indices: array<i32, TOP>,
    similarities: array<f32, TOP>,
  }

  fn emptyList() -> List {
    var list: List;
    list.worst = NONE;
    for (var i = 0u; i < TOP; i++) {
      list.indices[i] = -1;
      list.similarities[i] = NONE;
    }
    return list;
  }

  fn insert(list: ptr<function, List>, index: i32, similarity: f32) {
    var place = TOP - 1u;
    while (place > 0u && (*list).similarities[place - 1u] < similarity) {
      (*list).indices[place] = (*list).indices[place - 1u];
      (*list).similarities[place] = (*list).similarities[place - 1u];
      place--;
    }
    (*list).indices[place] = index;
    (*list).similarities[place] = similarity;
    (*list).worst = (*list).similarities[TOP - 1u];
  }`;

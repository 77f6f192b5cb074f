import { expect, it } from 'vitest';
import { stream } from '../random.ts';
import { inOneGo } from '../slices.ts';
import { fuzzyUnion, umap, UMAP_ROUNDS, type NeighbourGraph } from './umap.ts';

const NEAREST = 8;

/** Points of three far groups of five dimensions, and who is nearest to whom among them. */
function threeGroups(each = 40) {
  const random = stream(3, 'groups');
  const rows = 3 * each;
  const points = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: 5 }, (__, i) => random.normal() + (i === Math.floor(row / each) ? 12 : 0)),
  );
  const between = (one: number, other: number) =>
    Math.hypot(...(points[one] ?? []).map((value, i) => value - (points[other]?.[i] ?? 0)));
  const neighbours = new Int32Array(rows * NEAREST);
  const distances = new Float32Array(rows * NEAREST);
  for (let row = 0; row < rows; row += 1) {
    const others = Array.from({ length: rows }, (_, other) => other).filter((other) => other !== row);
    others.sort((a, b) => between(row, a) - between(row, b));
    neighbours.set(others.slice(0, NEAREST), row * NEAREST);
    distances.set(
      others.slice(0, NEAREST).map((other) => between(row, other)),
      row * NEAREST,
    );
  }
  const graph: NeighbourGraph = { rows, nearest: NEAREST, neighbours, distances };
  // All on one heap: the layout has to find the groups.
  const start = Float32Array.from({ length: 2 * rows }, () => random.normal());
  return { graph, start, each, rows };
}

it('brings groups apart that share no neighbours, and keeps each together', () => {
  const { graph, start, each, rows } = threeGroups();
  const positions = inOneGo(umap(graph, start, stream(7, 'umap')));
  expect(positions.every(Number.isFinite)).toBe(true);
  const distance = (one: number, other: number) =>
    Math.hypot(
      (positions[2 * one] ?? 0) - (positions[2 * other] ?? 0),
      (positions[2 * one + 1] ?? 0) - (positions[2 * other + 1] ?? 0),
    );
  let kept = 0;
  for (let row = 0; row < rows; row += 1) {
    const others = Array.from({ length: rows }, (_, other) => other).filter((other) => other !== row);
    others.sort((a, b) => distance(row, a) - distance(row, b));
    const group = Math.floor(row / each);
    kept += others.slice(0, NEAREST).filter((other) => Math.floor(other / each) === group).length;
  }
  expect(kept / (rows * NEAREST)).toBeGreaterThan(0.98);
});

it('is the same layout from the same seed, and another from another', () => {
  const { graph, start } = threeGroups(15);
  const layout = (seed: number) => inOneGo(umap(graph, start, stream(seed, 'umap')));
  expect(layout(1)).toEqual(layout(1));
  expect(layout(1)).not.toEqual(layout(2));
});

it('pauses after each round', () => {
  const { graph, start } = threeGroups(5);
  const work = umap(graph, start, stream(1, 'umap'));
  let rounds = 0;
  while (work.next().done !== true) rounds += 1;
  expect(rounds).toBe(UMAP_ROUNDS);
});

it('weighs edges as the fuzzy union of neighbourhoods', () => {
  const { graph, rows } = threeGroups(15);
  const { from, to, weights } = fuzzyUnion(graph);
  const edges = new Set(from.map((one, at) => one * rows + (to[at] ?? 0)));
  expect(edges.size).toBe(from.length);
  from.forEach((one, at) => expect(one).toBeLessThan(to[at] ?? -1));
  // The nearest is one with certainty, whoever else finds whom.
  for (let row = 0; row < rows; row += 1) {
    const other = graph.neighbours[row * NEAREST] ?? -1;
    const edge = from.findIndex((one, at) => one === Math.min(row, other) && to[at] === Math.max(row, other));
    expect(weights[edge]).toBeCloseTo(1, 6);
  }
  expect(weights.every((weight) => weight > 0 && weight <= 1 + 1e-6)).toBe(true);
});

it('stays finite where all lie in one place', () => {
  const graph: NeighbourGraph = {
    rows: 3,
    nearest: 2,
    neighbours: Int32Array.of(1, 2, 0, 2, 0, 1),
    distances: new Float32Array(6),
  };
  const positions = inOneGo(umap(graph, new Float32Array(6), stream(1, 'umap')));
  expect(positions.every(Number.isFinite)).toBe(true);
});

/**
 * @file UMAP (arXiv 1802.03426) of a graph of nearest neighbours, in slices: a layout in the plane that keeps who is
 * whose neighbour. Distances between groups, and their sizes, mean nothing in it.
 */
import type { RandomStream } from '../random.ts';
import type { Slices } from '../slices.ts';

export interface NeighbourGraph {
  rows: number;
  /** k, itself left out. */
  nearest: number;
  /** `[rows, k]`, best first. */
  neighbours: Int32Array;
  /** `[rows, k]`, ascending. */
  distances: Float32Array;
}

/** Rounds over all edges; the reference takes as many for up to 10 000 points. */
export const UMAP_ROUNDS = 300;

/**
 * The curve 1/(1 + a d^2b) that is nearest to one that is 1 up to a distance of 0.1 and falls off exponentially from there,
 * as the reference fits it for `min_dist` 0.1 and `spread` 1.
 */
const A = 1.5769434603;
const B = 0.8950608779;

/** Points that each end of an edge is pushed away from. */
const REPULSIONS = 5;

/** Coordinates move no further than this at once. */
const MOST_MOVED = 4;

/** An edge of the fuzzy union of all neighbourhoods. */
interface Edges {
  from: Int32Array;
  to: Int32Array;
  /** In (0, 1]. */
  weights: Float32Array;
}

/**
 * Yields after each round.
 * @param start `[rows, 2]`: where the points are at first; their layout is scaled to the reference's ten units
 * @returns `[rows, 2]`
 */
export function* umap(
  graph: NeighbourGraph,
  start: Float32Array,
  random: RandomStream,
): Slices<Float32Array> {
  const edges = fuzzyUnion(graph);
  const positions = scaled(start, random);
  const heaviest = edges.weights.reduce((most, weight) => Math.max(most, weight), 0);
  // An edge is drawn as often as it is heavy; the lightest are hardly ever.
  const due = edges.weights.map((weight) => heaviest / weight);
  const next = due.slice();
  for (let round = 1; round <= UMAP_ROUNDS; round += 1) {
    const rate = 1 - (round - 1) / UMAP_ROUNDS;
    for (let edge = 0; edge < edges.from.length; edge += 1) {
      if ((next[edge] ?? Infinity) > round) continue;
      next[edge] = (next[edge] ?? 0) + (due[edge] ?? Infinity);
      const [from, to] = [edges.from[edge] ?? 0, edges.to[edge] ?? 0];
      attract(positions, from, to, rate);
      for (let time = 0; time < REPULSIONS; time += 1)
        repel(positions, from, random.integer(graph.rows), rate);
    }
    yield;
  }
  return positions;
}

/** w + wᵀ − w ∘ wᵀ of the neighbours' weights. */
export function fuzzyUnion(graph: NeighbourGraph): Edges {
  const { rows, nearest, neighbours } = graph;
  const weights = membership(graph);
  const both = new Map<number, number>();
  for (let at = 0; at < rows * nearest; at += 1) {
    const [row, other] = [Math.floor(at / nearest), neighbours[at] ?? 0];
    if (row === other) continue;
    const key = Math.min(row, other) * rows + Math.max(row, other);
    const [before, weight] = [both.get(key) ?? 0, weights[at] ?? 0];
    both.set(key, before + weight - before * weight);
  }
  const kept = [...both].filter(([, weight]) => weight > 0);
  return {
    from: Int32Array.from(kept, ([key]) => Math.floor(key / rows)),
    to: Int32Array.from(kept, ([key]) => key % rows),
    weights: Float32Array.from(kept, ([, weight]) => weight),
  };
}

/** exp(−(d − ρ)/σ), where ρ is the nearest's distance and σ makes each row's weights add up to log₂ k. */
function membership({ rows, nearest, distances }: NeighbourGraph): Float32Array {
  const weights = new Float32Array(rows * nearest);
  const target = Math.log2(nearest);
  for (let row = 0; row < rows; row += 1) {
    const line = distances.subarray(row * nearest, (row + 1) * nearest);
    const nearestDistance = line.find((distance) => distance > 0) ?? 0;
    const sigma = widthOf(line, nearestDistance, target);
    line.forEach((distance, rank) => {
      weights[row * nearest + rank] = Math.exp(-Math.max(0, distance - nearestDistance) / sigma);
    });
  }
  return weights;
}

/** By bisection, as in the reference. */
function widthOf(distances: Float32Array, nearest: number, target: number): number {
  let [low, high, middle] = [0, Infinity, 1];
  for (let round = 0; round < 64; round += 1) {
    let sum = 0;
    for (const distance of distances) sum += Math.exp(-Math.max(0, distance - nearest) / middle);
    if (Math.abs(sum - target) < 1e-5) break;
    if (sum > target) high = middle;
    else low = middle;
    middle = high === Infinity ? 2 * middle : (low + high) / 2;
  }
  const mean = distances.reduce((sum, distance) => sum + distance, 0) / Math.max(1, distances.length);
  return Math.max(middle, 1e-3 * mean, 1e-12);
}

/** To ten units, and a little apart: what lies in one place is pushed in no direction. */
function scaled(start: Float32Array, random: RandomStream): Float32Array {
  const largest = start.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return start.map((value) => (largest > 0 ? (10 * value) / largest : 0) + 1e-3 * random.normal());
}

function attract(positions: Float32Array, one: number, other: number, rate: number): void {
  const squared = squaredBetween(positions, one, other);
  if (squared === 0) return;
  const pull = (-2 * A * B * squared ** (B - 1)) / (1 + A * squared ** B);
  move(positions, one, other, pull, rate, true);
}

function repel(positions: Float32Array, one: number, other: number, rate: number): void {
  if (one === other) return;
  const squared = squaredBetween(positions, one, other);
  const push = (2 * B) / ((0.001 + squared) * (1 + A * squared ** B));
  move(positions, one, other, push, rate, false);
}

function squaredBetween(positions: Float32Array, one: number, other: number): number {
  const dx = (positions[2 * one] ?? 0) - (positions[2 * other] ?? 0);
  const dy = (positions[2 * one + 1] ?? 0) - (positions[2 * other + 1] ?? 0);
  return dx * dx + dy * dy;
}

/** Along the line between two points; both, or the first alone. */
function move(
  positions: Float32Array,
  one: number,
  other: number,
  force: number,
  rate: number,
  both: boolean,
): void {
  for (const axis of [0, 1]) {
    const [at, there] = [2 * one + axis, 2 * other + axis];
    const between = (positions[at] ?? 0) - (positions[there] ?? 0);
    const by = rate * Math.max(-MOST_MOVED, Math.min(MOST_MOVED, force * between));
    positions[at] = (positions[at] ?? 0) + by;
    if (both) positions[there] = (positions[there] ?? 0) - by;
  }
}

/** @file Cycles of a graph, told so that one knows which import to turn round. */
import { groupBy } from '../../src/tensor/profiling/groupBy.ts';
import type { Arrow } from './importGraph.ts';

/**
 * The shortest cycle through each node that has one, each cycle once.
 *
 * @returns cycles as their arrows, in order; the last leads back to where the first begins
 */
export function cyclesOf(arrows: readonly Arrow[]): Arrow[][] {
  const outgoing = groupBy(arrows, ({ from }) => from);
  const cycles = new Map<string, Arrow[]>();
  for (const node of outgoing.keys()) {
    const cycle = shortestWayBack(node, outgoing);
    if (cycle === undefined) continue;
    const members = cycle.map(({ from }) => from).sort();
    const name = members.join('\n');
    if (!cycles.has(name)) cycles.set(name, cycle);
  }
  return [...cycles.values()];
}

/** Breadth first, so that no shorter way is missed. */
function shortestWayBack(start: string, outgoing: ReadonlyMap<string, readonly Arrow[]>) {
  const ways: Arrow[][] = (outgoing.get(start) ?? []).map((arrow) => [arrow]);
  const seen = new Set<string>();
  for (const way of ways) {
    const at = way.at(-1)?.to;
    if (at === start) return way;
    if (at === undefined || seen.has(at)) continue;
    seen.add(at);
    ways.push(...(outgoing.get(at) ?? []).map((arrow) => [...way, arrow]));
  }
  return undefined;
}

/** `a → b → a`, and below it the imports that make each arrow. */
export function inWords(cycle: readonly Arrow[]): string {
  const round = [...cycle.map(({ from }) => from), cycle[0]?.from].join(' → ');
  const imports = cycle.flatMap((arrow) => arrow.imports.map(({ from, to }) => `  ${from} imports ${to}`));
  return [round, ...imports].join('\n');
}

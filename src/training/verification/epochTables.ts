/**
 * @file The neighbours of a replay's epochs, as the code that was recorded kept them. It may differ from ours in two
 * ways that are nobody's mistake: in the order of equal similarities, and in what stands for an image that an
 * epoch did not visit. The released code leaves what the last visit found, and zeros where there was none; we
 * record nothing (METHOD sections 2 and 8).
 */
import { NO_NEIGHBOUR, type NeighbourTable } from '../../adasim/window.ts';
import type { Trace } from '../../formats/trace.ts';

interface NeighbourRow {
  neighbours: Int32Array;
  similarities: Float32Array;
}

export class EpochTables {
  /** Whether images that are not visited keep their row. */
  readonly carries: boolean;
  /** What each image's last visit found. */
  private readonly lastRows = new Map<number, NeighbourRow>();
  private readonly adopted = new Map<number, NeighbourRow>();

  constructor(trace: Trace) {
    this.carries = keepsRows(trace);
  }

  /** This epoch, the image has these neighbours, whatever our own table says. */
  adopt(image: number, neighbours: Int32Array, similarities: Float32Array): void {
    this.adopted.set(image, { neighbours, similarities });
  }

  /** Makes our own table of an epoch the recorded one. */
  close(table: NeighbourTable): NeighbourTable {
    const { topK, images } = table;
    for (const [image, row] of this.adopted) setRow(table, image, row);
    this.adopted.clear();
    if (!this.carries) return table;
    for (let image = 0; image < images; image += 1) {
      const [from, to] = [image * topK, (image + 1) * topK];
      if (table.neighbours[from] === NO_NEIGHBOUR) setRow(table, image, this.lastRows.get(image));
      this.lastRows.set(image, {
        neighbours: table.neighbours.slice(from, to),
        similarities: table.similarities.slice(from, to),
      });
    }
    return table;
  }
}

/** Without a row: the zeros that the released code starts from. */
function setRow({ topK, neighbours, similarities }: NeighbourTable, image: number, row?: NeighbourRow): void {
  const [from, to] = [image * topK, (image + 1) * topK];
  if (row === undefined) {
    neighbours.fill(0, from, to);
    similarities.fill(0, from, to);
    return;
  }
  neighbours.set(row.neighbours, from);
  similarities.set(row.similarities, from);
}

/** Told by the recorded window, which has a row of every image for each of the last epochs. */
function keepsRows({ config, steps, expect }: Trace): boolean {
  if (expect.final === undefined) return false;
  const { neighbours, epochs: recorded } = expect.final.window;
  const { images, epochs, stepsPerEpoch, batchSize } = config;
  const { topK } = config.bootstrap;
  for (let back = 1; back <= Math.min(epochs, recorded); back += 1) {
    const from = (epochs - back) * stepsPerEpoch * batchSize;
    const visited = new Set(steps.indices.data.subarray(from, from + stepsPerEpoch * batchSize));
    for (let image = 0; image < images; image += 1)
      if (!visited.has(image))
        return neighbours[(image * recorded + recorded - back) * topK] !== NO_NEIGHBOUR;
  }
  return false;
}

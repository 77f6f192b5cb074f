/** @file Who is nearest to whom in the bank, sought on the device in slices: what a layout is made from. */
import type { AsyncSlices } from '../../adasim/slices.ts';
import type { MapGraph } from '../../protocol/map.ts';
import { searchNeighbours } from '../bank/neighbourSearch.ts';
import { rowsOf } from './mapFrame.ts';
import type { BankMoment } from './bankMoment.ts';

/**
 * The `nearest` other images of each, or fewer where there are not so many.
 * @param images those on the map, ascending
 */
export async function* mapGraph(
  moment: BankMoment,
  images: Int32Array,
  nearest: number,
): AsyncSlices<MapGraph | null> {
  const shown = Int32Array.from(images.filter((image) => moment.written[image] === 1));
  const count = Math.min(nearest, shown.length - 1);
  if (count < 1) return null;
  const features = rowsOf(moment, shown);
  const found = yield* searchNeighbours(features, features, count + 1);
  const neighbours = new Int32Array(shown.length * count);
  const similarities = new Float32Array(shown.length * count);
  for (let row = 0; row < shown.length; row += 1) {
    let place = row * count;
    // Itself is among them, unless others are as near: then the last is one too many.
    for (let rank = 0; rank <= count && place < (row + 1) * count; rank += 1) {
      const other = found.indices[row * (count + 1) + rank] ?? row;
      if (other === row || other < 0) continue;
      neighbours[place] = other;
      similarities[place] = found.similarities[row * (count + 1) + rank] ?? 0;
      place += 1;
    }
  }
  const { step, epoch } = moment;
  return { step, epoch, images: shown, nearest: count, neighbours, similarities };
}

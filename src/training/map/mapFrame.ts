/** @file One moment of a map: the bank's features on their principal axes, gates and neighbours, in slices. */
import { principalAxes } from '../../adasim/map/principalAxes.ts';
import { featureMatrix, type FeatureMatrix } from '../../adasim/metrics/features.ts';
import type { Slices } from '../../adasim/slices.ts';
import { NO_NEIGHBOUR } from '../../adasim/window.ts';
import type { MapFrame } from '../../protocol/map.ts';
import { gateMark, MAPPED_NEIGHBOURS } from '../../protocol/mapMarks.ts';
import type { BankMoment } from './bankMoment.ts';

/** @param images those on the map, ascending */
export function* mapFrame(moment: BankMoment, images: Int32Array): Slices<MapFrame> {
  const { step, epoch, atEpochEnd } = moment;
  const shown = Int32Array.from(images.filter((image) => moment.written[image] === 1));
  const { positions, explained } = yield* principalAxes(rowsOf(moment, shown));
  return {
    ...{ step, epoch, atEpochEnd },
    images: shown,
    positions: Float32Array.from(positions),
    explained,
    gates: gatesOf(moment, shown),
    ...neighboursOf(moment, shown),
  };
}

/** The features of some images. */
export function rowsOf({ features, dim }: BankMoment, images: Int32Array): FeatureMatrix {
  const rows = new Float32Array(images.length * dim);
  images.forEach((image, place) => {
    rows.set(features.subarray(image * dim, (image + 1) * dim), place * dim);
  });
  return featureMatrix(rows, dim);
}

function gatesOf({ gated, gateOpen }: BankMoment, images: Int32Array): Uint8Array<ArrayBuffer> {
  const markOf = (image: number) => {
    if (!gated) return gateMark.waiting;
    return gateOpen[image] === 1 ? gateMark.open : gateMark.shut;
  };
  return Uint8Array.from(images, markOf);
}

function neighboursOf({ table }: BankMoment, images: Int32Array): Pick<MapFrame, 'nearest' | 'neighbours'> {
  const nearest = Math.min(MAPPED_NEIGHBOURS, table.topK);
  const neighbours = new Int32Array(images.length * nearest).fill(NO_NEIGHBOUR);
  images.forEach((image, place) => {
    const from = image * table.topK;
    neighbours.set(table.neighbours.subarray(from, from + nearest), place * nearest);
  });
  return { nearest, neighbours };
}

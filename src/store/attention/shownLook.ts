/** @file What networks look at in an image, as the page keeps it: by network and map, with pictures cut out. */
import type { Look, NetworkLook } from '../../protocol/look.ts';
import type { Picture } from '../run/album.ts';

/** How some whole is shared out among an image's places: a head's attention, or the length of a map's vectors. */
export interface PlaceMap {
  /** "head 2" */
  label: string;
  /** What [CLS] keeps for itself; with the shares it adds up to 1. */
  own: number;
  /** Of each place, row by row. */
  shares: Float64Array<ArrayBuffer>;
}

export interface ShownNetwork {
  network: NetworkLook['network'];
  /** A map for each head and, of several, their mean; of a ResNet one. */
  maps: readonly PlaceMap[];
  /** A pixel for each place. */
  parts: Picture;
}

export interface ShownLook extends Omit<Look, 'picture' | 'networks'> {
  arm: number;
  picture: Picture;
  networks: readonly ShownNetwork[];
}

export function shownLook(arm: number, { picture, networks, ...look }: Look): ShownLook {
  const { size, side, heads } = look;
  return {
    ...look,
    arm,
    picture: { size, rgba: picture },
    networks: networks.map(({ network, weights, parts }) => ({
      network,
      maps: heads === 0 ? [ofNorms(weights)] : ofHeads(weights, heads),
      parts: { size: side, rgba: parts },
    })),
  };
}

function ofHeads(weights: Float32Array, heads: number): PlaceMap[] {
  const width = weights.length / heads;
  const maps = Array.from({ length: heads }, (_, head) => {
    const [own = 0, ...shares] = weights.subarray(head * width, (head + 1) * width);
    return { label: `head ${head + 1}`, own, shares: Float64Array.from(shares) };
  });
  if (heads === 1) return maps;
  const meanOf = (value: (map: PlaceMap) => number) => maps.reduce((sum, map) => sum + value(map), 0) / heads;
  const shares = Float64Array.from({ length: width - 1 }, (_, place) =>
    meanOf((map) => map.shares[place] ?? 0),
  );
  return [...maps, { label: 'mean', own: meanOf(({ own }) => own), shares }];
}

function ofNorms(norms: Float32Array): PlaceMap {
  const total = norms.reduce((sum, norm) => sum + norm, 0);
  // A network that gives nothing anywhere gives it evenly.
  const even = 1 / norms.length;
  const shares = Float64Array.from(norms, (norm) => (total > 0 ? norm / total : even));
  return { label: 'norm', own: 0, shares };
}

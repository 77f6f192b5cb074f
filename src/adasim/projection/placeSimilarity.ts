/** @file How alike the vectors of an image's places are. */

/**
 * Cosines of one place with every place, itself included.
 * @param places `[places, dim]`, rows of length 1
 */
export function cosinesWith(
  places: Float32Array | Float64Array,
  dim: number,
  place: number,
): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length: places.length / dim }, (_, other) => {
    let sum = 0;
    for (let i = 0; i < dim; i++) sum += (places[place * dim + i] ?? 0) * (places[other * dim + i] ?? 0);
    return sum;
  });
}

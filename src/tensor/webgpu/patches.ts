/**
 * @file The patches of an image as an operand of a product, without ever being stored. A patch's values are ordered
 * by tap (row, then column of the kernel), then by channel.
 */
import type { Operand } from './gemm.ts';
import { quotient, remainder } from './divide.ts';
import { range } from './unroll.ts';

/** What is seen: for each pixel of one image (`pixels`), the values of another image around it. */
export interface PatchGeometry {
  /** Name of the binding of the image that is looked at, `[batch, height, width, channels]`. */
  image: string;
  height: number;
  width: number;
  channels: number;
  /** The pixels that look, `[batch, height, width]`. */
  pixelHeight: number;
  pixelWidth: number;
  kernelHeight: number;
  kernelWidth: number;
  stride: number;
  padding: number;
  /**
   * `forward`: pixel y looks at row y·stride − padding + tap. `backward`, as the gradient does: at row
   * (y + padding − tap) / stride, where that is whole.
   */
  direction: 'forward' | 'backward';
}

/** Patches are the lines of the product, their values its depth. */
export function patchesByRows(geometry: PatchGeometry): Operand {
  return {
    layout: 'inner',
    line: pixelOf(geometry),
    depth: tapOf(geometry),
    load: loadPatch(geometry, 'line', 'depth'),
  };
}

/** Patches are the depth of the product, their values its lines. */
export function patchesByColumns(geometry: PatchGeometry): Operand {
  return {
    layout: 'outer',
    line: tapOf(geometry),
    depth: pixelOf(geometry),
    load: loadPatch(geometry, 'depth', 'line'),
  };
}

/** Whether four neighbouring values of a patch are neighbours in the image. */
export const readsVectors = ({ channels }: { channels: number }): boolean => channels % 4 === 0;

/** (first element of the image, row and column to add a tap to) */
function pixelOf(geometry: PatchGeometry) {
  const { height, width, channels, pixelHeight, pixelWidth, stride, padding, direction } = geometry;
  const place = (coordinate: string) =>
    direction === 'forward'
      ? `i32(${coordinate}) * ${stride} - ${padding}`
      : `i32(${coordinate}) + ${padding}`;
  return {
    type: 'vec3<i32>',
    body: `
      let line = ${quotient('index', pixelWidth)};
      let batch = ${quotient('line', pixelHeight)};
      let row = ${remainder('line', pixelHeight)};
      let column = ${remainder('index', pixelWidth)};
      return vec3(i32(batch) * ${height * width * channels}, ${place('row')}, ${place('column')});`,
  };
}

/** (row of the kernel, column of the kernel, channel); with single values, only their number. */
function tapOf({ channels, kernelWidth }: PatchGeometry) {
  if (!readsVectors({ channels })) return { type: 'u32', body: 'return index;' };
  return { type: 'vec3<i32>', body: `${tapOfIndex(channels, kernelWidth)} return tap;` };
}

const tapOfIndex = (channels: number, kernelWidth: number): string => `
  let number = ${quotient('index', channels)};
  let tap = vec3(
    i32(${quotient('number', kernelWidth)}),
    i32(${remainder('number', kernelWidth)}),
    i32(${remainder('index', channels)}),
  );`;

function loadPatch(geometry: PatchGeometry, pixel: string, tap: string): string {
  const { image, channels, kernelHeight, kernelWidth } = geometry;
  if (readsVectors(geometry))
    return `
      let tap = ${tap};
      ${locate(geometry, pixel)}
      return select(vec4(0.0), ${image}[u32(at) >> 2u], seen);`;
  const size = kernelHeight * kernelWidth * channels;
  return `
    var four = vec4(0.0);
    ${range(4)
      .map(
        (q) => `{
          let index = ${tap} + ${q}u;
          ${tapOfIndex(channels, kernelWidth)}
          ${locate(geometry, pixel)}
          four[${q}] = select(0.0, ${image}[u32(at)], seen & (index < ${size}u));
        }`,
      )
      .join('\n')}
    return four;`;
}

/** `at`, the element of the image at the `tap`, and `seen`, whether there is one. */
function locate({ height, width, channels, stride, direction }: PatchGeometry, pixel: string): string {
  // `&` and not `&&`: branches inside an unrolled loop keep a software adapter's compiler busy for minutes.
  const inside = `(u32(row) < ${height}u) & (u32(column) < ${width}u)`;
  const at = `let at = select(0, ${pixel}.x + (row * ${width} + column) * ${channels} + tap.z, seen);`;
  if (direction === 'forward' || stride === 1) {
    const sign = direction === 'forward' ? '+' : '-';
    return `
      let row = ${pixel}.y ${sign} tap.x;
      let column = ${pixel}.z ${sign} tap.y;
      let seen = ${inside};
      ${at}`;
  }
  const whole = (value: string) => `(${remainder(`u32(${value})`, stride)} == 0u)`;
  return `
    let rows = ${pixel}.y - tap.x;
    let columns = ${pixel}.z - tap.y;
    let row = i32(${quotient('u32(max(rows, 0))', stride)});
    let column = i32(${quotient('u32(max(columns, 0))', stride)});
    let seen = (rows >= 0) & (columns >= 0) & ${whole('rows')} & ${whole('columns')} & ${inside};
    ${at}`;
}

/**
 * @file Any number of workgroups, as WebGPU takes them. A device limits how many lie along one dimension; a longer row
 * is folded into layers along z, and the ids that the program sees are unfolded before its first statement.
 */

export interface DispatchGrid {
  /** Workgroups along x, y and z. */
  dispatch: readonly [number, number, number];
  /** Workgroups along x before they were folded, and in one layer; undefined where nothing was. */
  folded: { count: number; width: number } | undefined;
}

/** Invocations along x that a `u32` can number. */
const MOST_INVOCATIONS = 2 ** 32;

/**
 * The grid for `x` workgroups beside `y` rows of them, where a device allows `most` along a dimension.
 * @param widest a layer's width at most, `most` unless a test asks for less
 * @throws RangeError where there are more than it can run
 */
export function gridOf(
  x: number,
  y: number,
  workgroupSize: number,
  most: number,
  widest = most,
): DispatchGrid {
  const layers = Math.ceil(x / widest);
  if (layers > most || y > most || x * workgroupSize > MOST_INVOCATIONS)
    throw new RangeError(`${x}×${y} workgroups are more than this device can run: ${most} along a dimension`);
  if (layers <= 1) return { dispatch: [x, y, 1], folded: undefined };
  const width = Math.ceil(x / layers);
  return { dispatch: [width, y, layers], folded: { count: x, width } };
}

/** The parameters of `fn main` and the brace after them. */
const entry = /fn main\(((?:[^()]|\([^()]*\))*)\)\s*\{/;

/**
 * WGSL of a program whose workgroups along x were folded: `main` sees the same ids as in a single row, and workgroups
 * beyond the last end at once.
 */
export function unfolded(
  code: string,
  workgroupSize: number,
  { count, width }: { count: number; width: number },
) {
  return code.replace(entry, (_, parameters: string) => {
    const invocation = /@builtin\(global_invocation_id\)\s*(\w+)/.exec(parameters)?.[1];
    const group = /@builtin\(workgroup_id\)\s*(\w+)/.exec(parameters)?.[1];
    const renamed = parameters
      .replace(/(@builtin\(global_invocation_id\)\s*)\w+/, '$1foldedId')
      .replace(/(@builtin\(workgroup_id\)\s*)\w+/, '$1foldedGroup')
      .replace(/,\s*$/, '');
    const all = group === undefined ? `${renamed}, @builtin(workgroup_id) foldedGroup: vec3<u32>` : renamed;
    return [
      `fn main(${all}) {`,
      `let unfoldedGroup = foldedGroup.z * ${width}u + foldedGroup.x;`,
      `if (unfoldedGroup >= ${count}u) { return; }`,
      ...(group === undefined ? [] : [`let ${group} = vec3<u32>(unfoldedGroup, foldedGroup.y, 0u);`]),
      ...(invocation === undefined
        ? []
        : [
            `let ${invocation} = vec3<u32>(foldedId.z * ${width * workgroupSize}u + foldedId.x, foldedId.y, 0u);`,
          ]),
    ].join('\n');
  });
}

/**
 * @file Any number of workgroups, as WebGPU takes them: devices limit how many lie along one dimension, so a long row
 * is folded into a rectangle, and a program unfolds its place in it.
 */

/** Along x. Every device allows as many, and again as many along y. */
const WIDTH = 32768;

/**
 * The grid to dispatch for so many workgroups. Its last row may reach beyond them: a program has to check.
 * @throws RangeError where there are more than any device takes, or than a `u32` counts invocations of
 */
export function foldedGrid(workgroups: number): [number, number] {
  if (workgroups > WIDTH * WIDTH)
    throw new RangeError(`A program of ${workgroups} workgroups is larger than WebGPU can run.`);
  return [Math.min(workgroups, WIDTH), Math.ceil(workgroups / WIDTH)];
}

/** WGSL: the number of a workgroup of such a grid, from its `workgroup_id`. */
export const foldedWorkgroup = (group: string): string => `(${group}.y * ${WIDTH}u + ${group}.x)`;

/** WGSL: the number of an invocation, from its `global_invocation_id`; `size` of them are along x in a workgroup. */
export const foldedInvocation = (id: string, size: number): string =>
  `(${id}.y * ${WIDTH * size}u + ${id}.x)`;

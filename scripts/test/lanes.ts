/** @file Tasks in lanes: those of one lane run one after the other, the lanes beside one another. */

/**
 * Runs each task of each lane.
 *
 * @returns the results in the order of the lanes
 * @throws what the first task to fail throws, when every lane has come to rest; the rest of its lane is left out
 */
export async function inLanes<Task, Result>(
  lanes: readonly (readonly Task[])[],
  run: (task: Task) => Promise<Result>,
): Promise<Result[]> {
  const settled = await Promise.allSettled(
    lanes.map(async (lane) => {
      const results: Result[] = [];
      for (const task of lane) results.push(await run(task));
      return results;
    }),
  );
  return settled.flatMap((lane) => {
    if (lane.status === 'rejected') throw lane.reason;
    return lane.value;
  });
}

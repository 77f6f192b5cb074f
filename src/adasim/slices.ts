/**
 * @file Long computations as generators that pause after each slice of work, so that a worker can train between
 * the slices. Where nothing waits, they run in one go.
 */

/** Yields after each slice of work; returns the result. */
export type Slices<T> = Generator<undefined, T, undefined>;

/** The same where slices wait for a device. */
export type AsyncSlices<T> = AsyncGenerator<undefined, T, undefined>;

export function inOneGo<T>(work: Slices<T>): T {
  for (;;) {
    const slice = work.next();
    if (slice.done === true) return slice.value;
  }
}

/** {@link inOneGo} where slices wait for a device. */
export async function finish<T>(work: AsyncSlices<T>): Promise<T> {
  for (;;) {
    const slice = await work.next();
    if (slice.done === true) return slice.value;
  }
}

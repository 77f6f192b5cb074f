import { describe, expect, it } from 'vitest';
import { startHelpers } from './threads.ts';

type Fate = 'starts' | 'fails' | 'hangs';

const shared = { module: {}, memory: {}, control: 64 } as unknown as Parameters<typeof startHelpers>[1];

/** Starts a helper of each fate; `ended` are the numbers of those that were given up. */
async function start(...fates: Fate[]) {
  const told: unknown[] = [];
  const ended: number[] = [];
  const count = await startHelpers(fates.length, shared, {
    limit: 20,
    borrow: (task) => {
      told.push(task);
      const fate = fates[task.thread - 1];
      const ready =
        fate === 'starts'
          ? Promise.resolve()
          : fate === 'fails'
            ? Promise.reject(new Error('It was refused.'))
            : new Promise<void>(() => undefined);
      return { ready, end: () => ended.push(task.thread) };
    },
  });
  return { count, told, ended };
}

describe('startHelpers', () => {
  it('numbers them from 1, and tells all of the same memory', async () => {
    const { count, told, ended } = await start('starts', 'starts');
    expect(count).toBe(2);
    expect(told).toEqual([
      { ...shared, thread: 1 },
      { ...shared, thread: 2 },
    ]);
    expect(ended).toEqual([]);
  });

  it.each(['fails', 'hangs'] as const)('goes on without one that %s, and those after it', async (fate) => {
    expect(await start('starts', fate, 'starts')).toMatchObject({ count: 1, ended: [2, 3] });
    expect(await start(fate)).toMatchObject({ count: 0, ended: [1] });
  });

  it('has none where none are asked for', async () => {
    expect(await start()).toMatchObject({ count: 0, told: [] });
  });
});

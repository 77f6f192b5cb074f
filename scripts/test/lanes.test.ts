import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { inLanes } from './lanes.ts';

/** Tasks that end when told, in any order. */
function tasks() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const run = (name: string) => {
    begun.push(name);
    return new Promise<string>((resolve, reject) => {
      ends.set(name, () => (name === 'broken' ? reject(new Error(name)) : resolve(name.toUpperCase())));
    });
  };
  const end = async (name: string) => {
    ends.get(name)?.();
    await setImmediate();
  };
  return { begun, run, end };
}

it('runs a lane one by one and the lanes beside one another', async () => {
  const { begun, run, end } = tasks();
  const all = inLanes([['a', 'b'], ['c', 'd'], []], run);
  expect(begun).toEqual(['a', 'c']);
  await end('c');
  expect(begun).toEqual(['a', 'c', 'd']);
  await end('d');
  expect(begun).toHaveLength(3);
  await end('a');
  expect(begun).toEqual(['a', 'c', 'd', 'b']);
  await end('b');
  expect(await all).toEqual(['A', 'B', 'C', 'D']);
});

it('lets the other lanes finish when a task throws', async () => {
  const { begun, run, end } = tasks();
  const all = inLanes([['broken', 'b'], ['c']], run);
  let isSettled = false;
  const settled = all.catch((error: unknown) => error).finally(() => (isSettled = true));
  await end('broken');
  expect(isSettled).toBe(false);
  await end('c');
  expect(await settled).toEqual(new Error('broken'));
  expect(begun).toEqual(['broken', 'c']);
});

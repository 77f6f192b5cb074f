import { describe, expect, it, vi } from 'vitest';
import { scriptedPage } from '../testing.ts';
import { loadPart, PartError } from './part.ts';

const unfetched = () => Promise.reject(new TypeError('Failed to fetch dynamically imported module: a.js'));
const index = (entry: string) =>
  `<div id="root"></div><script type="module" src="./assets/${entry}"></script>`;

/** A page whose host answers like this when it is asked for the page. */
function pageOf(answer: () => Promise<Response>) {
  const reload = vi.fn();
  const all = scriptedPage({ fetch: answer, entry: () => 'index-abc.js', reload });
  return { ...all, parts: all.page.parts, reload };
}
const answering = (text: string, status = 200) =>
  pageOf(() => Promise.resolve(new Response(text, { status })));

describe('why a part is not there', () => {
  it.each([
    ['the host cannot be reached', pageOf(unfetched), 'unreachable'],
    ['the host has trouble', answering(index('index-abc.js'), 503), 'unreachable'],
    ['a portal answers in its place', answering('<h1>Log in to this Wi-Fi</h1>'), 'unreachable'],
    ['the host has another build', answering(index('index-xyz.js')), 'updated'],
    ['the host has this build', answering(index('index-abc.js')), 'withheld'],
  ] as const)('%s', async (_, { parts }, absence) => {
    expect(await parts.look()).toBe(absence);
    expect(parts.store.getState().absence).toBe(absence);
  });

  it('is asked once for all that fail together', async () => {
    const fetching = vi.fn(() => Promise.resolve(new Response(index('index-abc.js'))));
    const { parts } = pageOf(fetching);
    await Promise.all([parts.look(), parts.look()]);
    expect(fetching).toHaveBeenCalledOnce();
    await parts.look();
    expect(fetching).toHaveBeenCalledTimes(2);
  });
});

describe('what needs a part that is not there', () => {
  const offered = ({ runStore }: ReturnType<typeof pageOf>) => runStore.getState().notices[0]?.offer;

  it('is told, and done when it is tried again', async () => {
    const all = pageOf(unfetched);
    const done: string[] = [];
    const load = vi.fn<() => Promise<string>>(unfetched);
    const attempt = () =>
      all.parts.attempt('It was not done.', async () => void done.push(await loadPart(load)));
    await attempt();
    await vi.waitFor(() =>
      expect(all.messages()).toEqual([expect.stringMatching(/^It was not done\. .*connection/)]),
    );
    load.mockResolvedValueOnce('done');
    offered(all)?.act();
    await vi.waitFor(() => expect(done).toEqual(['done']));
  });

  it('is offered a reload where the app has been updated', async () => {
    const all = answering(index('index-xyz.js'));
    await all.parts.attempt('It was not done.', () => loadPart(unfetched));
    await vi.waitFor(() => expect(offered(all)?.does).toBe('Reload'));
    expect(all.reload).not.toHaveBeenCalled();
    offered(all)?.act();
    expect(all.reload).toHaveBeenCalledOnce();
  });

  it('leaves faults of ours to be seen', async () => {
    const { parts } = answering('');
    const fault = () => Promise.reject(new RangeError('ours'));
    await expect(parts.attempt('It was not done.', fault)).rejects.toThrow('ours');
  });

  it('is what a part is that its loader rejects, and says why', async () => {
    await expect(loadPart(unfetched)).rejects.toThrow(PartError);
    await expect(loadPart(unfetched)).rejects.toMatchObject({ cause: expect.any(TypeError) as unknown });
  });
});

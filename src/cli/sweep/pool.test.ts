import { describe, expect, it } from 'vitest';
import type { PlannedRun } from './plan.ts';
import { runAll, type PlannedRunEnd } from './pool.ts';
import { resultFor, smallPlan } from './testing.ts';

const { runs } = smallPlan();
const recorded = (run: PlannedRun): PlannedRunEnd => ({ kind: 'recorded', result: resultFor(run, {}) });
const lost: PlannedRunEnd = { kind: 'lost', problem: 'The page crashed.' };

/** Runs all with `train`, and tells what ended in which order and how many were under way at most. */
async function runWith(
  train: (run: PlannedRun) => PlannedRunEnd,
  options: { jobs?: number; interruption?: AbortSignal } = {},
) {
  const ends: string[] = [];
  let under = 0;
  let most = 0;
  await runAll(runs, {
    jobs: options.jobs ?? 1,
    interruption: options.interruption ?? new AbortController().signal,
    train: async (run) => {
      most = Math.max(most, ++under);
      await Promise.resolve();
      under -= 1;
      return train(run);
    },
    onEnd: (run, { kind }, again) => {
      ends.push(`${runs.indexOf(run)} ${kind}${again ? ' again' : ''}`);
    },
  });
  return { ends, most };
}

describe('runAll', () => {
  it('trains each once, as many at a time as there are jobs', async () => {
    for (const jobs of [1, 3]) {
      const { ends, most } = await runWith(recorded, { jobs });
      expect(ends).toEqual(runs.map((_, index) => `${index} recorded`));
      expect(most).toBe(jobs);
    }
  });

  it('goes on after a run that could not begin', async () => {
    const { ends } = await runWith((run) =>
      run === runs[1] ? { kind: 'unstarted', problem: 'No.' } : recorded(run),
    );
    expect(ends).toHaveLength(runs.length);
    expect(ends[1]).toBe('1 unstarted');
  });

  it('tries a lost run once more, at the end', async () => {
    let losses = 0;
    const once = await runWith((run) => (run === runs[0] && losses++ === 0 ? lost : recorded(run)));
    expect(once.ends[0]).toBe('0 lost again');
    expect(once.ends.at(-1)).toBe('0 recorded');
    const always = await runWith((run) => (run === runs[0] ? lost : recorded(run)));
    expect(always.ends.at(-1)).toBe('0 lost');
    expect(always.ends).toHaveLength(runs.length + 1);
  });

  it('begins none after an interruption', async () => {
    const controller = new AbortController();
    const { ends } = await runWith(
      (run) => {
        if (run === runs[2]) controller.abort();
        return controller.signal.aborted ? { kind: 'interrupted' } : recorded(run);
      },
      { interruption: controller.signal },
    );
    expect(ends).toEqual(['0 recorded', '1 recorded', '2 interrupted']);
  });
});

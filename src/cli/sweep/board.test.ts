import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../config/defaults.ts';
import { beginning } from '../train/testing.ts';
import { TrainRecord } from '../train/runRecord.ts';
import { Board } from './board.ts';
import { SweepPace } from './pace.ts';
import type { PlannedRun } from './plan.ts';
import { resultFor, smallPlan } from './testing.ts';

const { runs } = smallPlan();
/** ViT, ResNet, each under two policies: the first two cost the same, and so do the next. */
const [vit, alike, resnet] = runs;
if (vit === undefined || alike === undefined || resnet === undefined) throw new Error('the plan has runs');

function boardOf(options: { isTTY?: boolean; jobs?: number; waiting?: readonly PlannedRun[] } = {}) {
  let written = '';
  let now = 0;
  const board = new Board({
    screen: { isTTY: options.isTTY === true, columns: 100, write: (text) => (written += text) },
    total: runs.length,
    waiting: options.waiting ?? runs,
    jobs: options.jobs ?? 1,
    pace: new SweepPace(),
    metrics: ['knnAccuracy', 'gateOpenShare'],
    now: () => now,
  });
  return { board, read: () => written, wait: (milliseconds: number) => (now += milliseconds) };
}

/** As far as the script's three steps of its four. */
function recordUnderWay(): TrainRecord {
  const record = new TrainRecord([{ config: defaultConfig }]);
  for (const event of beginning) record.add({ ...event, runId: 'run' });
  return record;
}

describe('the board in a pipe', () => {
  it('writes a line for each run that ends, with the time left at its pace', () => {
    const { board, read } = boardOf({ waiting: [vit, alike] });
    board.begin(vit);
    board.end(
      vit,
      { kind: 'recorded', result: resultFor(vit, { knnAccuracy: 0.4951 }, { seconds: 125 }) },
      false,
    );
    expect(read()).toBe(
      '7/8  ViT + DINO · none · seed 1  done in 2 min 5 s  k-NN accuracy 0.495  2 min 5 s left\n',
    );
  });

  it('says why a run failed, did not begin or was lost', () => {
    const { board, read } = boardOf({ waiting: [vit, alike, resnet] });
    const failed = resultFor(
      vit,
      {},
      { outcome: 'failed', problem: 'The loss was NaN at step 9.', stepsDone: 9 },
    );
    board.end(vit, { kind: 'recorded', result: failed }, false);
    board.end(alike, { kind: 'unstarted', problem: 'No adapter.' }, false);
    board.end(resnet, { kind: 'lost', problem: 'The page crashed.' }, true);
    board.end(resnet, { kind: 'interrupted' }, false);
    expect(read()).toContain('failed after 9 steps: The loss was NaN at step 9.\n');
    expect(read()).toContain('could not begin: No adapter.\n');
    expect(read()).toContain('was lost: The page crashed.  It is tried again.\n');
    expect(read().trimEnd().split('\n')).toHaveLength(3);
  });
});

describe('the time left', () => {
  it('is unknown before there is any speed, then that of the runs under way', () => {
    const { board, wait } = boardOf({ waiting: [vit, alike] });
    const progress = board.begin(vit);
    expect(board.secondsLeft).toBeUndefined();
    wait(10_000);
    progress.update(recordUnderWay());
    // 2 217 of 2 220 steps are left at 30 a second; the other run takes that and the 10 s so far.
    expect(board.secondsLeft).toBeCloseTo(2 * (2217 / 30) + 10, 6);
  });

  it('is of runs of the same kind, or else of the average', () => {
    const { board } = boardOf({ waiting: [vit, alike, resnet] });
    board.begin(vit);
    board.end(vit, { kind: 'recorded', result: resultFor(vit, {}, { seconds: 200 }) }, false);
    expect(board.secondsLeft).toBeCloseTo(400, 6);
    board.begin(resnet);
    board.end(resnet, { kind: 'recorded', result: resultFor(resnet, {}, { seconds: 40 }) }, false);
    expect(board.secondsLeft).toBeCloseTo(200, 6);
  });

  it('counts that runs share the machine', () => {
    const { board } = boardOf({ waiting: [vit, alike], jobs: 2 });
    board.begin(vit);
    board.end(vit, { kind: 'recorded', result: resultFor(vit, {}, { seconds: 200, jobs: 2 }) }, false);
    expect(board.secondsLeft).toBeCloseTo(100, 6);
    board.begin(alike);
    expect(board.secondsLeft).toBeCloseTo(100, 6);
  });
});

describe('the board in a terminal', () => {
  it('draws a bar no wider than the terminal, and removes it', () => {
    const { board, read, wait } = boardOf({ isTTY: true });
    const progress = board.begin(vit);
    wait(1000);
    progress.update(recordUnderWay());
    const bar = read().split('\r\u001b[K').at(-1) ?? '';
    expect(bar).toContain('0/8 runs');
    expect(bar).toContain('30 steps/s');
    expect(bar.length).toBeLessThan(100);
    board.close();
    expect(read().endsWith('\r\u001b[K')).toBe(true);
  });
});

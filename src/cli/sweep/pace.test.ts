import { describe, expect, it } from 'vitest';
import { SweepPace } from './pace.ts';
import { resultFor, smallPlan } from './testing.ts';

const [run, , resnet] = smallPlan().runs;
if (run === undefined || resnet === undefined) throw new Error('the plan has runs');

describe('Pace', () => {
  it('knows nothing before it has learnt', () => {
    expect(new SweepPace().secondsFor(run)).toBeUndefined();
    const pace = new SweepPace();
    pace.learn(resultFor(run, {}, { outcome: 'failed' }));
    expect(pace.secondsFor(run)).toBeUndefined();
  });

  it('scales a run of about the same length', () => {
    const pace = new SweepPace();
    pace.learn(resultFor(run, {}, { seconds: 100, stepsDone: 1110 }));
    expect(pace.knows(run)).toBe(true);
    expect(pace.secondsFor(run)).toBeCloseTo(200, 6);
    expect(pace.secondsFor({ ...run, steps: 555 })).toBeCloseTo(50, 6);
  });

  it('does not stretch the loading of a short one', () => {
    const pace = new SweepPace();
    pace.learn(resultFor(run, {}, { seconds: 15, stepsDone: 50, stepsPerSecond: 10 }));
    // 10 s beside its steps, and 222 s of steps.
    expect(pace.secondsFor(run)).toBeCloseTo(232, 6);
  });

  it('goes by what a step costs, not by seed or policy, and by the newest', () => {
    const pace = new SweepPace();
    pace.learn(resultFor(run, {}, { seconds: 100 }));
    pace.learn(resultFor(run, {}, { seconds: 80, config: { ...run.config, seed: 9 } }));
    const { config } = run;
    const naive = {
      ...run,
      config: { ...config, bootstrap: { ...config.bootstrap, policy: 'naive' as const } },
    };
    expect(pace.secondsFor(naive)).toBeCloseTo(80, 6);
    expect(pace.knows(resnet)).toBe(false);
    expect(pace.secondsFor(resnet)).toBeCloseTo(80, 6);
  });
});

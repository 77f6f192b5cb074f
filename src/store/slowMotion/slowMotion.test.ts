import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Command } from '../../protocol/commands.ts';
import type { Inspection } from '../../protocol/inspection.ts';
import { runShape as shape } from '../../protocol/sampleRecords.ts';
import { sampleStory } from '../../protocol/sampleStory.ts';
import { scenesOf } from '../scene/onPage.ts';
import { scriptedPage } from '../testing.ts';
import { slowMotionOf } from './onPage.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** The diagram of a run of three arms, the last of which is followed; `told` lets the worker tell of a step. */
function page() {
  const scripted = scriptedPage();
  const { page: made, choosePreset, play, received, say, runId, enter } = scripted;
  choosePreset('contrast');
  const scenes = made.part(scenesOf);
  const slowMotion = made.part(slowMotionOf);
  const commands = () =>
    received().filter((one): one is Extract<Command, { type: 'step' }> => one.type === 'step');
  const story = (arm: number, inspection: Partial<Inspection> | null = {}) => {
    say({ type: 'stepTold', runId: runId(), arm, story: inspection && sampleStory(inspection) });
  };
  return {
    ...scripted,
    scenes,
    slowMotion,
    steps: commands,
    story,
    begin: () => {
      play();
      for (const arm of [0, 1, 2]) say({ type: 'shape', runId: runId(), arm, shape });
      enter('training');
    },
    turnOn: () => made.view.showSlowMotion(true),
    isOn: () => made.view.store.getState().slowMotion,
    state: () => slowMotion.store.getState(),
    toldInAll: () => {
      for (const arm of [0, 1, 2]) story(arm);
      enter('paused', 1);
    },
  };
}

it('takes one step, however many parts are told of it, and Step goes on to the next', () => {
  const { begin, turnOn, steps, toldInAll, state, step, slowMotion } = page();
  begin();
  turnOn();
  expect(steps()).toMatchObject([{ told: { arm: 2, image: null } }]);
  toldInAll();
  expect(state()).toMatchObject({ phase: 'told', part: 'views' });
  step();
  expect(state().part).toBe('features');
  slowMotion.back();
  slowMotion.back();
  expect(state().part).toBe('views');
  for (let part = 0; part < 20 && state().part !== 'memory'; part += 1) step();
  expect(state().part).toBe('memory');
  expect(steps()).toHaveLength(1);
  step();
  expect(steps()).toHaveLength(2);
  // Until it is there, what stands there stays.
  expect(state().phase).toBe('asked');
  expect(state().steps.size).toBe(3);
  step();
  expect(steps()).toHaveLength(2);
});

it('shows the picture of the step in every arm, once the arm that is followed has told', () => {
  const { begin, turnOn, story, scenes, state } = page();
  begin();
  turnOn();
  story(0, { positive: 7 });
  expect(scenes.store.getState().scene).toBeNull();
  story(1, null);
  story(2);
  expect(state().phase).toBe('told');
  const { scene } = scenes.store.getState();
  expect(scene?.answers.map((answer) => answer?.positive)).toEqual([7, undefined, 9]);
});

it('waits for a run, and for one that can take steps', () => {
  const { begin, turnOn, steps, state, isOn } = page();
  turnOn();
  expect(state().phase).toBe('waiting');
  expect(steps()).toEqual([]);
  begin();
  expect(steps()).toHaveLength(1);
  expect(isOn()).toBe(true);
});

it('ends where the run goes on, begins again, or has nothing to tell', () => {
  const { begin, turnOn, toldInAll, enter, isOn, say, runId, story, messages, steps, step } = page();
  begin();
  turnOn();
  toldInAll();
  enter('evaluating', 1);
  expect(isOn()).toBe(true);
  enter('training', 1);
  expect(isOn()).toBe(false);
  // Step is a step again.
  step();
  expect(steps().at(-1)).not.toHaveProperty('told');
  enter('paused', 2);
  turnOn();
  for (const arm of [0, 1, 2]) story(arm, null);
  enter('paused', 2);
  expect(isOn()).toBe(true);
  enter('paused', 3);
  expect(isOn()).toBe(false);
  expect(messages().at(-1)).toContain('Slow motion has ended');
  turnOn();
  toldInAll();
  say({ type: 'shape', runId: runId(), arm: 0, shape });
  expect(isOn()).toBe(false);
});

/** @file Slow motion: one training step of the live run, told part after part. The step is taken once, and looked at. */
import { createStore } from 'zustand/vanilla';
import type { Event } from '../../protocol/events.ts';
import type { StepStory } from '../../protocol/stepStory.ts';
import { cutOut, type Answer } from '../inspector/answer.ts';
import { isAlive, isHeld, isTrained } from '../run/phases.ts';
import type { PageRun } from '../run/run.ts';
import type { RunState } from '../run/runState.ts';
import type { Scenes } from '../scene/scenes.ts';
import { placeLookedAt } from '../view/lookedAt.ts';
import type { View } from '../view/view.ts';
import { partAfter, type PartId } from './parts.ts';

/** A step as the page keeps it: with the pictures of its pair cut out. */
export type ToldStep = Omit<StepStory, 'inspection'> & { inspection: Answer };

export interface SlowMotionState {
  /** `waiting`: for a run whose steps can be taken; `asked`: for the step; `told`: it is there. */
  phase: 'off' | 'waiting' | 'asked' | 'told';
  /** The step that is told, by arm: an arm that has stopped has none. While another is waited for, the one before. */
  steps: ReadonlyMap<number, ToldStep>;
  part: PartId;
}

export interface SlowMotionNeeds {
  run: Pick<PageRun, 'store' | 'onEvent' | 'requestStory' | 'divertSteps' | 'notify'>;
  view: Pick<View, 'store' | 'showSlowMotion'>;
  scenes: Pick<Scenes, 'store' | 'show'>;
}

export type SlowMotion = ReturnType<typeof createSlowMotion>;

const off: SlowMotionState = { phase: 'off', steps: new Map(), part: 'views' };

/** Whether the run takes a step when it is told to. */
const canStep = (run: RunState): boolean =>
  isAlive(run) && !isTrained(run) && run.stranded === null && (isHeld(run) || run.phase === 'training');

export function createSlowMotion({ run, view, scenes }: SlowMotionNeeds) {
  const store = createStore<SlowMotionState>(() => off);
  /** Steps that were done when the step was asked for. */
  let askedAt = 0;
  /** What has been told of the step that was asked for last. */
  let coming = new Map<number, ToldStep>();

  const followed = () => placeLookedAt(run.store.getState().arms.length, view.store.getState());

  const end = (): void => {
    run.divertSteps(undefined);
    store.setState(off);
  };

  const leave = (): void => view.showSlowMotion(false);

  const ask = (): void => {
    const state = run.store.getState();
    askedAt = state.step;
    coming = new Map();
    run.divertSteps(next);
    store.setState({ phase: 'asked' });
    run.requestStory({ arm: followed(), image: scenes.store.getState().scene?.image ?? null });
  };

  const askWhenThere = (): void => {
    if (store.getState().phase === 'waiting' && canStep(run.store.getState())) ask();
  };

  const move = (by: 1 | -1): void => {
    const { phase, steps, part } = store.getState();
    const step = steps.get(followed());
    if (phase !== 'told' || step === undefined) return;
    const to = partAfter(step, part, by);
    if (to !== undefined) store.setState({ part: to });
    else if (by > 0 && canStep(run.store.getState())) ask();
  };

  const next = (): void => move(1);

  const take = ({ arm, story }: Extract<Event, { type: 'stepTold' }>): void => {
    const { phase } = store.getState();
    if (phase === 'off' || phase === 'waiting' || story === null) return;
    coming.set(arm, { ...story, inspection: cutOut(arm, story.inspection) });
    const mine = coming.get(followed());
    // The arms answer one after the other: what is shown waits for the one that is followed.
    if (mine === undefined) return;
    const steps = new Map(coming);
    store.setState(phase === 'asked' ? { phase: 'told', steps, part: 'views' } : { steps });
    const { image, epoch } = mine.inspection;
    const answers = run.store.getState().arms.map((_, place) => steps.get(place)?.inspection ?? null);
    scenes.show({ image, epoch, answers });
  };

  /** The step was taken, or cannot be, and the arm that is followed has nothing to tell of it. */
  const giveUp = (): void => {
    leave();
    run.notify(
      'warning',
      'Slow motion has ended: of this step only its records are known. It can tell of a run whose pairs it has ' +
        'seen chosen, in arms that go on: try again in the next epoch, or follow another arm.',
    );
  };

  const follow = (now: RunState, before: RunState): void => {
    const { phase } = store.getState();
    if (phase === 'off') return;
    if (phase === 'waiting') askWhenThere();
    else if (!isAlive(now)) leave();
    else if (phase === 'asked') {
      const over = now.phase === 'finished' || (now.phase === 'paused' && now.step > askedAt);
      if (over) giveUp();
    } else if (now.phase === 'training' && before.phase !== 'training') leave();
  };

  return {
    store,
    next,
    back: () => move(-1),
    leave,
    /** Keeps up with the page from now on. Returns what ends that. */
    listen: (): (() => void) => {
      const begin = (): void => {
        store.setState({ ...off, phase: 'waiting' });
        askWhenThere();
      };
      const stops = [
        view.store.subscribe(({ slowMotion }, before) => {
          if (slowMotion !== before.slowMotion) (slowMotion ? begin : end)();
        }),
        run.onEvent((event) => {
          if (event.type === 'stepTold') take(event);
          // The run begins again.
          else if (event.type === 'shape' && store.getState().phase !== 'waiting') leave();
        }),
        run.store.subscribe(follow),
        end,
      ];
      if (view.store.getState().slowMotion) begin();
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}

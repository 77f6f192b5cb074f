/**
 * @file What the networks look at in the images that the page shows. Each answer costs a live run some forward passes,
 * so one is asked for after the other, at first at once and then from time to time; of a run that stands still, once.
 */
import { createStore } from 'zustand/vanilla';
import type { Event } from '../../protocol/events.ts';
import type { Clock } from '../clock.ts';
import type { PageRun } from '../run/run.ts';
import type { RunState } from '../run/runState.ts';
import { shownLook, type ShownLook } from './shownLook.ts';

/** While a run trains, an answer stands for so long, milliseconds. */
const STAY = 4_000;

/** Phases in which a run answers. */
const canTell: ReadonlySet<RunState['phase']> = new Set(['training', 'paused', 'evaluating', 'finished']);

/** An image, as one arm sees it. */
export interface Looked {
  /** The arm's place. */
  arm: number;
  /** Index in the training set. */
  image: number;
}

export interface LooksState {
  /** Of what is shown, by {@link lookKey}; null where there is nothing to tell. */
  answers: ReadonlyMap<string, ShownLook | null>;
}

export const lookKey = ({ arm, image }: Looked): string => `${arm} ${image}`;

/** What somebody shows. */
interface Watched extends Looked {
  watchers: number;
  /** The run's step when it was asked for; undefined before. */
  at: number | undefined;
  /** When the answer came, milliseconds. */
  answered: number;
}

export interface LooksNeeds {
  run: Pick<PageRun, 'store' | 'onEvent' | 'requestLook'>;
  clock: Clock;
}

export type PageLooks = ReturnType<typeof createLooks>;

export function createLooks({ run, clock }: LooksNeeds) {
  const store = createStore<LooksState>(() => ({ answers: new Map() }));
  const watched = new Map<string, Watched>();
  /** The question that is waited for. */
  let asked: string | undefined;
  let cancelWaking = (): void => undefined;

  const setAnswer = (key: string, answer: ShownLook | null | undefined): void => {
    const answers = new Map(store.getState().answers);
    if (answer === undefined) answers.delete(key);
    else answers.set(key, answer);
    store.setState({ answers });
  };

  const ask = (key: string, of: Watched): void => {
    asked = key;
    of.at = run.store.getState().step;
    run.requestLook(of.arm, of.image);
  };

  /** What was never asked comes first, then what has stood for longest. */
  const consider = (): void => {
    const { phase, step } = run.store.getState();
    if (asked !== undefined || !canTell.has(phase)) return;
    const outdated = [...watched]
      .filter(([, { at }]) => at !== step)
      .sort(([, a], [, b]) => rankOf(a) - rankOf(b));
    const [next] = outdated;
    if (next === undefined) return;
    const [key, of] = next;
    const left = phase === 'training' && of.at !== undefined ? of.answered + STAY - clock.now() : 0;
    cancelWaking();
    if (left > 0) cancelWaking = clock.after(left, consider);
    else ask(key, of);
  };

  const forget = (arm: number): void => {
    asked = undefined;
    for (const [key, of] of watched)
      if (of.arm === arm) {
        of.at = undefined;
        setAnswer(key, undefined);
      }
    consider();
  };

  const take = (event: Event): void => {
    // The arm begins again, or will not answer any more.
    if (event.type === 'shape' || event.type === 'stopped') forget(event.arm);
    if (event.type !== 'attended') return;
    const { arm, look } = event;
    const key = lookKey(event);
    if (key === asked) asked = undefined;
    const of = watched.get(key);
    if (of !== undefined) {
      of.answered = clock.now();
      setAnswer(key, look && shownLook(arm, look));
    }
    consider();
  };

  return {
    store,
    /** Keeps an answer for what is shown. Returns what ends that. */
    watch: (looked: Looked): (() => void) => {
      const key = lookKey(looked);
      const of = watched.get(key) ?? { ...looked, watchers: 0, at: undefined, answered: -Infinity };
      watched.set(key, of);
      of.watchers += 1;
      consider();
      return () => {
        of.watchers -= 1;
        if (of.watchers > 0) return;
        watched.delete(key);
        setAnswer(key, undefined);
      };
    },
    /** Follows the run from now on. Returns what ends that. */
    listen: (): (() => void) => {
      const stops = [
        run.onEvent(take),
        run.store.subscribe(({ phase, step }, before) => {
          if (phase !== before.phase || step !== before.step) consider();
        }),
      ];
      return () => {
        cancelWaking();
        for (const stop of stops) stop();
      };
    },
  };
}

const rankOf = ({ at, answered }: Watched): number => (at === undefined ? -Infinity : answered);

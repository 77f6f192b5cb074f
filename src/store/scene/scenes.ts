/** @file Which picture the diagram shows: the one under way, another from time to time, none but this while held. */
import { createStore } from 'zustand/vanilla';
import type { Inspected } from '../../protocol/commands.ts';
import type { Clock } from '../clock.ts';
import { hasRun, type RunState } from '../run/runState.ts';
import type { PageRun } from '../run/run.ts';
import { placeLookedAt } from '../view/lookedAt.ts';
import type { View } from '../view/view.ts';
import type { Scene, SceneSource } from './scene.ts';

/** A picture stays for so long, milliseconds; longer for who wants no motion. */
const STAY = { usual: 4_000, calm: 8_000 };

/** Phases in which a run answers. */
const canTell: ReadonlySet<RunState['phase']> = new Set([
  ...(['training', 'paused', 'evaluating', 'finished', 'recorded'] as const),
]);

export interface ScenesState {
  /** Null while there is none to show. */
  scene: Scene | null;
  /** The person stays with this picture. */
  held: boolean;
}

export interface ScenesNeeds {
  run: Pick<PageRun, 'store' | 'onEvent'>;
  view: Pick<View, 'store'>;
  /** Of the run that the page shows; undefined where that has none. */
  source: () => SceneSource | undefined;
  /** Whether that goes on: trained, or played. */
  goesOn: () => boolean;
  /** The epoch, 0-based, to which the page is turned; null while it follows the run. */
  turnedTo: () => number | null;
  clock: Clock;
  /** In [0, 1). */
  random: () => number;
  /** Whether the person wants no motion. */
  isCalm: () => boolean;
}

export type Scenes = ReturnType<typeof createScenes>;

export function createScenes({ run, view, source, goesOn, turnedTo, clock, random, isCalm }: ScenesNeeds) {
  const store = createStore<ScenesState>(() => ({ scene: null, held: false }));
  /** The question that is waited for; an answer to one before is too late. */
  let asked: symbol | undefined;
  /** Whether the picture that stands there has not stood for long. */
  let resting = false;
  let wake = (): void => undefined;
  let turns = 0;

  const followed = () => placeLookedAt(run.store.getState().arms.length, view.store.getState());

  const rest = (): void => {
    wake();
    resting = true;
    wake = clock.after(isCalm() ? STAY.calm : STAY.usual, () => {
      resting = false;
      consider();
    });
  };

  const ask = async (image: Inspected): Promise<void> => {
    const from = source();
    if (from === undefined) return;
    const question = Symbol('scene');
    asked = question;
    const scene = await from.ask(image, followed(), turnedTo());
    if (asked !== question) return;
    asked = undefined;
    if (scene !== null) store.setState({ scene });
    rest();
  };

  /** Another picture, where it is time for one. */
  const consider = (): void => {
    if (asked !== undefined || resting) return;
    const { scene, held } = store.getState();
    const { phase } = run.store.getState();
    if (scene === null ? canTell.has(phase) : goesOn() && !held && turnedTo() === null) turnOver();
  };

  const turnOver = (): void => {
    turns += 1;
    // Few gates are open. Were they shown as often as they are, the method would hardly be seen.
    void ask(turns % 2 === 0 ? 'next' : 'next-open');
  };

  /** The run was turned to another moment, or has more to show: what stands there is of another epoch. */
  const catchUp = (): void => {
    const { scene, held } = store.getState();
    const epoch = source()?.epochOf?.(followed());
    if (epoch === undefined || epoch === scene?.epoch) return;
    if (scene === null || (turnedTo() === null && goesOn() && !held)) turnOver();
    else void ask(scene.image);
  };

  /** The page was turned to another moment, or follows the run again. */
  const turn = (): void => {
    const { scene } = store.getState();
    if (source()?.epochOf !== undefined) catchUp();
    else if (scene !== null) void ask(scene.image);
  };

  /** The run begins again, or another does. */
  const forget = (): void => {
    asked = undefined;
    wake();
    resting = false;
    store.setState({ scene: null });
  };

  return {
    store,
    catchUp,
    /** Shows a scene that somebody else has. */
    show: (scene: Scene): void => {
      asked = undefined;
      store.setState({ scene });
      rest();
    },
    /** Stays with the picture, or goes on. */
    toggleHold: (): void => {
      store.setState(({ held }) => ({ held: !held }));
      consider();
    },
    /** Any picture, whatever its gate. */
    showOther: (): void => {
      const images = run.store.getState().arms[0]?.shape?.trainImages ?? 0;
      if (images > 0) void ask(Math.floor(random() * images));
    },
    /** Keeps up with the run from now on. Returns what ends that. */
    listen: (): (() => void) => {
      const stops = [
        run.onEvent((event) => {
          if (event.type === 'shape') forget();
        }),
        run.store.subscribe((now, before) => {
          const { phase } = now;
          if ((!hasRun(now) && hasRun(before)) || (phase !== before.phase && before.phase === 'recorded'))
            forget();
          if (phase === 'recorded' && now.epoch !== before.epoch) catchUp();
          consider();
        }),
        view.store.subscribe(({ moment }, before) => {
          if (moment !== before.moment) turn();
        }),
        () => wake(),
      ];
      consider();
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}

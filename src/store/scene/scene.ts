/** @file A scene: one image in one epoch, as every arm has it. And where scenes come from. */
import type { Inspected } from '../../protocol/commands.ts';
import type { Event } from '../../protocol/events.ts';
import { cutOut, type Answer } from '../inspector/answer.ts';
import type { PageRun } from '../run/run.ts';

export interface Scene {
  /** Index in the training set. */
  image: number;
  /** 0-based. */
  epoch: number;
  /** What became of it in each arm; null in one that has stopped. */
  answers: readonly (Answer | null)[];
}

/** Gives scenes of a run, be it under way or recorded. */
export interface SceneSource {
  /**
   * @param arm the arm that is followed, whose gate and whose next image are meant
   * @param epoch the epoch, 0-based, to which the page is turned; null is the newest
   * @returns null where there is none to be had now, or where another was asked for meanwhile
   */
  ask: (image: Inspected, arm: number, epoch: number | null) => Promise<Scene | null>;
  /** Of a run that is turned to any moment: the epoch, 0-based, that its scenes of an arm are of now; undefined where there are none. */
  epochOf?: (arm: number) => number | undefined;
}

export interface LiveSource extends SceneSource {
  /** Takes in answers from now on. Returns what ends that. */
  listen: () => () => void;
}

type Asking = Pick<PageRun, 'store' | 'onEvent' | 'requestScene'>;

/** What is asked of the arms, one after the other: each answer costs a forward pass, and training goes on in between. */
interface Inquiry {
  image: Inspected;
  epoch: number | null;
  /** The arms still to be asked, the one that is waited for first. */
  left: number[];
  answers: Map<number, Answer | null>;
  tell: (scene: Scene | null) => void;
}

/** Scenes of the run on the worker. */
export function liveScenes(run: Asking): LiveSource {
  let inquiry: Inquiry | undefined;

  const end = (scene: Scene | null): void => {
    const ended = inquiry;
    inquiry = undefined;
    ended?.tell(scene);
  };

  const askNext = ({ left: [arm], image, epoch }: Inquiry): void => {
    if (arm !== undefined) run.requestScene(arm, image, epoch);
  };

  const take = (event: Event): void => {
    // An arm begins again, and with it the run.
    if (event.type === 'shape') {
      end(null);
      return;
    }
    if (event.type !== 'inspected' || !event.outputs || inquiry === undefined) return;
    const { arm, inspection } = event;
    const { left, answers, image } = inquiry;
    if (arm !== left[0] || event.image !== image) return;
    left.shift();
    answers.set(arm, inspection && cutOut(arm, inspection));
    if (inspection !== null) {
      // The others are asked for what the first has chosen.
      inquiry.image = inspection.image;
      inquiry.epoch = inspection.epoch;
    }
    if (left.length > 0) askNext(inquiry);
    else end(sceneOf(inquiry, run.store.getState().arms.length));
  };

  return {
    ask: (image, arm, epoch) => {
      end(null);
      const others = [...run.store.getState().arms.keys()].filter((other) => other !== arm);
      return new Promise((tell) => {
        inquiry = { image, epoch, left: [arm, ...others], answers: new Map(), tell };
        askNext(inquiry);
      });
    },
    listen: () => run.onEvent(take),
  };
}

function sceneOf({ image, epoch, answers }: Inquiry, arms: number): Scene | null {
  if (typeof image !== 'number' || epoch === null) return null;
  return { image, epoch, answers: Array.from({ length: arms }, (_, arm) => answers.get(arm) ?? null) };
}

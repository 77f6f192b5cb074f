/** @file The pair inspector: which image it asks about, and what the worker answered last. */
import { createStore } from 'zustand/vanilla';
import type { Event } from '../../protocol/events.ts';
import type { Playback } from '../recorded/playback.ts';
import { pairUntil } from '../recorded/scenes.ts';
import type { PageRun } from '../run/run.ts';
import { placeLookedAt } from '../view/lookedAt.ts';
import type { View } from '../view/view.ts';
import { cutOut, type Answer } from './answer.ts';

export interface InspectorState {
  /** Index in the training set; null while nothing is inspected. */
  image: number | null;
  /** 0-based; null follows the newest. */
  epoch: number | null;
  /** The newest answer, perhaps to the question before; null where there is none, undefined before the first. */
  answer: Answer | null | undefined;
}

const nothing: InspectorState = { image: null, epoch: null, answer: undefined };

export interface InspectorNeeds {
  run: Pick<PageRun, 'store' | 'onEvent' | 'requestInspection'>;
  view: Pick<View, 'store'>;
  playback: Pick<Playback, 'store'>;
}

export type Inspector = ReturnType<typeof createInspector>;

export function createInspector({ run, view, playback }: InspectorNeeds) {
  const store = createStore<InspectorState>(() => nothing);

  const armInspected = () => placeLookedAt(run.store.getState().arms.length, view.store.getState());

  const ask = (): void => {
    const { image, epoch } = store.getState();
    if (image === null) return;
    if (run.store.getState().phase === 'recorded') store.setState({ answer: recalled(image, epoch) });
    else run.requestInspection(armInspected(), image, epoch);
  };

  /** What a recorded run knows: it has kept some pairs of some images, which it shows as it comes to them. */
  const recalled = (image: number, epoch: number | null): InspectorState['answer'] => {
    const { scenes } = playback.store.getState();
    if (scenes === 'coming') return undefined;
    const arm = armInspected();
    const kept = typeof scenes === 'string' ? undefined : scenes[arm];
    const inspection = kept && pairUntil(kept, image, epoch ?? run.store.getState().epoch);
    return inspection === undefined ? null : cutOut(arm, inspection);
  };

  const take = (event: Event): void => {
    const { image } = store.getState();
    if (image === null || !('arm' in event) || event.arm !== armInspected()) return;
    if (event.type === 'inspected' && !event.outputs && event.image === image)
      store.setState({ answer: event.inspection && cutOut(event.arm, event.inspection) });
    else if (event.type === 'shape') {
      // The arm begins again, perhaps with fewer images.
      store.setState({ ...nothing, image: Math.min(image, event.shape.trainImages - 1) });
      ask();
    }
    // An epoch has ended: there is one more to look at.
    else if (event.type === 'gallery' || event.type === 'stopped') ask();
  };

  return {
    store,
    /** Opens the inspector, or turns it to another image. Without an epoch it stays where it is. */
    inspectImage: (image: number, epoch = store.getState().epoch): void => {
      store.setState({ image, epoch });
      ask();
    },
    /** @param epoch 0-based; null follows the newest */
    inspectEpoch: (epoch: number | null): void => {
      store.setState({ epoch });
      ask();
    },
    close: () => store.setState(nothing, true),
    /** Keeps up with the run and the arm looked at from now on. Returns what ends that. */
    listen: (): (() => void) => {
      const stops = [
        run.onEvent(take),
        view.store.subscribe(({ arm }, before) => {
          if (arm !== before.arm) ask();
        }),
        playback.store.subscribe(({ scenes }, before) => {
          if (scenes !== before.scenes && scenes !== 'none') ask();
        }),
        run.store.subscribe(({ phase, epoch }, before) => {
          if (phase === 'recorded' && epoch !== before.epoch) ask();
          // What was recorded goes with the recording.
          else if (phase === 'idle' && before.phase === 'recorded') store.setState(nothing, true);
        }),
      ];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}

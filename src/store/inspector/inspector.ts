/** @file The pair inspector: which image it asks about, and what the worker answered last. */
import { createStore } from 'zustand/vanilla';
import type { Event } from '../../protocol/events.ts';
import type { Inspection } from '../../protocol/inspection.ts';
import type { Playback } from '../recorded/playback.ts';
import { pairUntil } from '../recorded/scenes.ts';
import { emptyAlbum } from '../run/album.ts';
import type { PageRun } from '../run/run.ts';
import { armLookedAt, momentLookedAt, placeLookedAt } from '../view/lookedAt.ts';
import type { View } from '../view/view.ts';
import { cutOut, type Answer } from './answer.ts';

export interface InspectorState {
  /** Index in the training set; null while nothing is inspected. */
  image: number | null;
  /** 0-based; null follows the newest. */
  epoch: number | null;
  /** The newest answer, perhaps to the question before; null where there is none, undefined before the first. */
  answer: Answer | null | undefined;
  /** One whose gate is open was asked for, and there is none in the newest epoch. */
  noneOpen: boolean;
}

const nothing: InspectorState = { image: null, epoch: null, answer: undefined, noneOpen: false };

export interface InspectorNeeds {
  run: Pick<PageRun, 'store' | 'onEvent' | 'requestInspection'>;
  view: Pick<View, 'store' | 'showMoment'>;
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

  const takeOpen = (found: Inspection | null): void => {
    if (found === null) store.setState({ noneOpen: true });
    else store.setState({ image: found.image, noneOpen: false, answer: cutOut(armInspected(), found) });
  };

  /** Gallery, charts and diagram go along to an epoch that they have too. */
  const turnPage = (epoch: number | null): void => {
    const { moments } = armLookedAt(run.store.getState(), view.store.getState())?.album ?? emptyAlbum;
    const place = moments.findIndex((moment) => moment.epoch === epoch);
    if (epoch === null) view.showMoment(null);
    else if (place >= 0) view.showMoment(place);
  };

  /** The page was turned to an epoch, or follows the run again. */
  const turned = (): void => {
    const moment = momentLookedAt(run.store.getState(), view.store.getState());
    const epoch = moment?.epoch ?? null;
    if (run.store.getState().phase === 'recorded' || epoch === store.getState().epoch) return;
    store.setState({ epoch });
    ask();
  };

  const take = (event: Event): void => {
    const { image } = store.getState();
    if (image === null || !('arm' in event) || event.arm !== armInspected()) return;
    if (event.type === 'inspected' && !event.outputs && event.image === image)
      store.setState({ answer: event.inspection && cutOut(event.arm, event.inspection) });
    else if (event.type === 'inspected' && typeof event.image === 'object') takeOpen(event.inspection);
    else if (event.type === 'shape') {
      // The arm begins again, perhaps with fewer images.
      store.setState({ ...nothing, image: Math.min(image, event.shape.trainImages - 1) });
      ask();
    }
    // An epoch has ended: there is one more to look at.
    else if (event.type === 'gallery' || event.type === 'stopped') ask();
  };

  /** @param epoch 0-based; null follows the newest */
  const inspectEpoch = (epoch: number | null): void => {
    store.setState({ epoch });
    ask();
    turnPage(epoch);
  };

  return {
    store,
    /** Opens the inspector, or turns it to another image. Without an epoch it stays where it is. */
    inspectImage: (image: number, epoch = store.getState().epoch): void => {
      store.setState({ image, epoch, noneOpen: false });
      ask();
    },
    /** Turns it to another image whose gate is open in the newest epoch. */
    inspectOpen: (): void => {
      const { image } = store.getState();
      if (image === null) return;
      store.setState({ epoch: null });
      turnPage(null);
      run.requestInspection(armInspected(), { openAfter: image }, null);
    },
    inspectEpoch,
    close: () => store.setState(nothing, true),
    /** Keeps up with the run and the arm looked at from now on. Returns what ends that. */
    listen: (): (() => void) => {
      const stops = [
        run.onEvent(take),
        view.store.subscribe(({ arm, moment }, before) => {
          if (moment !== before.moment) turned();
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

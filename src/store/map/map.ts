/**
 * @file The map of the run: what it has told, and how it is looked at. While it is open the run tells of every epoch; of
 * what was told before, as much is kept as there is room for.
 */
import { createStore } from 'zustand/vanilla';
import type { MapFrame } from '../../protocol/map.ts';
import type { Event } from '../../protocol/events.ts';
import type { Clock } from '../clock.ts';
import type { Inspector } from '../inspector/inspector.ts';
import type { Playback, PlaybackState } from '../recorded/playback.ts';
import type { PageRun } from '../run/run.ts';
import { placeLookedAt } from '../view/lookedAt.ts';
import type { View } from '../view/view.ts';
import { atlasOf, type Atlas } from './atlas.ts';
import { addFrame, frameAt, keptEpoch, noFrames, roomFor, type KeptFrames } from './frames.ts';

/** All frames of all arms may take so much memory. */
const FRAME_BYTES = 48 * 2 ** 20;

/** An epoch stays for so long while they are played, milliseconds. */
const PLAYED_MS = 600;

export type MapColour = 'class' | 'gate' | 'agreement';
export type MapDrawing = 'pictures' | 'dots';

export interface MapState {
  /** Null until all images are there. */
  atlas: Atlas | null;
  /** Arm by arm. */
  arms: readonly KeptFrames[];
  /** Epochs that were done at the moment shown; null follows the newest. */
  epoch: number | null;
  playing: boolean;
  colour: MapColour;
  drawing: MapDrawing;
  /** The arm beside the one that is looked at; null where only that is shown. */
  beside: number | null;
  /** The one class, gate or count that is not faded. */
  isolated: number | null;
  /** The words that names are searched for. */
  sought: string;
  /** Indices in the training set. */
  chosen: number | null;
  brushed: readonly number[];
  /** Whether drawing on the map brushes instead of moving it. */
  brushing: boolean;
}

const nothing: MapState = {
  atlas: null,
  arms: [],
  epoch: null,
  playing: false,
  colour: 'class',
  drawing: 'pictures',
  beside: null,
  isolated: null,
  sought: '',
  chosen: null,
  brushed: [],
  brushing: false,
};

export interface MapNeeds {
  run: Pick<PageRun, 'store' | 'onEvent' | 'watchMap'>;
  view: Pick<View, 'store'>;
  inspector: Pick<Inspector, 'store' | 'inspectImage'>;
  playback: Pick<Playback, 'store' | 'seek' | 'togglePlayback'>;
  clock: Clock;
}

export type PageMap = ReturnType<typeof createMap>;

export function createMap({ run, view, inspector, playback, clock }: MapNeeds) {
  const store = createStore<MapState>(() => nothing);
  let open = false;
  /** The run that the images and frames are of. */
  let runId: string | undefined;
  let stopPlaying = (): void => undefined;

  /** Whether what is shown was recorded: then the recording's time is the map's. */
  const isRecorded = (): boolean => run.store.getState().phase === 'recorded';

  const lookedAt = (): number => placeLookedAt(run.store.getState().arms.length, view.store.getState());
  const framesOf = (arm: number): KeptFrames => store.getState().arms[arm] ?? noFrames;

  const begin = (event: Extract<Event, { type: 'shape' }>): void => {
    if (event.runId !== runId) {
      runId = event.runId;
      halt();
      // Other images, perhaps; how they are looked at stays.
      const { colour, drawing } = store.getState();
      store.setState({ ...nothing, colour, drawing });
      if (open) run.watchMap(true, true);
    }
    setFrames(event.arm, noFrames);
    store.setState({ epoch: null });
  };

  const setFrames = (arm: number, frames: KeptFrames): void => {
    const { arms } = store.getState();
    const count = Math.max(arms.length, arm + 1);
    store.setState({
      arms: Array.from({ length: count }, (_, place) => (place === arm ? frames : (arms[place] ?? noFrames))),
    });
  };

  const add = (arm: number, frame: MapFrame): void => {
    const arms = Math.max(1, run.store.getState().arms.length);
    // The first of an arm lies as the other arms do.
    const onto = store.getState().arms.flatMap(({ frames }) => frames.at(-1) ?? [])[0];
    setFrames(arm, addFrame(framesOf(arm), frame, roomFor(FRAME_BYTES / arms, frame), onto));
  };

  /** Shows what a recorded run kept, or nothing more of it. */
  const recall = (scenes: PlaybackState['scenes']): void => {
    const { colour, drawing, chosen, beside } = store.getState();
    const kept = typeof scenes === 'string' ? [] : scenes;
    const atlas = kept[0]?.atlas ?? null;
    store.setState({
      ...nothing,
      ...{ drawing, chosen, beside },
      // Whom two arms both find near is not recorded.
      colour: colour === 'agreement' ? 'class' : colour,
      atlas: atlas && atlasOf(atlas),
      // The first of an arm lies as the first arm's does.
      arms: kept.map(({ frames }, arm) => {
        const onto = arm === 0 ? undefined : kept[0]?.frames[0];
        return frames.reduce((turned, frame) => addFrame(turned, frame, Infinity, onto), noFrames);
      }),
      ...(isRecorded() && { epoch: run.store.getState().epoch, playing: playback.store.getState().playing }),
    });
  };

  /** Why it has its pair at the moment shown; the recording's moment is followed. */
  const ask = (image: number): void =>
    inspector.inspectImage(image, isRecorded() ? null : store.getState().epoch);

  const take = (event: Event): void => {
    if (event.type === 'shape') {
      begin(event);
      return;
    }
    if (event.type === 'mapAtlas' || event.type === 'map') runId = event.runId;
    if (event.type === 'mapAtlas') store.setState({ atlas: atlasOf(event.atlas) });
    else if (event.type === 'map') add(event.arm, event.frame);
  };

  const halt = (): void => {
    stopPlaying();
    stopPlaying = () => undefined;
    // A recording is played and held by itself.
    if (!isRecorded()) store.setState({ playing: false });
  };

  /** Goes to a moment that is kept; at the newest it follows the run again. */
  const turnTo = (wanted: number): void => {
    const kept = framesOf(lookedAt());
    const newest = kept.frames.at(-1)?.epoch ?? 0;
    const now = store.getState().epoch ?? newest;
    const epoch = keptEpoch(kept, wanted, now);
    if (isRecorded()) {
      const step = kept.frames.find((frame) => frame.epoch === epoch)?.step;
      if (step !== undefined) playback.seek(step);
      return;
    }
    store.setState({ epoch: epoch === undefined || epoch >= newest ? null : epoch });
  };

  const playOn = (): void => {
    stopPlaying = clock.after(PLAYED_MS, () => {
      const { epoch } = store.getState();
      if (epoch === null) {
        halt();
        return;
      }
      turnTo(epoch + 1);
      playOn();
    });
  };

  return {
    store,
    /** Has the run tell of its map from now on. Returns what ends that. */
    watch: (): (() => void) => {
      open = true;
      run.watchMap(true, store.getState().atlas === null);
      return () => {
        open = false;
        halt();
        run.watchMap(false, false);
      };
    },
    turnTo,
    /** One kept moment back or on. */
    turnBy: (by: 1 | -1): void => {
      halt();
      const { epoch } = store.getState();
      const now = epoch ?? framesOf(lookedAt()).frames.at(-1)?.epoch ?? 0;
      turnTo(now + by);
    },
    /** Plays the moments from the one shown on; from the first where that is the newest. */
    togglePlaying: (): void => {
      if (isRecorded()) {
        playback.togglePlayback();
        return;
      }
      if (store.getState().playing) {
        halt();
        return;
      }
      const { frames } = framesOf(lookedAt());
      if (frames.length < 2) return;
      const { epoch } = store.getState();
      store.setState({ playing: true, epoch: epoch ?? frames[0]?.epoch ?? null });
      playOn();
    },
    halt,
    colourBy: (colour: MapColour) => store.setState({ colour, isolated: null }),
    draw: (drawing: MapDrawing) => store.setState({ drawing }),
    /** Shows another arm beside the one looked at; null ends that. */
    showBeside: (beside: number | null) => store.setState({ beside }),
    isolate: (value: number) =>
      store.setState(({ isolated }) => ({ isolated: isolated === value ? null : value })),
    seek: (sought: string) => store.setState({ sought }),
    setBrushing: (brushing: boolean) => store.setState({ brushing }),
    brush: (brushed: readonly number[]) => store.setState({ brushed }),
    /** Looks at an image; where it was asked about another, it is asked about this one. */
    point: (image: number): void => {
      store.setState({ chosen: image });
      if (inspector.store.getState().image !== null) ask(image);
    },
    /** Chooses an image, and asks why it has its pair at the moment shown. */
    choose: (image: number): void => {
      store.setState({ chosen: image });
      ask(image);
    },
    /** What the map shows of an arm. */
    frameOf: (arm: number) => frameAt(framesOf(arm), store.getState().epoch),
    /** Keeps up with the run and the inspector from now on. Returns what ends that. */
    listen: (): (() => void) => {
      const follow = (image: number | null) => {
        if (image !== null) store.setState({ chosen: image });
      };
      follow(inspector.store.getState().image);
      if (isRecorded()) recall(playback.store.getState().scenes);
      const stops = [
        run.onEvent(take),
        inspector.store.subscribe(({ image }, before) => {
          if (image !== before.image) follow(image);
        }),
        playback.store.subscribe(({ scenes, playing }, before) => {
          if (scenes !== before.scenes) recall(scenes);
          else if (playing !== before.playing && isRecorded()) store.setState({ playing });
        }),
        run.store.subscribe(({ phase, epoch }, before) => {
          if (phase === 'recorded' && epoch !== before.epoch) store.setState({ epoch });
        }),
        halt,
      ];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}

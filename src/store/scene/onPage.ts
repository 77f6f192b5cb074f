/** @file The diagram's scenes as a part of a page, made when the diagram is first shown. */
import type { Page } from '../page.ts';
import { hasRun } from '../run/runState.ts';
import { momentLookedAt } from '../view/lookedAt.ts';
import { recordedScenes } from './recorded.ts';
import { liveScenes } from './scene.ts';
import { createScenes, type Scenes } from './scenes.ts';

export function scenesOf({ run, view, playback, surroundings, untilEnd }: Page): Scenes {
  const live = liveScenes(run);
  const turnedTo = () => momentLookedAt(run.store.getState(), view.store.getState())?.epoch ?? null;
  const recorded = recordedScenes({ run, playback, turnedTo });
  const { clock, random, isCalm } = surroundings;
  const source = () => {
    const state = run.store.getState();
    return hasRun(state) ? live : state.phase === 'recorded' ? recorded : undefined;
  };
  const goesOn = () => run.store.getState().phase === 'training' || playback.store.getState().playing;
  const scenes = createScenes({ run, view, source, goesOn, turnedTo, clock, random, isCalm });
  untilEnd(live.listen());
  untilEnd(scenes.listen());
  untilEnd(
    playback.store.subscribe(({ scenes: kept }, before) => {
      if (kept !== before.scenes) scenes.catchUp();
    }),
  );
  return scenes;
}

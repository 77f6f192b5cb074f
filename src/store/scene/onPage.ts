/** @file The diagram's scenes as a part of a page, made when the diagram is first shown. */
import type { Page } from '../page.ts';
import { hasRun } from '../run/runState.ts';
import { liveScenes } from './scene.ts';
import { createScenes, type Scenes } from './scenes.ts';

export function scenesOf({ run, view, surroundings, untilEnd }: Page): Scenes {
  const live = liveScenes(run);
  const { clock, random, isCalm } = surroundings;
  const source = () => (hasRun(run.store.getState()) ? live : undefined);
  const scenes = createScenes({ run, view, source, clock, random, isCalm });
  untilEnd(live.listen());
  untilEnd(scenes.listen());
  return scenes;
}

/** @file What the recorded run that is shown has of the arm that is looked at. */
import type { RecordedScenes } from '../../store/recorded/scenes.ts';
import { placeLookedAt } from '../../store/view/lookedAt.ts';
import { usePlayback, useRun, useView } from '../PageContext.ts';

/** Undefined where no recorded run is shown, or where its scenes are not there. */
export function useRecordedScenes(): RecordedScenes | undefined {
  const arm = useView((view) => view.arm);
  const place = useRun(({ arms }) => placeLookedAt(arms.length, { arm }));
  return usePlayback(({ scenes }) => (typeof scenes === 'string' ? undefined : scenes[place]));
}

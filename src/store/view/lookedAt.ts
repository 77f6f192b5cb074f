/** @file The arm that is looked at where only one can be, in the gallery, for a file; and the moment to which that is turned. */
import { emptyAlbum, type Moment } from '../run/album.ts';
import type { ArmState, RunState } from '../run/runState.ts';
import type { ViewState } from './view.ts';

/** Its place among `count` arms; the last, until another is chosen: what is compared comes after its baseline. */
export const placeLookedAt = (count: number, { arm }: Pick<ViewState, 'arm'>): number =>
  Math.min(arm ?? Infinity, count - 1);

export const armLookedAt = (
  { arms }: Pick<RunState, 'arms'>,
  view: Pick<ViewState, 'arm'>,
): ArmState | undefined => arms[placeLookedAt(arms.length, view)];

/** Undefined while the page follows the run. */
export function momentLookedAt(
  run: Pick<RunState, 'arms'>,
  view: Pick<ViewState, 'arm' | 'moment'>,
): Moment | undefined {
  const { moments } = armLookedAt(run, view)?.album ?? emptyAlbum;
  return view.moment === null ? undefined : moments[view.moment];
}

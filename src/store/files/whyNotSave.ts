/** @file What of a run can be taken away now. Pure. */
import { hasTeacher } from '../../config/fields/field.ts';
import type { ExportKind } from '../../protocol/commands.ts';
import { hasRun, type RunState } from '../run/runState.ts';

/** Why the worker cannot save this of the arm at `place` now, in a sentence; undefined where it can. */
export function whyNotSave(kind: ExportKind, run: RunState, place: number): string | undefined {
  const { phase } = run;
  const arm = run.arms[place];
  if (!hasRun(run) || arm === undefined) return 'There is no run yet; press Play first.';
  if (phase === 'loading' || phase === 'preparing') return 'The networks are not there yet.';
  if (run.stranded?.snapshot === null)
    return 'The run went with the graphics device before there was a snapshot of it; Resume begins it again.';
  if (run.stranded !== null && kind !== 'checkpoint')
    return 'The networks went with the graphics device; save the checkpoint, or press Resume first.';
  if (phase === 'failed') return 'The run has failed, and its networks went with it.';
  if (arm.stopped) return 'This arm has stopped, and its networks went with it.';
  const { config } = arm;
  if (kind === 'teacher' && !hasTeacher(config)) return `The method ${config.method} has no teacher.`;
  return undefined;
}

/** What a recorded run holds is thinned and rounded; its own file is the place to take it from. */
export const hasMeasured = (run: RunState): boolean =>
  hasRun(run) && run.arms.some(({ steps, evaluations }) => steps.length + evaluations.length > 0);

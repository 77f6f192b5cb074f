/** @file A recorded run as it stood after some of its steps: the state of a run, cut from its records. Pure. */
import type { ArmSettings } from '../../config/arms.ts';
import type { Log } from '../../metrics/log.ts';
import type { RecordedArm, RecordedRun } from '../../protocol/recordedRun.ts';
import { emptyAlbum } from '../run/album.ts';
import { idleRun, type ArmState, type RunState } from '../run/runState.ts';
import { albumUntil, type RecordedScenes } from './scenes.ts';

/** Steps that were done when the recorded run ends. */
export const stepsRecorded = ({ arms }: RecordedRun): number => 1 + (arms[0]?.steps.at(-1)?.step ?? -1);

/**
 * The run after `step` steps.
 * @param settings of its arms, which a recorded run has as texts
 * @param before what the page showed; what has not changed since stays the same object
 * @param scenes arm by arm, once they are there
 */
export function recordedState(
  { arms }: RecordedRun,
  settings: readonly ArmSettings[],
  step: number,
  before: RunState,
  scenes: readonly RecordedScenes[] = [],
): RunState {
  return {
    ...idleRun,
    phase: 'recorded',
    arms: settings.flatMap((arm, index) => {
      const told = arms[index];
      return told === undefined ? [] : [armAfter(arm, told, step, before.arms[index], scenes[index])];
    }),
    step,
    epoch: Math.floor(step / (arms[0]?.shape.stepsPerEpoch ?? Infinity)),
    notices: before.notices,
  };
}

function armAfter(
  settings: ArmSettings,
  { shape, floors, steps, epochs, evaluations }: RecordedArm,
  step: number,
  before: ArmState | undefined,
  scenes: RecordedScenes | undefined,
): ArmState {
  return {
    ...settings,
    shape,
    floors,
    // Step 4 leads to the state “after 5 steps”.
    steps: upTo(steps, step - 1, before?.steps),
    epochs: upTo(epochs, step, before?.epochs),
    evaluations: upTo(evaluations, step, before?.evaluations),
    album: scenes === undefined ? emptyAlbum : albumUntil(scenes.album, step, before?.album),
    stopped: false,
  };
}

/** Those of `records` until `step`. */
function upTo<T extends { step: number }>(records: T[], step: number, before: Log<T> | undefined): Log<T> {
  const beyond = records.findIndex((record) => record.step > step);
  const length = beyond === -1 ? records.length : beyond;
  return before?.shared === records && before.length === length ? before : { length, shared: records };
}

/** @file Says that the curves are recorded, of what and by what, and plays them. */
import { useStore } from 'zustand';
import { isPresetName, presets } from '../../config/presets.ts';
import { backendTitle } from '../../store/check/backends.ts';
import { playbackStore, togglePlayback } from '../../store/recorded/playback.ts';
import { stepsRecorded } from '../../store/recorded/recordedState.ts';
import { runStore } from '../../store/run/run.ts';
import type { RecordedRun } from '../../protocol/recordedRun.ts';
import { Icon } from './Icon.tsx';

export function Recorded() {
  const recording = useStore(playbackStore, (playback) => playback.recording);
  if (recording === null) return null;
  const { command, began, device } = recording;
  return (
    <div className="recorded" data-testid="recorded">
      <details>
        <summary>
          <b>Recorded:</b> {titleOf(recording)}
        </summary>
        <p>
          Computed on {began.slice(0, 10)} by <code>{command}</code>, {device.adapter}. Train live computes it
          again, on this device.
        </p>
      </details>
      <PlaybackButton recording={recording} />
    </div>
  );
}

/** "The contrast, seed 7, WASM, commit abc1234", and how much of it where it is not whole. */
function titleOf(recording: RecordedRun): string {
  const { preset, settings, device, commit, arms } = recording;
  const { stepsPerEpoch = 1, totalSteps = 0 } = arms[0]?.shape ?? {};
  const steps = stepsRecorded(recording);
  const extent =
    steps < totalSteps
      ? [`${Math.floor(steps / stepsPerEpoch)} of ${Math.floor(totalSteps / stepsPerEpoch)} epochs`]
      : [];
  return [
    isPresetName(preset) ? presets[preset].title : preset,
    `seed ${settings.seed}`,
    ...extent,
    backendTitle[device.backend],
    `commit ${commit.slice(0, 7)}`,
  ].join(', ');
}

function PlaybackButton({ recording }: { recording: RecordedRun }) {
  const playing = useStore(playbackStore, (playback) => playback.playing);
  const over = useStore(runStore, ({ step }) => step >= stepsRecorded(recording));
  const does = playing ? 'Pause' : over ? 'Replay' : 'Go on';
  return (
    <button type="button" className="button small playback" data-testid="playback" onClick={togglePlayback}>
      <Icon name={playing ? 'pause' : over ? 'reset' : 'play'} />
      {does}
      <span className="hidden"> the recording</span>
    </button>
  );
}

/** @file Says that the curves are recorded, of what and by what, and plays them. */
import { isPresetName, presets } from '../../config/presets.ts';
import type { RecordedRun } from '../../protocol/recordedRun.ts';
import { backendTitle } from '../../store/check/backends.ts';
import { stepsRecorded } from '../../store/recorded/recordedState.ts';
import { usePage, useRun, usePlayback } from '../PageContext.ts';
import { Icon } from './Icon.tsx';

export function Recorded() {
  const recordedRun = usePlayback((playback) => playback.recordedRun);
  const missing = usePlayback((playback) => playback.missing);
  const coming = usePlayback((playback) => playback.coming);
  if (missing) return <Missing />;
  if (recordedRun === null) return coming ? <Coming /> : null;
  const { command, began, device } = recordedRun;
  return (
    <div className="recorded" data-testid="recorded">
      <details>
        <summary>
          <b>Recorded:</b> {titleOf(recordedRun)}
        </summary>
        <p>
          Computed on {began.slice(0, 10)} by <code>{command}</code>, {device.adapter}. Train live computes it
          again, on this device.
        </p>
      </details>
      <PlaybackSlider recordedRun={recordedRun} />
      <PlaybackButton recordedRun={recordedRun} />
    </div>
  );
}

/** As high as what comes: the page stays where it is. */
const Coming = () => (
  <div className="recorded" aria-busy="true" data-testid="recorded-coming">
    <p>The recorded run is on its way …</p>
  </div>
);

function Missing() {
  const { askAgain } = usePage().playback;
  return (
    <div className="recorded" role="status" data-testid="recorded-missing">
      <p>The recorded run of this preset could not be loaded; Play trains it here.</p>
      <button type="button" className="button small" onClick={askAgain}>
        Try again
      </button>
    </div>
  );
}

/** "The contrast, seed 7, WASM, commit abc1234", and how much of it where it is not whole. */
function titleOf(recordedRun: RecordedRun): string {
  const { preset, settings, device, commit, arms } = recordedRun;
  const { stepsPerEpoch = 1, totalSteps = 0 } = arms[0]?.shape ?? {};
  const steps = stepsRecorded(recordedRun);
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

function PlaybackButton({ recordedRun }: { recordedRun: RecordedRun }) {
  const { togglePlayback } = usePage().playback;
  const playing = usePlayback((playback) => playback.playing);
  const over = useRun(({ step }) => step >= stepsRecorded(recordedRun));
  const does = playing ? 'Pause' : over ? 'Replay' : 'Go on';
  return (
    <button type="button" className="button small playback" data-testid="playback" onClick={togglePlayback}>
      <Icon name={playing ? 'pause' : over ? 'reset' : 'play'} />
      {does}
      <span className="hidden"> the recording</span>
    </button>
  );
}

/** Charts, gallery and inspector go where it is turned. */
function PlaybackSlider({ recordedRun }: { recordedRun: RecordedRun }) {
  const { seek } = usePage().playback;
  const step = useRun((run) => run.step);
  const { stepsPerEpoch = 1 } = recordedRun.arms[0]?.shape ?? {};
  const steps = stepsRecorded(recordedRun);
  return (
    <input
      type="range"
      className="playback-slider"
      aria-label="Epoch of the recording"
      aria-valuetext={`after epoch ${Math.floor(step / stepsPerEpoch)}`}
      data-testid="playback-slider"
      min={0}
      max={steps}
      step={stepsPerEpoch}
      value={step}
      style={{ '--filled': `${(100 * step) / Math.max(1, steps)}%` }}
      onChange={({ target }) => seek(Number(target.value))}
    />
  );
}

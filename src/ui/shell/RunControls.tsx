/** @file The buttons that drive the run. */
import { isRunning, isTrained } from '../../store/run/phases.ts';
import { hasRun, type RunState } from '../../store/run/runState.ts';
import { usePage, usePlayback, useRun, useExperiment } from '../PageContext.ts';
import { Icon } from './Icon.tsx';
import { lockedBy, useLocked } from './Lock.tsx';
import { usePending } from './usePending.ts';

const playLabel: Record<RunState['phase'], string> = {
  idle: 'Play',
  recorded: 'Train live',
  loading: 'Pause',
  preparing: 'Pause',
  training: 'Pause',
  evaluating: 'Resume',
  paused: 'Resume',
  finished: 'Run again',
  failed: 'Try again',
};

export function PlayButton() {
  const { togglePlay } = usePage().run;
  const phase = useRun((run) => run.phase);
  const running = useRun(isRunning);
  const trained = useRun(isTrained);
  const coming = usePlayback((playback) => playback.coming);
  const again = trained || phase === 'failed';
  const shown = phase === 'idle' && coming ? 'recorded' : phase;
  return (
    <button type="button" className="button primary" data-testid="play" onClick={togglePlay}>
      <Icon name={running ? 'pause' : again ? 'reset' : 'play'} />
      {playLabel[trained ? 'finished' : shown]}
    </button>
  );
}

export function StepButton() {
  const { step } = usePage().run;
  const ready = useRun((run) => run.phase !== 'loading' && run.phase !== 'preparing' && !isTrained(run));
  return (
    <button
      type="button"
      className="button terse"
      data-testid="step"
      disabled={!ready}
      title="One training step (S)"
      onClick={step}
    >
      <Icon name="step" />
      <span className="button-label">Step</span>
    </button>
  );
}

export function ResetButton() {
  const { reset } = usePage().run;
  const started = useRun(hasRun);
  const pending = usePending().length > 0;
  return (
    <button
      type="button"
      className={`button terse${pending ? ' pending' : ''}`}
      data-testid="reset"
      disabled={!started}
      title={pending ? 'Begin again with the changed settings' : 'Begin again with the same seed'}
      onClick={reset}
    >
      <Icon name="reset" />
      <span className="button-label">Reset</span>
    </button>
  );
}

export function SeedButton() {
  const { newSeed } = usePage().run;
  const seed = useExperiment(({ arms }) => arms[0].config.seed);
  const locked = useLocked('seed');
  return (
    <button
      type="button"
      className="button"
      data-testid="new-seed"
      title={locked ? lockedBy : 'Begin again with another draw of weights, split, order and augmentations'}
      disabled={locked}
      onClick={newSeed}
    >
      <Icon name={locked ? 'lock' : 'seed'} />
      <span className="button-label">
        <span className="hidden">{locked ? `Seed, ${lockedBy}, ` : 'New seed, now '}</span>
        <span className="seed-word" aria-hidden="true">
          Seed{' '}
        </span>
        {seed}
      </span>
    </button>
  );
}

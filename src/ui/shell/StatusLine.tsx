/** @file One line that says what is happening: on what, how far, how fast, how long still. */
import { useEffect, useRef } from 'react';
import { armLabels } from '../../config/armLabels.ts';
import { bytes, count, duration } from '../../metrics/format.ts';
import { backendTitle } from '../../store/check/backends.ts';
import { isTrained } from '../../store/run/phases.ts';
import { hasRun, type RunState } from '../../store/run/runState.ts';
import { usePage, useRun } from '../PageContext.ts';
import { loadingText } from '../charts/waiting.ts';
import { Live } from './Live.tsx';
import { imageRate, stepRate } from './rates.ts';

/** "none, naive, adaptive", without those that have stopped. */
const goingOn = (arms: RunState['arms']): string =>
  armLabels(arms)
    .filter((_, index) => arms[index]?.stopped === false)
    .join(', ');

const phaseText: Record<RunState['phase'], (run: RunState) => string> = {
  idle: () => 'Ready. Nothing leaves this device.',
  recorded: () => 'A recorded run',
  loading: loadingText,
  preparing: ({ detail }) => `${detail ?? 'Preparing'}…`,
  training: ({ arms }) => (arms.length > 1 ? `Training ${goingOn(arms)}` : 'Training'),
  evaluating: () => 'Evaluating',
  paused: () => 'Paused',
  finished: () => 'Finished',
  failed: () => 'Stopped',
};
const phase = (run: RunState) => phaseText[run.phase](run);
const stepText = (run: RunState) => count(run.step);
const totalText = ({ arms }: RunState) => {
  const total = arms[0]?.shape?.totalSteps;
  return total === undefined ? '' : `/${count(total)}`;
};
/** The epoch under way, 1-based; the last one when all are done. */
const epochText = ({ epoch, arms }: RunState) =>
  count(Math.min(epoch + 1, arms[0]?.config.epochs ?? Infinity));
const epochsText = ({ arms: [first] }: RunState) => (first === undefined ? '' : `/${first.config.epochs}`);
const inAll = ({ arms }: RunState) => (arms.length > 1 ? ' in all' : '');
const memoryText = ({ memory }: RunState) =>
  memory === null ? '' : `${count(memory.tensors)} tensors, ${bytes(memory.bytes)}`;
const left = ({ phase: now, secondsLeft, stepsPerSecond }: RunState) =>
  now === 'training' && stepsPerSecond > 0 ? `${duration(secondsLeft)} left` : '';

/**
 * Machine-readable beside the words: `data-phase`, `data-step`, `data-epoch`, `data-tensors`, `data-bytes`
 * on `data-testid="status"`.
 */
export function StatusLine() {
  const { store } = usePage().run;
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const mirror = (run: RunState) => {
      if (line.current === null) return;
      Object.assign(line.current.dataset, {
        phase: run.phase,
        step: String(run.step),
        epoch: String(run.epoch),
        tensors: String(run.memory?.tensors ?? ''),
        bytes: String(run.memory?.bytes ?? ''),
      });
    };
    mirror(store.getState());
    return store.subscribe(mirror);
  }, [store]);
  const started = useRun((run) => (run.arms[0]?.shape ?? null) !== null);
  const own = useRun(hasRun);
  const device = useRun((run) => run.device);
  return (
    <div className="status" ref={line} data-testid="status">
      {device !== null && (
        <span className="status-device" title={device.reason} data-testid="device">
          <b>{backendTitle[device.backend]}</b> <span className="status-adapter">{device.adapter}</span>
        </span>
      )}
      <Live className="status-phase" text={phase} />
      {started && (
        <>
          <span className="status-step">
            step{' '}
            <b>
              <Live text={stepText} />
            </b>
            <Live text={totalText} />
          </span>
          <span>
            epoch{' '}
            <b>
              <Live text={epochText} />
            </b>
            <Live text={epochsText} />
          </span>
          <Progress />
          {own && <Speed />}
        </>
      )}
      <PhaseAnnouncer />
    </div>
  );
}

/** How fast this device is, and how long it needs. */
function Speed() {
  return (
    <>
      <span>
        <b>
          <Live text={stepRate} />
        </b>{' '}
        steps/s
        <Live text={inAll} />
      </span>
      <span className="status-wide">
        <b>
          <Live text={imageRate} />
        </b>{' '}
        images/s
      </span>
      <Live text={left} />
      <Live className="status-memory" text={memoryText} />
    </>
  );
}

function Progress() {
  const { store } = usePage().run;
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const draw = ({ step, arms }: RunState) => {
      const share = Math.min(1, step / (arms[0]?.shape?.totalSteps ?? Infinity));
      bar.current?.style.setProperty('--done', `${share * 100}%`);
      bar.current?.setAttribute('aria-valuenow', String(Math.round(share * 100)));
    };
    draw(store.getState());
    return store.subscribe(draw);
  }, [store]);
  return (
    <div
      ref={bar}
      className="progress"
      role="progressbar"
      aria-label="Progress of the run"
      aria-valuemin={0}
      aria-valuemax={100}
    />
  );
}

const announcement: Record<RunState['phase'], string> = {
  idle: '',
  recorded: 'A recorded run is shown.',
  loading: 'Loading.',
  preparing: 'Preparing.',
  training: 'Training.',
  // Training has stopped; that it is still measured need not be announced.
  evaluating: 'Paused.',
  paused: 'Paused.',
  finished: 'Finished.',
  failed: 'The run stopped.',
};

/** Tells screen readers of changes of phase, and only of those. */
function PhaseAnnouncer() {
  const text = useRun((run) => announcement[isTrained(run) ? 'finished' : run.phase]);
  return (
    <span className="hidden" role="status">
      {text}
    </span>
  );
}

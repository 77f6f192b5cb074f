/** @file One line that says what is happening: on what, how far, how fast, how long still. */
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { backendTitle } from '../../store/backends.ts';
import { runStore } from '../../store/run.ts';
import type { RunState } from '../../store/runState.ts';
import { loadingText } from '../charts/waiting.ts';
import { bytes, count, duration, rate } from '../format.ts';
import { Live } from './Live.tsx';

const phaseText: Record<RunState['phase'], (run: RunState) => string> = {
  idle: () => 'Ready. Everything runs on this device; nothing is uploaded.',
  loading: loadingText,
  preparing: ({ detail }) => `${detail ?? 'Preparing'}…`,
  training: () => 'Training',
  evaluating: () => 'Evaluating',
  paused: () => 'Paused',
  finished: () => 'Finished',
  failed: () => 'Stopped',
};
const phase = (run: RunState) => phaseText[run.phase](run);
const stepText = (run: RunState) => count(run.step);
const totalText = ({ shape }: RunState) => (shape === null ? '' : `/${count(shape.totalSteps)}`);
/** The epoch under way, 1-based; the last one when all are done. */
const epochText = ({ epoch, config }: RunState) => count(Math.min(epoch + 1, config?.epochs ?? Infinity));
const epochsText = ({ config }: RunState) => (config === null ? '' : `/${config.epochs}`);
const speed = ({ stepsPerSecond }: RunState) => (stepsPerSecond > 0 ? rate(stepsPerSecond) : '–');
const images = ({ imagesPerSecond }: RunState) => (imagesPerSecond > 0 ? count(imagesPerSecond) : '–');
const memoryText = ({ memory }: RunState) =>
  memory === null ? '' : `${count(memory.tensors)} tensors, ${bytes(memory.bytes)}`;
const left = ({ phase: now, secondsLeft, stepsPerSecond }: RunState) =>
  (now === 'training' || now === 'evaluating') && stepsPerSecond > 0 ? `${duration(secondsLeft)} left` : '';

/**
 * Machine-readable beside the words: `data-phase`, `data-step`, `data-epoch`, `data-tensors`, `data-bytes`
 * on `data-testid="status"`.
 */
export function StatusLine() {
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
    mirror(runStore.getState());
    return runStore.subscribe(mirror);
  }, []);
  const started = useStore(runStore, (run) => run.shape !== null);
  const device = useStore(runStore, (run) => run.device);
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
          <span>
            <b>
              <Live text={speed} />
            </b>{' '}
            steps/s
          </span>
          <span className="status-wide">
            <b>
              <Live text={images} />
            </b>{' '}
            images/s
          </span>
          <Live text={left} />
          <Live className="status-memory" text={memoryText} />
        </>
      )}
      <PhaseAnnouncer />
    </div>
  );
}

function Progress() {
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const draw = ({ step, shape }: RunState) => {
      const share = shape === null ? 0 : Math.min(1, step / shape.totalSteps);
      bar.current?.style.setProperty('--done', `${share * 100}%`);
      bar.current?.setAttribute('aria-valuenow', String(Math.round(share * 100)));
    };
    draw(runStore.getState());
    return runStore.subscribe(draw);
  }, []);
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
  loading: 'Loading.',
  preparing: 'Preparing.',
  training: 'Training.',
  // Evaluations come every few seconds; announcing them would never stop.
  evaluating: 'Training.',
  paused: 'Paused.',
  finished: 'Finished.',
  failed: 'The run stopped.',
};

/** Tells screen readers of changes of phase, and only of those. */
function PhaseAnnouncer() {
  const text = useStore(runStore, (run) => announcement[run.phase]);
  return (
    <span className="hidden" role="status">
      {text}
    </span>
  );
}

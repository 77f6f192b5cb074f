/** @file What is known of the run, and how each event of the worker changes it. Pure. */
import type { ExperimentConfig } from '../config/schema.ts';
import type {
  Device,
  EpochRecord,
  EvaluationRecord,
  Event,
  Floors,
  Phase,
  RunShape,
  StepRecord,
} from '../worker/protocol.ts';
import { addGallery, emptyAlbum, type Album } from './album.ts';
import { append, emptyLog, type Log } from './log.ts';

/** Something the person must know; it stays until dismissed. */
export interface Notice {
  id: number;
  kind: 'error' | 'warning';
  message: string;
}

/** A setting changed while training. */
export interface Tuning {
  step: number;
  /** Such as "learning rate 0.004". */
  what: string;
}

export interface RunState {
  phase: 'idle' | Phase;
  /** What the run was started with, and tuned to since. */
  config: ExperimentConfig | null;
  step: number;
  epoch: number;
  detail: string | null;
  /** Bytes of a download, 0 of 0 = unknown. */
  loading: { label: string; done: number; total: number } | null;
  device: Device | null;
  shape: RunShape | null;
  floors: Floors | null;
  steps: Log<StepRecord>;
  epochs: Log<EpochRecord>;
  evaluations: Log<EvaluationRecord>;
  album: Album;
  tunings: readonly Tuning[];
  stepsPerSecond: number;
  imagesPerSecond: number;
  secondsLeft: number;
  memory: { tensors: number; bytes: number } | null;
  notices: readonly Notice[];
}

export const idleRun: RunState = {
  phase: 'idle',
  config: null,
  step: 0,
  epoch: 0,
  detail: null,
  loading: null,
  device: null,
  shape: null,
  floors: null,
  steps: emptyLog(),
  epochs: emptyLog(),
  evaluations: emptyLog(),
  album: emptyAlbum,
  tunings: [],
  stepsPerSecond: 0,
  imagesPerSecond: 0,
  secondsLeft: 0,
  memory: null,
  notices: [],
};

/** A run that has just been asked for. Notices stay: they are the person's to dismiss. */
export const startedRun = (config: ExperimentConfig, notices: readonly Notice[]): RunState => ({
  ...idleRun,
  phase: 'loading',
  config,
  notices,
});

const rewound = (run: RunState): RunState => ({
  ...run,
  step: 0,
  epoch: 0,
  steps: emptyLog(),
  epochs: emptyLog(),
  evaluations: emptyLog(),
  album: emptyAlbum,
  tunings: [],
});

/** Adds a notice, once: the same sentence twice is one notice. */
export function withNotice(run: RunState, kind: Notice['kind'], message: string): RunState {
  if (run.notices.some((notice) => notice.message === message)) return run;
  const id = 1 + Math.max(0, ...run.notices.map((notice) => notice.id));
  return { ...run, notices: [...run.notices, { id, kind, message }] };
}

/** The run after `event`. What was measured is never taken back by an error. */
export function afterEvent(run: RunState, event: Event): RunState {
  switch (event.type) {
    case 'opened': {
      const opened = startedRun(event.config, run.notices);
      if (event.drawn.length === 0) return opened;
      const lacking = event.drawn.join(' and ');
      return withNotice(opened, 'warning', `The file has no ${lacking}: drawn from the seed instead.`);
    }
    case 'device':
      return { ...run, device: event.device };
    case 'shape':
      // A shape opens a run. Only the worker knows which records came before a reset, so its word clears them.
      return { ...rewound(run), shape: event.shape };
    case 'floors':
      return { ...run, floors: event.floors };
    case 'progress':
      return { ...run, loading: { label: event.label, done: event.done, total: event.total } };
    case 'status': {
      const { phase, step, epoch, detail } = event;
      return {
        ...run,
        phase,
        step,
        epoch,
        detail: detail ?? null,
        loading: phase === 'loading' ? run.loading : null,
      };
    }
    case 'metrics':
      return {
        ...run,
        steps: append(run.steps, event.steps),
        epochs: append(run.epochs, event.epochs),
        evaluations: append(run.evaluations, event.evaluations),
        step: 1 + (event.steps.at(-1)?.step ?? run.step - 1),
        epoch: event.steps.at(-1)?.epoch ?? run.epoch,
        stepsPerSecond: event.stepsPerSecond,
        imagesPerSecond: event.imagesPerSecond,
        secondsLeft: event.secondsLeft,
        memory: event.memory,
      };
    case 'gallery':
      return { ...run, album: addGallery(run.album, event.gallery) };
    case 'error': {
      const noted = withNotice(run, event.fatal ? 'error' : 'warning', event.message);
      return event.fatal ? { ...noted, phase: 'failed', loading: null } : noted;
    }
    case 'exported':
    case 'disposed':
      return run;
  }
}

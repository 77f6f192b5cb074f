/** @file What is known of the run and its arms, and how each event of the worker changes it. Pure. */
import { armLabels } from '../../config/armLabels.ts';
import type { ArmSettings } from '../../config/arms.ts';
import { withLive } from '../../config/live.ts';
import { stoppedSentence } from '../../config/stoppedArm.ts';
import type { Device } from '../../protocol/device.ts';
import type { EpochRecord, EvaluationRecord, Floors, RunShape, StepRecord } from '../../protocol/records.ts';
import type { Event, Phase } from '../../protocol/events.ts';
import { addGallery, emptyAlbum, type Album } from './album.ts';
import { append, emptyLog, type Log } from '../../metrics/log.ts';
import { tuningsOf, type Tuning } from './tunings.ts';

/** Something the person must know; it stays until dismissed. An `info` says that something went well. */
export interface Notice {
  id: number;
  kind: 'error' | 'warning' | 'info';
  message: string;
  offer?: Offer;
}

/** What the person can do about a notice, which is then dismissed. */
export interface Offer {
  /** As the button says. */
  does: string;
  act: () => void;
}

/** One arm: what it was started with, and tuned to since, and what it has told. */
export interface ArmState extends ArmSettings {
  shape: RunShape | null;
  floors: Floors | null;
  steps: Log<StepRecord>;
  epochs: Log<EpochRecord>;
  evaluations: Log<EvaluationRecord>;
  album: Album;
  /** It ended before its time and the others went on. */
  stopped: boolean;
}

export interface RunState {
  /** `recorded`: the page shows a run that was trained elsewhere; there is none of the person's own. */
  phase: 'idle' | 'recorded' | Phase;
  /** Empty before the first run. */
  arms: readonly ArmState[];
  /** The form's arms that these are: while it has them, what is changed live there reaches the run. */
  lineup: symbol | null;
  /** Of every arm that has not stopped: they go in lockstep. */
  step: number;
  epoch: number;
  detail: string | null;
  /** Bytes of a download, 0 of 0 = unknown. */
  loading: { label: string; done: number; total: number } | null;
  device: Device | null;
  tunings: readonly Tuning[];
  /** Of all arms together, as are the images. */
  stepsPerSecond: number;
  imagesPerSecond: number;
  secondsLeft: number;
  memory: { tensors: number; bytes: number } | null;
  /** Paused for want of a graphics device, with a snapshot of so many steps, if there is one. */
  stranded: { snapshot: number | null } | null;
  notices: readonly Notice[];
}

export const idleRun: RunState = {
  phase: 'idle',
  arms: [],
  lineup: null,
  step: 0,
  epoch: 0,
  detail: null,
  loading: null,
  device: null,
  tunings: [],
  stepsPerSecond: 0,
  imagesPerSecond: 0,
  secondsLeft: 0,
  memory: null,
  stranded: null,
  notices: [],
};

/** Whether there is a run of the person's own, whatever has become of it. */
export const hasRun = ({ phase }: Pick<RunState, 'phase'>): boolean =>
  phase !== 'idle' && phase !== 'recorded';

/** Logs of its own for each arm: they grow in place. */
const nothingTold = (): Omit<ArmState, keyof ArmSettings> => ({
  shape: null,
  floors: null,
  steps: emptyLog(),
  epochs: emptyLog(),
  evaluations: emptyLog(),
  album: emptyAlbum,
  stopped: false,
});

/** A run that has just been asked for. Notices stay: they are the person's to dismiss. */
export const startedRun = (
  arms: readonly ArmSettings[],
  notices: readonly Notice[],
  lineup: symbol | null = null,
): RunState => ({
  ...idleRun,
  phase: 'loading',
  lineup,
  arms: arms.map((arm) => ({ ...arm, ...nothingTold() })),
  notices,
});

/** The run with the arm at `place` changed. */
const withArm = (run: RunState, place: number, change: (arm: ArmState) => Partial<ArmState>): RunState => ({
  ...run,
  arms: run.arms.map((arm, index) => (index === place ? { ...arm, ...change(arm) } : arm)),
});

/** A run that goes on from a file, or arms that start from one. */
function openedRun(run: RunState, event: Extract<Event, { type: 'opened' }>): RunState {
  const before = event.configs.map((config) => ({ config }));
  const after = event.configs.map((config) => ({ config: withLive(config, event.live) }));
  const tunings = tuningsOf(before, after, armLabels(before)).map((what) => ({ step: event.step, what }));
  const opened = { ...startedRun(after, run.notices), tunings };
  if (event.drawn.length === 0) return opened;
  const lacking = event.drawn.join(' and ');
  return withNotice(opened, 'warning', `The file has no ${lacking}: drawn from the seed instead.`);
}

/** Adds a notice, once: the same sentence twice is one notice, with what was offered last. */
export function withNotice(run: RunState, kind: Notice['kind'], message: string, offer?: Offer): RunState {
  const others =
    offer === undefined ? run.notices : run.notices.filter((notice) => notice.message !== message);
  if (others.some((notice) => notice.message === message)) return run;
  const id = 1 + Math.max(0, ...run.notices.map((notice) => notice.id));
  const notice = { id, kind, message, ...(offer !== undefined && { offer }) };
  return { ...run, notices: [...others, notice] };
}

/** What the person can do with a run whose device was lost again and again. */
function strandedAdvice({ step, snapshot }: Extract<Event, { type: 'stranded' }>): string {
  const kept =
    snapshot === null
      ? 'Resume begins it again'
      : `Resume goes on from its snapshot of step ${snapshot}, which can be saved as a checkpoint`;
  return (
    `The run is paused at step ${step}. Choose WASM under “compute on”, or close other tabs and programs that ` +
    `use the graphics device; then ${kept}. A smaller batch or network needs less of the device.`
  );
}

/** The run after `event`. What was measured is never taken back by an error. */
export function afterEvent(run: RunState, event: Event): RunState {
  switch (event.type) {
    case 'opened':
      return openedRun(run, event);
    case 'device':
      return { ...run, device: event.device };
    case 'shape': {
      // A shape begins an arm. Only the worker knows which records came before a reset, so its word clears them;
      // the floors are the same again.
      const rewound = withArm(run, event.arm, ({ floors }) => ({
        ...nothingTold(),
        floors,
        shape: event.shape,
      }));
      return { ...rewound, step: 0, epoch: 0 };
    }
    case 'floors':
      return withArm(run, event.arm, () => ({ floors: event.floors }));
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
        stranded: null,
      };
    }
    case 'metrics':
      return {
        ...withArm(run, event.arm, (arm) => ({
          steps: append(arm.steps, event.steps),
          epochs: append(arm.epochs, event.epochs),
          evaluations: append(arm.evaluations, event.evaluations),
        })),
        // The last records of an arm that has stopped come when the others are further.
        step: Math.max(run.step, 1 + (event.steps.at(-1)?.step ?? -1)),
        epoch: Math.max(run.epoch, event.steps.at(-1)?.epoch ?? 0),
        stepsPerSecond: event.stepsPerSecond,
        imagesPerSecond: event.imagesPerSecond,
        secondsLeft: event.secondsLeft,
        memory: event.memory,
      };
    case 'gallery':
      return withArm(run, event.arm, ({ album }) => ({ album: addGallery(album, event.gallery) }));
    case 'stopped': {
      const label = armLabels(run.arms)[event.arm] ?? '';
      const noted = withNotice(run, 'warning', stoppedSentence(label, event));
      return withArm(noted, event.arm, () => ({ stopped: true }));
    }
    case 'error': {
      // Whoever gave the command knows what it was about, and tells.
      if (event.answers !== undefined) return run;
      const noted = withNotice(run, event.fatal ? 'error' : 'warning', event.message);
      return event.fatal ? { ...noted, phase: 'failed', loading: null } : noted;
    }
    case 'stranded': {
      const { message, step, snapshot } = event;
      const noted = withNotice(run, 'error', `${message} ${strandedAdvice(event)}`);
      return { ...noted, phase: 'paused', detail: null, loading: null, step, stranded: { snapshot } };
    }
    case 'inspected':
    case 'attended':
    case 'stepTold':
    case 'mapAtlas':
    case 'map':
    case 'mapGraph':
    case 'exported':
    case 'profiled':
    case 'disposed':
      return run;
  }
}

/** @file The device check: recordings held, one after another, against what this device computes. */
import { createStore } from 'zustand/vanilla';
import type { Device } from '../../protocol/device.ts';
import type { BackendName } from '../../protocol/device.ts';
import type { CheckRow, VerifyReply } from '../../protocol/verification.ts';
import type { Verifier } from '../../client/verifyClient.ts';
import type { Clock } from '../clock.ts';
import { backendNames } from './backends.ts';
import { whyNot, type DeviceFacts } from './device.ts';
import { RecordingError, ownRecording, shippedRecordings, type Recording } from './recordings.ts';

export type Finding =
  | { state: 'waiting' }
  | { state: 'running' }
  | { state: 'checked'; device: Device; seconds: number; rows: readonly CheckRow[] }
  /** No answer could be had: the file, the backend or the device is at fault, in one sentence. */
  | { state: 'error'; message: string }
  | { state: 'stopped' };

/** One recording on one backend. */
export interface Check {
  recording: Recording;
  backend: BackendName;
  finding: Finding;
}

export interface CheckState {
  /** Null until the browser has told. */
  device: DeviceFacts | null;
  /** Chosen to compute on. */
  backends: readonly BackendName[];
  /** The recordings that ship with the app are part of the check. */
  shipped: boolean;
  /** The visitor's own. */
  own: readonly File[];
  phase: 'idle' | 'running' | 'finished' | 'stopped';
  checks: readonly Check[];
  /** When the latest check began. */
  started: Date | null;
}

const idleCheck: CheckState = {
  device: null,
  backends: [],
  shipped: true,
  own: [],
  phase: 'idle',
  checks: [],
  started: null,
};

export interface CheckNeeds {
  /** A run that trains is paused for a check, so that both do not share the device. */
  pauseRun: () => void;
  describeDevice: () => Promise<DeviceFacts>;
  /** What holds recordings against this device's own runs of them, for one check. */
  createVerifier: () => Verifier;
  fetch: typeof fetch;
  clock: Clock;
}

export type DeviceCheck = ReturnType<typeof createCheck>;

export function createCheck(needs: CheckNeeds) {
  const { pauseRun, describeDevice, clock } = needs;
  const store = createStore<CheckState>(() => idleCheck);
  let current = new AbortController();

  const settle = (index: number, finding: Finding): void =>
    store.setState(({ checks }) => ({
      checks: checks.map((check, place) => (place === index ? { ...check, finding } : check)),
    }));

  /** Ends the check under way; what was found so far stays. */
  const stop = (): void => {
    if (store.getState().phase !== 'running') return;
    current.abort();
    store.setState(({ checks }) => ({
      phase: 'stopped',
      checks: checks.map((check) =>
        check.finding.state === 'waiting' || check.finding.state === 'running'
          ? { ...check, finding: { state: 'stopped' } }
          : check,
      ),
    }));
  };

  return {
    store,
    /** Looks at the device once, and chooses every backend that it has. */
    meetDevice: async (): Promise<void> => {
      if (store.getState().device !== null) return;
      const device = await describeDevice();
      const backends = backendNames.filter((backend) => whyNot(backend, device) === undefined);
      store.setState({ device, backends });
    },
    chooseBackend: (backend: BackendName, chosen: boolean) =>
      store.setState(({ backends }) => ({
        backends: backendNames.filter((name) => (name === backend ? chosen : backends.includes(name))),
      })),
    includeShipped: (shipped: boolean) => store.setState({ shipped }),
    addOwnFiles: (files: Iterable<File>) => store.setState(({ own }) => ({ own: [...own, ...files] })),
    removeOwnFile: (file: File) =>
      store.setState(({ own }) => ({ own: own.filter((other) => other !== file) })),
    /**
     * Checks what is chosen, one recording after another and each on every backend. Resolves when all is checked, or
     * when the check is stopped.
     */
    start: async (): Promise<void> => {
      stop();
      pauseRun();
      const abort = new AbortController();
      current = abort;
      const checks = checksOf(store.getState());
      store.setState({ phase: 'running', started: clock.date(), checks });
      const verifier = needs.createVerifier();
      try {
        for (const [index, check] of checks.entries()) {
          settle(index, { state: 'running' });
          const finding = await examine(check, abort.signal, verifier, needs);
          if (abort.signal.aborted) return;
          settle(index, finding);
        }
      } finally {
        verifier.end();
      }
      store.setState({ phase: 'finished' });
    },
    stop,
  };
}

/** Each chosen recording on each chosen backend. */
function checksOf({ shipped, own, backends }: CheckState): Check[] {
  const recordings = [...(shipped ? shippedRecordings : []), ...own.map(ownRecording)];
  return recordings.flatMap((recording) =>
    backends.map((backend): Check => ({ recording, backend, finding: { state: 'waiting' } })),
  );
}

async function examine(
  { recording, backend }: Check,
  signal: AbortSignal,
  verifier: Verifier,
  { fetch, clock }: Pick<CheckNeeds, 'fetch' | 'clock'>,
): Promise<Finding> {
  try {
    const bytes = await recording.read(signal, fetch);
    const began = clock.now();
    const reply = await verifier.verify({ fileName: recording.name, bytes, backend }, signal);
    return findingOf(reply, (clock.now() - began) / 1000);
  } catch (error) {
    if (signal.aborted) return { state: 'stopped' };
    if (error instanceof RecordingError) return { state: 'error', message: error.message };
    const detail = error instanceof Error ? error.message : String(error);
    return {
      state: 'error',
      message: `${recording.name} could not be checked: ${detail.replace(/\.?$/, '.')}`,
    };
  }
}

const findingOf = (reply: VerifyReply, seconds: number): Finding =>
  reply.type === 'rows'
    ? { state: 'checked', device: reply.device, seconds, rows: reply.rows }
    : { state: 'error', message: reply.message };

/** @file The device check: recordings held, one after another, against what this device computes. */
import { createStore } from 'zustand/vanilla';
import type { Device } from '../../protocol/device.ts';
import { verifyRecording } from '../../client/verifyClient.ts';
import type { BackendName } from '../../protocol/device.ts';
import type { CheckRow, VerifyReply } from '../../protocol/verification.ts';
import { backendNames } from './backends.ts';
import { describeDevice, whyNot, type DeviceFacts } from './device.ts';
import { RecordingError, ownRecording, shippedRecordings, type Recording } from './recordings.ts';
import { pause } from '../run/run.ts';

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

export const checkStore = createStore<CheckState>(() => ({
  device: null,
  backends: [],
  shipped: true,
  own: [],
  phase: 'idle',
  checks: [],
  started: null,
}));

/** Looks at the device once, and chooses every backend that it has. */
export async function meetDevice(): Promise<void> {
  if (checkStore.getState().device !== null) return;
  const device = await describeDevice();
  const backends = backendNames.filter((backend) => whyNot(backend, device) === undefined);
  checkStore.setState({ device, backends });
}

export function chooseCheckBackend(backend: BackendName, chosen: boolean): void {
  checkStore.setState(({ backends }) => ({
    backends: backendNames.filter((name) => (name === backend ? chosen : backends.includes(name))),
  }));
}

export const includeShipped = (shipped: boolean) => checkStore.setState({ shipped });

export const addOwnFiles = (files: Iterable<File>) =>
  checkStore.setState(({ own }) => ({ own: [...own, ...files] }));

export const removeOwnFile = (file: File) =>
  checkStore.setState(({ own }) => ({ own: own.filter((other) => other !== file) }));

export const chosenRecordings = ({ shipped, own }: Pick<CheckState, 'shipped' | 'own'>): Recording[] => [
  ...(shipped ? shippedRecordings : []),
  ...own.map(ownRecording),
];

let current = new AbortController();

/**
 * Checks what is chosen, one recording after another and each on every backend. A run that trains is paused, so
 * that both do not share the device. Resolves when all is checked, or when the check is stopped.
 */
export async function startCheck(): Promise<void> {
  stopCheck();
  pause();
  const abort = new AbortController();
  current = abort;
  const { backends, ...chosen } = checkStore.getState();
  const recordings = chosenRecordings(chosen);
  const checks = recordings.flatMap((recording) =>
    backends.map((backend): Check => ({ recording, backend, finding: { state: 'waiting' } })),
  );
  checkStore.setState({ phase: 'running', started: new Date(), checks });
  for (const [index, { recording, backend }] of checks.entries()) {
    settle(index, { state: 'running' });
    const finding = await examine(recording, backend, abort.signal);
    if (abort.signal.aborted) return;
    settle(index, finding);
  }
  checkStore.setState({ phase: 'finished' });
}

/** Ends the check under way; what was found so far stays. */
export function stopCheck(): void {
  if (checkStore.getState().phase !== 'running') return;
  current.abort();
  checkStore.setState(({ checks }) => ({
    phase: 'stopped',
    checks: checks.map((check) =>
      check.finding.state === 'waiting' || check.finding.state === 'running'
        ? { ...check, finding: { state: 'stopped' } }
        : check,
    ),
  }));
}

function settle(index: number, finding: Finding): void {
  checkStore.setState(({ checks }) => ({
    checks: checks.map((check, place) => (place === index ? { ...check, finding } : check)),
  }));
}

async function examine(recording: Recording, backend: BackendName, signal: AbortSignal): Promise<Finding> {
  try {
    const bytes = await recording.read(signal);
    const started = performance.now();
    const reply = await verifyRecording({ fileName: recording.name, bytes, backend }, { signal });
    return findingOf(reply, (performance.now() - started) / 1000);
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

/** @file The measurement of this device: asking for it, and the latest that there is. */
import { createStore } from 'zustand/vanilla';
import type { ExperimentConfig } from '../../config/schema.ts';
import type { Device } from '../../protocol/device.ts';
import type { Event } from '../../protocol/events.ts';
import type { Profile } from '../../protocol/profile.ts';
import { onRunEvent, requestProfile, runStore } from '../run/run.ts';
import { hasRun, type RunState } from '../run/runState.ts';

/** A measurement, and what was measured on what. */
export interface Measured {
  profile: Profile;
  device: Device;
  /** Of the arm that was measured. */
  config: ExperimentConfig;
  /** Arms that trained in lockstep. */
  arms: number;
  /** A new run has begun since. */
  past: boolean;
}

export interface ProfilingState {
  measuring: boolean;
  measured: Measured | null;
  /** Why the latest attempt gave nothing, in one sentence. */
  problem: string | null;
}

export const profilingStore = createStore<ProfilingState>(() => ({
  measuring: false,
  measured: null,
  problem: null,
}));

/** Why there is nothing to measure now, in a sentence; undefined where there is. */
export function whyNotMeasure({ phase, device }: Pick<RunState, 'phase' | 'device'>): string | undefined {
  if (!hasRun({ phase })) return 'What is measured is a run: press Play first.';
  if (phase === 'loading' || phase === 'preparing') return 'The run is being prepared.';
  if (phase === 'failed') return 'The run has failed.';
  if (phase === 'finished') return 'The run has finished. Reset it to measure its steps.';
  if (device?.backend === 'cpu')
    return 'Plain JavaScript is there to check the others. Choose WebGPU or WASM.';
  return undefined;
}

export function measureDevice(): void {
  if (profilingStore.getState().measuring || whyNotMeasure(runStore.getState()) !== undefined) return;
  profilingStore.setState({ measuring: true, problem: null });
  requestProfile();
}

let runId: string | undefined;

onRunEvent((event) => {
  if (runId !== undefined && event.runId !== runId) beginAnew();
  runId = event.runId;
  if (event.type === 'profiled') takeIn(event);
  else if (event.type === 'error' && (event.fatal || event.answers === 'profile'))
    profilingStore.setState({
      measuring: false,
      problem: event.answers === 'profile' ? event.message : null,
    });
});

function beginAnew(): void {
  const { measured } = profilingStore.getState();
  profilingStore.setState({
    measuring: false,
    problem: null,
    measured: measured && { ...measured, past: true },
  });
}

function takeIn({ arm, profile }: Extract<Event, { type: 'profiled' }>): void {
  const { device, arms } = runStore.getState();
  const config = arms[arm]?.config;
  if (device === null || config === undefined) return;
  const going = arms.filter(({ stopped }) => !stopped).length;
  profilingStore.setState({
    measuring: false,
    measured: { profile, device, config, arms: going, past: false },
  });
}

/** @file The measurement of this device: asking for it, and the latest that there is. */
import { createStore } from 'zustand/vanilla';
import type { ExperimentConfig } from '../../config/schema.ts';
import type { Device } from '../../protocol/device.ts';
import type { Event } from '../../protocol/events.ts';
import type { Profile } from '../../protocol/profile.ts';
import type { PageRun } from '../run/run.ts';
import { hasRun, type RunState } from '../run/runState.ts';

/** What was measured, and on what. */
export interface DeviceMeasurement {
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
  measurement: DeviceMeasurement | null;
  /** Why the latest attempt gave nothing, in one sentence. */
  problem: string | null;
}

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

export type DeviceProfiling = ReturnType<typeof createProfiling>;

export function createProfiling(run: Pick<PageRun, 'store' | 'onEvent' | 'requestProfile'>) {
  const store = createStore<ProfilingState>(() => ({ measuring: false, measurement: null, problem: null }));
  let runId: string | undefined;

  const beginAnew = (): void => {
    const { measurement } = store.getState();
    store.setState({
      measuring: false,
      problem: null,
      measurement: measurement && { ...measurement, past: true },
    });
  };

  const takeIn = ({ arm, profile }: Extract<Event, { type: 'profiled' }>): void => {
    const { device, arms } = run.store.getState();
    const config = arms[arm]?.config;
    if (device === null || config === undefined) return;
    const going = arms.filter(({ stopped }) => !stopped).length;
    store.setState({
      measuring: false,
      measurement: { profile, device, config, arms: going, past: false },
    });
  };

  const take = (event: Event): void => {
    if (runId !== undefined && event.runId !== runId) beginAnew();
    runId = event.runId;
    if (event.type === 'profiled') takeIn(event);
    else if (event.type === 'error' && (event.fatal || event.answers === 'profile'))
      store.setState({
        measuring: false,
        problem: event.answers === 'profile' ? event.message : null,
      });
  };

  return {
    store,
    measureDevice: (): void => {
      if (store.getState().measuring || whyNotMeasure(run.store.getState()) !== undefined) return;
      store.setState({ measuring: true, problem: null });
      run.requestProfile();
    },
    /** Takes in from now on what was measured. Returns what ends that. */
    listen: () => run.onEvent(take),
  };
}

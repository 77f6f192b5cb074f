/** @file The address bar mirrors the experiment, so the page's own link is always the one to share. */
import { encodeExperiment } from '../../config/departures.ts';
import { isPresetName, presets } from '../../config/presets.ts';
import type { BackendChoice } from '../../protocol/device.ts';
import { loadPart } from '../parts/part.ts';
import { whenSettled, type Clock } from '../clock.ts';
import type { Experiment } from './experiment.ts';
import type { ExperimentState } from './experimentState.ts';

const backends: readonly BackendChoice[] = ['auto', 'webgpu', 'wasm', 'cpu'];
const isBackend = (name: string): name is BackendChoice => backends.some((backend) => backend === name);

/** The query for an experiment, `?` included. */
export function queryOf({ preset, arms, backend }: ExperimentState): string {
  const own = backend === 'auto' ? '' : `&backend=${backend}`;
  return `?${encodeExperiment({ preset, arms })}${own}`;
}

/**
 * Takes over the experiment of the page's link. A link that cannot be used leaves the default experiment
 * and a notice that says why.
 */
export async function readAddress(
  query: string,
  { store, replace, choosePreset, chooseBackend }: Experiment,
  notify: (kind: 'error', message: string) => void,
): Promise<void> {
  const backend = new URLSearchParams(query).get('backend');
  if (backend !== null) {
    if (isBackend(backend)) chooseBackend(backend);
    else notify('error', `There is no backend called "${backend}"; there are ${backends.join(', ')}.`);
  }
  if ([...new URLSearchParams(query).keys()].every((key) => key === 'backend')) return;
  const { decodeExperiment } = await loadPart(() => import('../../config/url.ts'));
  try {
    replace(decodeExperiment(query));
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ConfigError') throw error;
    const named = new URLSearchParams(query).get('preset') ?? '';
    if (isPresetName(named)) choosePreset(named);
    const { title } = presets[store.getState().preset];
    notify('error', `The settings of this link were not used: ${error.message} This is ${title} as it is.`);
  }
}

/** Browsers allow about a hundred changes of the address in half a minute. */
const SETTLE_MS = 400;

/** Keeps the address up to date until it is told to stop. */
export function mirrorAddress(
  { store }: Experiment,
  showQuery: (query: string) => void,
  clock: Clock,
): () => void {
  const { touch, cancel } = whenSettled(clock, SETTLE_MS, () => showQuery(queryOf(store.getState())));
  const unsubscribe = store.subscribe((state, before) => {
    if (state.arms !== before.arms || state.preset !== before.preset || state.backend !== before.backend)
      touch();
  });
  return () => {
    unsubscribe();
    cancel();
  };
}

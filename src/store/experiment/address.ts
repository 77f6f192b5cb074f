/** @file The address bar mirrors the experiment, so the page's own link is always the one to share. */
import { encodeExperiment } from '../../config/departures.ts';
import { isPresetName, presets } from '../../config/presets.ts';
import type { BackendChoice } from '../../protocol/device.ts';
import { choosePreset, experimentStore, replaceExperiment } from './experiment.ts';
import { notify } from '../run/run.ts';

const backends: readonly BackendChoice[] = ['auto', 'webgpu', 'wasm', 'cpu'];
const isBackend = (name: string): name is BackendChoice => backends.some((backend) => backend === name);

/** The query for the experiment as it is, `?` included. */
export function currentQuery(): string {
  const { preset, arms, backend } = experimentStore.getState();
  const own = backend === 'auto' ? '' : `&backend=${backend}`;
  return `?${encodeExperiment({ preset, arms })}${own}`;
}

/**
 * Takes over the experiment of the page's link. A link that cannot be used leaves the default experiment
 * and a notice that says why.
 */
export async function readAddress(query: string): Promise<void> {
  const backend = new URLSearchParams(query).get('backend');
  if (backend !== null) {
    if (isBackend(backend)) experimentStore.setState({ backend });
    else notify('error', `There is no backend called "${backend}"; there are ${backends.join(', ')}.`);
  }
  if ([...new URLSearchParams(query).keys()].every((key) => key === 'backend')) return;
  const { decodeExperiment } = await import('../../config/url.ts');
  try {
    replaceExperiment(decodeExperiment(query));
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ConfigError') throw error;
    const named = new URLSearchParams(query).get('preset') ?? '';
    if (isPresetName(named)) choosePreset(named);
    const { title } = presets[experimentStore.getState().preset];
    notify('error', `The settings of this link were not used: ${error.message} This is ${title} as it is.`);
  }
}

/** Browsers allow about a hundred changes of the address in half a minute. */
const SETTLE_MS = 400;

/** Keeps the address up to date from now on. */
export function mirrorAddress(): void {
  let settling: ReturnType<typeof setTimeout> | undefined;
  experimentStore.subscribe((state, before) => {
    if (state.arms === before.arms && state.preset === before.preset && state.backend === before.backend)
      return;
    clearTimeout(settling);
    settling = setTimeout(() => history.replaceState(null, '', currentQuery()), SETTLE_MS);
  });
}

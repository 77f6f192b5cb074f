/**
 * @file The address bar mirrors the experiment and how it is presented, so the page's own link is always the one to share. This is the one
 * place that writes it.
 */
import { encodeExperiment } from '../../config/departures.ts';
import { isPresetName, presets } from '../../config/presets.ts';
import type { BackendChoice } from '../../protocol/device.ts';
import { atMostEvery, type Clock } from '../clock.ts';
import { loadPart } from '../parts/part.ts';
import { presentationQuery, withoutPresentation, type Presentation } from '../view/presentation.ts';
import type { Experiment } from './experiment.ts';
import type { ExperimentState } from './experimentState.ts';

/** The address of the page in the browser's bar. Its hash is for the links within the page to write. */
export interface AddressBar {
  /** The query that stands there, `?` included, or nothing. */
  query: () => string;
  /** Puts another query in its place, and leaves the hash as it is. */
  replaceQuery: (query: string) => void;
  /**
   * Calls back when the bar shows another entry of the browser's history that is this same page: after Back, Forward
   * or a link to a hash.
   * @returns what ends that
   */
  onTravel: (callback: () => void) => () => void;
}

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
 * @returns what the link has that is none of ours, to be kept in the address
 */
export async function readAddress(
  link: string,
  { store, replace, choosePreset, chooseBackend }: Experiment,
  notify: (kind: 'error', message: string) => void,
): Promise<string> {
  const query = withoutPresentation(link);
  const backend = new URLSearchParams(query).get('backend');
  if (backend !== null) {
    if (isBackend(backend)) chooseBackend(backend);
    else notify('error', `There is no backend called "${backend}"; there are ${backends.join(', ')}.`);
  }
  if ([...new URLSearchParams(query).keys()].every((key) => key === 'backend')) return '';
  const { decodeExperiment, foreignPart } = await loadPart(() => import('../../config/url.ts'));
  try {
    replace(decodeExperiment(query));
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ConfigError') throw error;
    const named = new URLSearchParams(query).get('preset') ?? '';
    if (isPresetName(named)) choosePreset(named);
    const { title } = presets[store.getState().preset];
    notify('error', `The settings of this link were not used: ${error.message} This is ${title} as it is.`);
  }
  return foreignPart(query);
}

/** Browsers allow about a hundred changes of the address in half a minute. */
const REST_MS = 400;

/**
 * Keeps the address up to date until it is told to stop. As edits make no entries in the browser's history, travelling
 * through it changes no setting: whatever entry the bar comes to show takes over the experiment of the form. Until the
 * first edit that is the link that the page was opened with, as it was.
 * @param foreign what else the query holds
 */
export function mirrorAddress(
  { store }: Experiment,
  presentation: Pick<Presentation, 'store'>,
  { query, replaceQuery, onTravel }: AddressBar,
  clock: Clock,
  foreign: string,
): () => void {
  const opened = query();
  let edited = false;
  const wanted = (): string =>
    edited
      ? [queryOf(store.getState()), presentationQuery(presentation.store.getState()), foreign]
          .filter((part) => part !== '')
          .join('&')
      : opened;
  const write = (): void => {
    if (query() !== wanted()) replaceQuery(wanted());
  };
  const { touch, cancel } = atMostEvery(clock, REST_MS, write);
  const leave = onTravel(write);
  const differ = (): void => {
    edited = true;
    touch();
  };
  const stops = [
    leave,
    store.subscribe((state, before) => {
      if (state.arms !== before.arms || state.preset !== before.preset || state.backend !== before.backend)
        differ();
    }),
    presentation.store.subscribe((state, before) => {
      if (presentationQuery(state) !== presentationQuery(before)) differ();
    }),
    cancel,
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

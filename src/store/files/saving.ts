/** @file Taking a run away as files: its networks from the worker, its measurements from what the page knows. */
import { createStore } from 'zustand/vanilla';
import { hasTeacher } from '../../config/fields/field.ts';
import { runName } from '../../config/runName.ts';
import type { Arms } from '../../config/arms.ts';
import { asSettings } from '../../config/departures.ts';
import type { Event } from '../../protocol/events.ts';
import type { ExportKind } from '../../protocol/commands.ts';
import { download, downloadJson } from './download.ts';
import { experimentStore } from '../experiment/experiment.ts';
import { curvesCsv, metricsJsonLines } from './measurements.ts';
import { notify, onRunEvent, requestExport, runStore } from '../run/run.ts';
import { hasRun, type RunState } from '../run/runState.ts';

export interface SavingState {
  /** What the worker is making a file of. */
  saving: ExportKind | null;
}

export const savingStore = createStore<SavingState>(() => ({ saving: null }));

/** Why the worker cannot save this of the arm at `place` now, in a sentence; undefined where it can. */
export function whyNotSave(kind: ExportKind, run: RunState, place: number): string | undefined {
  const { phase } = run;
  const arm = run.arms[place];
  if (!hasRun(run) || arm === undefined) return 'There is no run yet; press Play first.';
  if (phase === 'loading' || phase === 'preparing') return 'The networks are not there yet.';
  if (phase === 'failed') return 'The run has failed, and its networks went with it.';
  if (arm.stopped) return 'This arm has stopped, and its networks went with it.';
  const { config } = arm;
  if (kind === 'teacher' && !hasTeacher(config)) return `The method ${config.method} has no teacher.`;
  return undefined;
}

/** The run that the last event was of. */
let runId: string | undefined;
/** The steps of the newest checkpoints that the person has of that run, by arm. */
let kept = new Map<number, number>();
let settle: (saved: boolean) => void = () => undefined;

/** Saves the arm at `place`, or one network of it. Resolves with whether the person has got the file. */
export function saveRun(kind: ExportKind, place: number): Promise<boolean> {
  const busy = savingStore.getState().saving !== null;
  if (busy || whyNotSave(kind, runStore.getState(), place) !== undefined) return Promise.resolve(false);
  savingStore.setState({ saving: kind });
  requestExport(place, kind);
  return new Promise((resolve) => (settle = resolve));
}

function end(saved: boolean): void {
  savingStore.setState({ saving: null });
  settle(saved);
  settle = () => undefined;
}

onRunEvent((event: Event) => {
  // A run that ends takes what was asked of it along.
  if (event.runId !== runId && savingStore.getState().saving !== null) end(false);
  if (event.runId !== runId) kept = new Map();
  runId = event.runId;
  if (event.type === 'opened' && event.origin === 'checkpoint') kept.set(0, event.step);
  // The same run begun again: its steps are in no file.
  else if (event.type === 'metrics' && (event.steps[0]?.step ?? Infinity) < (kept.get(event.arm) ?? 0))
    kept.delete(event.arm);
  else if (event.type === 'exported') {
    if (event.kind === 'checkpoint') kept.set(event.arm, event.step);
    download(event.fileName, event.bytes, 'application/octet-stream');
    end(true);
  } else if (event.type === 'error' && (event.fatal || event.answers === 'export')) {
    if (event.answers === 'export') notify('error', event.message);
    end(false);
  }
});

/** The arms that have steps which no checkpoint of the person's has. */
function unsavedArms(): number[] {
  const run = runStore.getState();
  const { phase, step, arms } = run;
  if (!hasRun(run) || phase === 'failed' || step === 0) return [];
  return [...arms.keys()].filter((place) => arms[place]?.stopped === false && kept.get(place) !== step);
}

export const hasUnsavedSteps = (): boolean => unsavedArms().length > 0;

/** Saves a checkpoint of every arm that has unsaved steps. Resolves with whether the person has got them all. */
export async function saveUnsaved(): Promise<boolean> {
  for (const place of unsavedArms()) if (!(await saveRun('checkpoint', place))) return false;
  return true;
}

/** The settings of the run, or, before there is one, of the form. */
const settingsOf = ({ arms: [first, ...others] }: RunState): Arms =>
  first === undefined ? experimentStore.getState().arms : [first, ...others];

/** What a recording holds is thinned and rounded; its own file is the place to take it from. */
export const hasMeasured = (run: RunState) =>
  hasRun(run) && run.arms.some(({ steps, evaluations }) => steps.length + evaluations.length > 0);

/** The name of a file of all arms. */
const nameOf = (run: RunState, step?: number) => runName(settingsOf(run)[0].config, { step });

/** Every record as JSON lines. */
export function saveMetrics(): void {
  const run = runStore.getState();
  download(`${nameOf(run, run.step)}-metrics.jsonl`, metricsJsonLines(run), 'application/jsonl');
}

/** The curves as a table. */
export function saveCurves(): void {
  const run = runStore.getState();
  download(`${nameOf(run, run.step)}-curves.csv`, curvesCsv(run), 'text/csv');
}

/** The settings of the run, or, before there is one, of the form. */
export function saveConfiguration(): void {
  const run = runStore.getState();
  downloadJson(`${nameOf(run)}-config.json`, asSettings(settingsOf(run)));
}

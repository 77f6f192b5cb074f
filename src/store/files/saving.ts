/** @file Taking a run away as files: its networks from the worker, its measurements from what the page knows. */
import { createStore } from 'zustand/vanilla';
import type { Arms } from '../../config/arms.ts';
import { asSettings } from '../../config/departures.ts';
import { runName } from '../../config/runName.ts';
import type { ExportKind } from '../../protocol/commands.ts';
import type { Event } from '../../protocol/events.ts';
import type { Experiment } from '../experiment/experiment.ts';
import type { PageRun } from '../run/run.ts';
import { hasRun, type RunState } from '../run/runState.ts';
import { jsonFile, type Download } from './download.ts';
import { curvesCsv, metricsJsonLines } from './measurements.ts';
import { whyNotSave } from './whyNotSave.ts';

export interface SavingState {
  /** What the worker is making a file of. */
  saving: ExportKind | null;
  /** The run has steps that no checkpoint of the person's has. */
  unsaved: boolean;
}

export interface SavingNeeds {
  run: PageRun;
  experiment: Pick<Experiment, 'store'>;
  download: Download;
}

export type Saving = ReturnType<typeof createSaving>;

export function createSaving({ run, experiment, download }: SavingNeeds) {
  const store = createStore<SavingState>(() => ({ saving: null, unsaved: false }));
  /** The run that the last event was of. */
  let runId: string | undefined;
  /** The steps of the newest checkpoints that the person has of that run, by arm. */
  let kept = new Map<number, number>();
  let settle: (saved: boolean) => void = () => undefined;

  /** Saves the arm at `place`, or one network of it. Resolves with whether the person has got the file. */
  const saveRun = (kind: ExportKind, place: number): Promise<boolean> => {
    const busy = store.getState().saving !== null;
    if (busy || whyNotSave(kind, run.store.getState(), place) !== undefined) return Promise.resolve(false);
    store.setState({ saving: kind });
    run.requestExport(place, kind);
    return new Promise((resolve) => (settle = resolve));
  };

  const end = (saved: boolean): void => {
    store.setState({ saving: null });
    settle(saved);
    settle = () => undefined;
  };

  const take = (event: Event): void => {
    // A run that ends takes what was asked of it along.
    if (event.runId !== runId && store.getState().saving !== null) end(false);
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
      if (event.answers === 'export') run.notify('error', event.message);
      end(false);
    }
  };

  /** The arms that have steps which no checkpoint of the person's has. */
  const unsavedArms = (): number[] => {
    const now = run.store.getState();
    const { phase, step, arms } = now;
    if (!hasRun(now) || phase === 'failed' || step === 0) return [];
    return [...arms.keys()].filter((place) => arms[place]?.stopped === false && kept.get(place) !== step);
  };

  const hasUnsavedSteps = (): boolean => unsavedArms().length > 0;

  const keepUp = (): void => {
    if (store.getState().unsaved !== hasUnsavedSteps()) store.setState({ unsaved: hasUnsavedSteps() });
  };

  /** The settings of the run, or, before there is one, of the form. */
  const settings = (): Arms => {
    const [first, ...others] = run.store.getState().arms;
    return first === undefined ? experiment.store.getState().arms : [first, ...others];
  };

  /** A file of all arms. */
  const saveMeasured = (ending: string, write: (run: RunState) => string, type: string): void => {
    const now = run.store.getState();
    const name = runName(settings()[0].config, { step: now.step });
    download(`${name}-${ending}`, write(now), type);
  };

  return {
    store,
    saveRun,
    hasUnsavedSteps,
    /** Saves a checkpoint of every arm that has unsaved steps. Resolves with whether the person has got them all. */
    saveUnsaved: async (): Promise<boolean> => {
      for (const place of unsavedArms()) if (!(await saveRun('checkpoint', place))) return false;
      return true;
    },
    /** Every record as JSON lines. */
    saveMetrics: () => saveMeasured('metrics.jsonl', metricsJsonLines, 'application/jsonl'),
    /** The curves as a table. */
    saveCurves: () => saveMeasured('curves.csv', curvesCsv, 'text/csv'),
    saveConfiguration: () =>
      download(...jsonFile(`${runName(settings()[0].config, {})}-config.json`, asSettings(settings()))),
    /** Takes in from now on what the worker has made. Returns what ends that. */
    listen: (): (() => void) => {
      const stops = [
        run.onEvent((event) => {
          take(event);
          keepUp();
        }),
        run.store.subscribe(keepUp),
      ];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}

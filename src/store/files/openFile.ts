/** @file Opening a file: what it is, what becomes of the run before, and what the person is told. */
import { configFromPreset } from '../../config/presets.ts';
import type { Event } from '../../protocol/events.ts';
import type { Experiment } from '../experiment/experiment.ts';
import type { OpenedFile } from '../experiment/experimentState.ts';
import { concernsBeginning } from '../run/beginning.ts';
import type { PageRun } from '../run/run.ts';
import type { Saving } from './saving.ts';

export interface OpenerNeeds {
  run: PageRun;
  experiment: Experiment;
  saving: Pick<Saving, 'hasUnsavedSteps' | 'saveUnsaved'>;
}

export type Opener = ReturnType<typeof createOpener>;

export function createOpener({ run, experiment, saving }: OpenerNeeds) {
  const { opening, notify } = run;
  /** The file that the person opened and the worker is reading; other files are those of runs that begin again. */
  let announced: string | undefined;

  const begin = (file: OpenedFile): void => {
    announced = file.name;
    run.startFrom(file, true);
  };

  /** Settings go into the form, on top of its preset and beside its weights; a run under way keeps its own. */
  const openSettings = async (name: string, settings: unknown): Promise<void> => {
    const [{ applySettingsFile }, { readArms }] = await Promise.all([
      import('../../config/settingsFile.ts'),
      import('../../config/readArms.ts'),
    ]);
    const { preset, weights } = experiment.store.getState();
    const { config, arms = [''] } = applySettingsFile(configFromPreset(preset), { name, content: settings });
    experiment.adoptArms(readArms(config, arms));
    experiment.setWeights(weights);
    notify('info', `The settings of ${name} are in the form; a run that begins now has them.`);
  };

  /**
   * Opens a checkpoint, a state dict or a configuration. A run with steps that are not saved goes on until the
   * person has decided; a bad file leaves everything as it was, and a notice.
   */
  const openFile = async (file: File): Promise<void> => {
    const { reading, waiting } = opening.getState();
    if (reading !== null || waiting !== null) {
      notify('warning', `${file.name} was not opened: ${reading ?? waiting?.name ?? ''} is being opened.`);
      return;
    }
    run.dismissInfos();
    opening.setState({ reading: file.name });
    try {
      // Loaded late: most visits open nothing.
      const { readContent } = await import('./fileContent.ts');
      const content = await readContent(file);
      opening.setState({ reading: null });
      if (content.kind === 'settings') await openSettings(file.name, content.settings);
      else if (saving.hasUnsavedSteps())
        opening.setState({ waiting: { name: file.name, bytes: content.bytes } });
      else begin({ name: file.name, bytes: content.bytes });
    } catch (error) {
      opening.setState({ reading: null });
      if (!(error instanceof Error)) throw error;
      notify(
        'error',
        error.name === 'ConfigError' ? error.message : `${file.name} was not opened: ${error.message}`,
      );
    }
  };

  const tell = (event: Event): void => {
    if (event.type === 'opened') {
      if (announced !== undefined) notify('info', `${announced} is open: ${prospect(event)}`);
      announced = undefined;
    } else if (event.type === 'error' && concernsBeginning(event)) {
      const name = announced ?? experiment.store.getState().weights?.name ?? 'The file';
      announced = undefined;
      if (event.answers === 'start') notify('error', `${name} was not opened: ${event.message}`);
    }
  };

  return {
    openFile,
    /** What was dropped or chosen: one file. */
    openFiles: (files: Iterable<File>): void => {
      const [file, ...rest] = files;
      if (rest.length > 0) notify('warning', `${rest.length + 1} files were dropped; open one at a time.`);
      else if (file !== undefined) void openFile(file);
    },
    /** Gives up the run before, or not. */
    decide: async (decision: 'save' | 'discard' | 'cancel'): Promise<void> => {
      const file = opening.getState().waiting;
      if (file === null) return;
      const givenUp = decision === 'discard' || (decision === 'save' && (await saving.saveUnsaved()));
      // Cancelled while it was being saved.
      if (opening.getState().waiting !== file) return;
      opening.setState({ waiting: null });
      if (givenUp) begin(file);
    },
    /** Tells from now on what becomes of files. Returns what ends that. */
    listen: () => run.onEvent(tell),
  };
}

/** What the person can do with it. */
function prospect({ origin, configs, step }: Extract<Event, { type: 'opened' }>): string {
  if (origin === 'weights') return 'press Resume to train from its weights, with the settings of the form.';
  const [{ data, batchSize, epochs }] = configs;
  const complete = step >= Math.floor(data.trainImages / batchSize) * epochs;
  return complete ? `its run is complete, at step ${step}.` : `press Resume to go on from step ${step}.`;
}

/** @file Opening a file: what it is, what becomes of the run before, and what the person is told. */
import { configFromPreset } from '../../config/presets.ts';
import type { Event } from '../../protocol/events.ts';
import type { Experiment } from '../experiment/experiment.ts';
import type { OpenedFile } from '../experiment/experimentState.ts';
import { concernsBeginning } from '../run/beginning.ts';
import type { PageRun } from '../run/run.ts';
import { loadPart, PartError } from '../parts/part.ts';
import type { Parts } from '../parts/parts.ts';
import type { Endings } from './endings.ts';

export interface OpenerNeeds {
  run: PageRun;
  experiment: Experiment;
  endings: Pick<Endings, 'store' | 'request'>;
  parts: Pick<Parts, 'attempt'>;
  /** Shows the lesson that a text is. */
  openLesson: (name: string, text: string) => Promise<void>;
}

export type Opener = ReturnType<typeof createOpener>;

export function createOpener({ run, experiment, endings, parts, openLesson }: OpenerNeeds) {
  const { opening, notify } = run;
  /** The file that the person opened and the worker is reading; other files are those of runs that begin again. */
  let announced: string | undefined;

  const begin = (file: OpenedFile): void => {
    announced = file.name;
    run.startFrom(file, true);
  };

  /** Settings go into the form, on top of its preset and beside its weights; a run under way keeps its own. */
  const openSettings = async (name: string, settings: unknown): Promise<void> => {
    const [{ applySettingsFile }, { readArms }] = await loadPart(() =>
      Promise.all([import('../../config/settingsFile.ts'), import('../../config/readArms.ts')]),
    );
    const { preset, weights } = experiment.store.getState();
    const { config, arms = [''] } = applySettingsFile(configFromPreset(preset), { name, content: settings });
    experiment.adoptArms(readArms(config, arms));
    experiment.setWeights(weights);
    notify('info', `The settings of ${name} are in the form; a run that begins now has them.`);
  };

  /**
   * Opens a checkpoint, a state dict, a configuration or a lesson. A run with steps that are not saved goes on until the
   * person has decided; a bad file leaves everything as it was, and a notice.
   */
  const openFile = async (file: File): Promise<void> => {
    const { reading } = opening.getState();
    if (reading !== null) {
      notify('warning', `${file.name} was not opened: ${reading} is being opened.`);
      return;
    }
    if (endings.store.getState().asked !== null) {
      notify('warning', `${file.name} was not opened: decide first what becomes of the run on this page.`);
      return;
    }
    run.dismissInfos();
    opening.setState({ reading: file.name });
    try {
      // Loaded late: most visits open nothing.
      const { readContent } = await loadPart(() => import('./fileContent.ts'));
      const content = await readContent(file);
      opening.setState({ reading: null });
      if (content.kind === 'settings') await openSettings(file.name, content.settings);
      else if (content.kind === 'lesson') await openLesson(file.name, content.text);
      else {
        const { bytes } = content;
        endings.request({
          question: `Open ${file.name}?`,
          verb: 'open',
          go: () => begin({ name: file.name, bytes }),
        });
      }
    } catch (error) {
      opening.setState({ reading: null });
      if (!(error instanceof Error) || error instanceof PartError) throw error;
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

  const openOrTell = (file: File): Promise<void> =>
    parts.attempt(`${file.name} was not opened.`, () => openFile(file));

  return {
    openFile: openOrTell,
    /** What was dropped or chosen: one file. */
    openFiles: (files: Iterable<File>): void => {
      const [file, ...rest] = files;
      if (rest.length > 0) notify('warning', `${rest.length + 1} files were dropped; open one at a time.`);
      else if (file !== undefined) void openOrTell(file);
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

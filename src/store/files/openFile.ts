/** @file Opening a file: what it is, what becomes of the run before, and what the person is told. */
import { configFromPreset } from '../../config/presets.ts';
import { adoptArms, experimentStore, setWeights } from '../experiment/experiment.ts';
import { openingStore, type OpenedFile } from './opening.ts';
import { readContent } from './fileContent.ts';
import type { Event } from '../../protocol/events.ts';
import { concernsBeginning, dismissInfos, notify, onRunEvent, startFrom } from '../run/run.ts';
import { hasUnsavedSteps, saveUnsaved } from './saving.ts';

/** The file that the person opened and the worker is reading; other files are those of runs that begin again. */
let announced: string | undefined;

/**
 * Opens a checkpoint, a state dict or a configuration. A run with steps that are not saved goes on until the
 * person has decided; a bad file leaves everything as it was, and a notice.
 */
export async function openFile(file: File): Promise<void> {
  const { reading, waiting } = openingStore.getState();
  if (reading !== null || waiting !== null) {
    notify('warning', `${file.name} was not opened: ${reading ?? waiting?.name ?? ''} is being opened.`);
    return;
  }
  dismissInfos();
  openingStore.setState({ reading: file.name });
  try {
    const content = await readContent(file);
    openingStore.setState({ reading: null });
    if (content.kind === 'settings') await openSettings(file.name, content.text);
    else if (hasUnsavedSteps()) openingStore.setState({ waiting: { name: file.name, bytes: content.bytes } });
    else begin({ name: file.name, bytes: content.bytes });
  } catch (error) {
    openingStore.setState({ reading: null });
    if (!(error instanceof Error)) throw error;
    notify(
      'error',
      error.name === 'ConfigError' ? error.message : `${file.name} was not opened: ${error.message}`,
    );
  }
}

/** What was dropped or chosen: one file. */
export function openFiles(files: Iterable<File>): void {
  const [file, ...rest] = files;
  if (rest.length > 0) notify('warning', `${rest.length + 1} files were dropped; open one at a time.`);
  else if (file !== undefined) void openFile(file);
}

/** Gives up the run before, or not. */
export async function decide(decision: 'save' | 'discard' | 'cancel'): Promise<void> {
  const file = openingStore.getState().waiting;
  if (file === null) return;
  const givenUp = decision === 'discard' || (decision === 'save' && (await saveUnsaved()));
  // Cancelled while it was being saved.
  if (openingStore.getState().waiting !== file) return;
  openingStore.setState({ waiting: null });
  if (givenUp) begin(file);
}

function begin(file: OpenedFile): void {
  announced = file.name;
  startFrom(file, true);
}

/** Settings go into the form, on top of its preset and beside its weights; a run under way keeps its own. */
async function openSettings(name: string, text: string): Promise<void> {
  const [{ applySettingsFile }, { readArms }] = await Promise.all([
    import('../../config/settingsFile.ts'),
    import('../../config/readArms.ts'),
  ]);
  const { preset, weights } = experimentStore.getState();
  const { config, arms = [''] } = applySettingsFile(configFromPreset(preset), { name, text });
  adoptArms(readArms(config, arms));
  setWeights(weights);
  notify('info', `The settings of ${name} are in the form; a run that begins now has them.`);
}

onRunEvent((event) => {
  if (event.type === 'opened') {
    if (announced !== undefined) notify('info', `${announced} is open: ${prospect(event)}`);
    announced = undefined;
  } else if (event.type === 'error' && concernsBeginning(event)) {
    const name = announced ?? experimentStore.getState().weights?.name ?? 'The file';
    announced = undefined;
    if (event.answers === 'start') notify('error', `${name} was not opened: ${event.message}`);
  }
});

/** What the person can do with it. */
function prospect({ origin, configs, step }: Extract<Event, { type: 'opened' }>): string {
  if (origin === 'weights') return 'press Resume to train from its weights, with the settings of the form.';
  const [{ data, batchSize, epochs }] = configs;
  const complete = step >= Math.floor(data.trainImages / batchSize) * epochs;
  return complete ? `its run is complete, at step ${step}.` : `press Resume to go on from step ${step}.`;
}

/** @file Does what a card asks for, as the person would by the page's own controls, and says in a sentence what was done. */
import { fields } from '../../config/fields.ts';
import { presets } from '../../config/presets.ts';
import { declarations } from '../../metrics/table.ts';
import type { Action, Openable } from '../../lessons/action.ts';
import { questionOf } from '../../lessons/metrics.ts';
import type { Page } from '../page.ts';
import { pairUntil } from '../recorded/scenes.ts';
import { isRunning, isTrained } from '../run/phases.ts';
import { pendingChanges } from '../run/pending.ts';
import { hasRun } from '../run/runState.ts';
import { armLookedAt, placeLookedAt } from '../view/lookedAt.ts';
import { armNamed } from './arms.ts';
import { stepAt } from './done.ts';

type Driven = Pick<Page, 'run' | 'experiment' | 'view' | 'inspector' | 'playback'>;

/** What cannot be done is said, and changes nothing. */
export async function perform(action: Action, page: Driven): Promise<string> {
  const { run, experiment, view, playback } = page;
  const state = run.store.getState();
  const { recordedRun, playing } = playback.store.getState();
  switch (action.does) {
    case 'play':
      return play(page);
    case 'train':
      return `${play(page)} This is done after epoch ${action.epochs}.`;
    case 'pause':
      if (playing) playback.togglePlayback();
      else run.pause();
      return 'It rests; nothing is lost.';
    case 'step':
      run.step();
      return 'One step, one batch of pictures; then it rests.';
    case 'replay':
      if (recordedRun === null) return noRecording;
      if (!playing) playback.togglePlayback();
      return 'The recorded run plays.';
    case 'scrub':
      return scrub(action.to, page);
    case 'preset':
      experiment.choosePreset(action.preset);
      if (hasRun(state)) run.reset();
      return `“${presets[action.preset].title}” is chosen.${hasRun(state) ? ' It applies when the run begins again.' : ''}`;
    case 'set':
      return set(action.path, action.value, page);
    case 'begin':
      if (!hasRun(state) || state.phase === 'failed') return play(page);
      if (pendingChanges(state, experiment.store.getState()).length === 0) return play(page);
      run.reset();
      return 'The run begins again with the settings of the form.';
    case 'arm': {
      const arms = state.arms.length > 0 ? state.arms : experiment.store.getState().arms;
      const place = armNamed(arms, action.label);
      if (place === undefined) return `There is no arm called “${action.label}” on the page now.`;
      view.showArm(place);
      return `Diagram and neighbours follow “${action.label}” now.`;
    }
    case 'show': {
      const question = questionOf(action.metric);
      if (question !== undefined) view.enlarge(question, action.metric);
      return `The chart of ${declarations[action.metric].label} is the large one now.`;
    }
    case 'open':
      return open(action.part, page);
  }
}

const noRecording =
  'There is no recorded run on the page now: it plays as long as there is no run and the preset is unchanged.';

function play({ run }: Driven): string {
  const state = run.store.getState();
  if (isRunning(state)) return 'It trains already.';
  if (isTrained(state)) return 'This run is finished; Reset begins it again.';
  run.play();
  return 'It trains, here on this device.';
}

function scrub(to: 'start' | 'end' | number, page: Driven): string {
  const { run, view, playback } = page;
  const epoch = to === 'start' ? 0 : to;
  if (playback.store.getState().recordedRun !== null) {
    playback.seek(stepAt(to, page));
    return to === 'end'
      ? 'Turned to the end of the recorded run.'
      : `Turned to epoch ${epoch} of the recorded run.`;
  }
  const state = run.store.getState();
  const moments = armLookedAt(state, view.store.getState())?.album.moments ?? [];
  if (moments.length === 0) return noRecording;
  if (epoch === 'end') view.showMoment(null);
  else
    view.showMoment(
      Math.max(
        0,
        moments.findLastIndex((moment) => moment.epoch <= epoch),
      ),
    );
  return 'The neighbours are turned; the charts of a run of your own show all of it.';
}

async function set(path: string, value: string, { run, experiment }: Driven): Promise<string> {
  await experiment.setSetting(path, value);
  const { refusal } = experiment.store.getState();
  if (refusal?.path === path) return refusal.message;
  const label = fields.find((field) => field.path === path)?.label ?? path;
  const waits = pendingChanges(run.store.getState(), experiment.store.getState()).length > 0;
  const live = hasRun(run.store.getState()) && waits;
  return `“${label}” is ${value} now.${live ? ' It applies when the run begins again.' : ''}`;
}

function open(part: Openable, page: Driven): string {
  const { view } = page;
  const { settingsOpen, sheetOpen } = view.store.getState();
  switch (part) {
    case 'settings':
      if (!settingsOpen && !sheetOpen) view.toggleSettings();
      return 'The settings are open.';
    case 'performance':
      view.showPerformance(true);
      return 'Performance is open.';
    case 'help':
      view.openDialog('help');
      return 'Help is open.';
    case 'inspector':
    case 'open-gate':
    case 'shut-gate':
      return inspect(part, page);
  }
}

/** A picture of the gallery, or one whose gate is as asked for, where the recording has kept one. */
function inspect(part: 'inspector' | 'open-gate' | 'shut-gate', page: Driven): string {
  const { run, view, inspector } = page;
  const kept = part === 'inspector' ? undefined : imageWithGate(part, page);
  const rows = armLookedAt(run.store.getState(), view.store.getState())?.album.moments.at(-1)?.rows ?? [];
  const image = kept ?? rows[0]?.image;
  if (image === undefined) return 'There are no pictures yet; they come with the first evaluation.';
  inspector.inspectImage(image, null);
  if (part === 'inspector' || kept !== undefined) return '“Why this pair?” is open.';
  return '“Why this pair?” is open. This picture may have another gate: “a random one” tries the next.';
}

function imageWithGate(gate: 'open-gate' | 'shut-gate', { run, view, playback }: Driven): number | undefined {
  const { arms, epoch } = run.store.getState();
  const { scenes } = playback.store.getState();
  const kept =
    typeof scenes === 'string' ? undefined : scenes[placeLookedAt(arms.length, view.store.getState())];
  if (kept === undefined) return undefined;
  return [...kept.images.keys()].find((image) => {
    const pair = pairUntil(kept, image, epoch);
    return gate === 'open-gate' ? pair?.gateOpen === true : pair?.reason === 'gate-closed';
  });
}

/** @file Whether the page is as a card asks for, whoever made it so. Pure, but for looking at the page. */
import type { Action, Openable } from '../../lessons/action.ts';
import { questionOf } from '../../lessons/metrics.ts';
import { leafAt } from '../../config/paths.ts';
import type { Page } from '../page.ts';
import { stepsRecorded } from '../recorded/recordedState.ts';
import { isRunning, isTrained } from '../run/phases.ts';
import { pendingChanges } from '../run/pending.ts';
import { hasRun } from '../run/runState.ts';
import { placeLookedAt } from '../view/lookedAt.ts';
import { armNamed } from './arms.ts';

type Looked = Pick<Page, 'run' | 'experiment' | 'view' | 'inspector' | 'playback'>;

export function isDone(action: Action, page: Looked): boolean {
  const run = page.run.store.getState();
  const experiment = page.experiment.store.getState();
  const view = page.view.store.getState();
  const { recordedRun, playing } = page.playback.store.getState();
  switch (action.does) {
    case 'play':
      return hasRun(run) && (isRunning(run) || isTrained(run));
    case 'pause':
      return recordedRun === null ? run.phase === 'paused' && run.step > 0 : !playing;
    case 'step':
      return hasRun(run) && run.step > 0;
    case 'replay':
      return playing;
    case 'begin':
      return hasRun(run) && run.phase !== 'failed' && pendingChanges(run, experiment).length === 0;
    case 'train':
      return hasRun(run) && (isTrained(run) || epochsDone(run) >= action.epochs);
    case 'scrub':
      if (recordedRun !== null) return playing ? false : run.step === stepAt(action.to, page);
      return hasRun(run) && (action.to === 'end' ? view.moment === null : view.moment !== null);
    case 'preset':
      return experiment.preset === action.preset;
    case 'set':
      return experiment.arms.every(({ config }) => {
        const value = leafAt(config, action.path);
        return value === undefined || String(value) === action.value;
      });
    case 'arm': {
      const arms = run.arms.length > 0 ? run.arms : experiment.arms;
      return placeLookedAt(arms.length, view) === armNamed(arms, action.label);
    }
    case 'show': {
      const question = questionOf(action.metric) ?? '';
      return (view.charts?.[question] ?? view.enlarged[question]) === action.metric;
    }
    case 'open':
      return isOpen(action.part, page);
  }
}

/** Epochs that are done, of which the last may have ended just now. */
const epochsDone = ({ step, arms }: ReturnType<Looked['run']['store']['getState']>): number =>
  Math.floor(step / (arms[0]?.shape?.stepsPerEpoch ?? Infinity));

/** The step of the recording that a moment of it is after. */
export function stepAt(to: 'start' | 'end' | number, { playback }: Pick<Page, 'playback'>): number {
  const { recordedRun } = playback.store.getState();
  if (recordedRun === null || to === 'start') return 0;
  const steps = stepsRecorded(recordedRun);
  return to === 'end' ? steps : Math.min(steps, to * (recordedRun.arms[0]?.shape.stepsPerEpoch ?? 1));
}

function isOpen(part: Openable, { view, inspector }: Looked): boolean {
  const { settingsOpen, sheetOpen, performanceOpen, dialog } = view.store.getState();
  const { image, answer } = inspector.store.getState();
  switch (part) {
    case 'inspector':
      return image !== null;
    case 'open-gate':
      return image !== null && answer?.gateOpen === true;
    case 'shut-gate':
      return image !== null && answer?.reason === 'gate-closed';
    case 'settings':
      return settingsOpen || sheetOpen;
    case 'performance':
      return performanceOpen;
    case 'help':
      return dialog === 'help';
  }
}

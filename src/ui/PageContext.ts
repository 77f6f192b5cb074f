/** @file The page that the components show and drive, and its states as they look at them. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { ExperimentState } from '../store/experiment/experimentState.ts';
import type { EndingsState } from '../store/files/endings.ts';
import type { SavingState } from '../store/files/saving.ts';
import type { InspectorState } from '../store/inspector/inspector.ts';
import type { Page } from '../store/page.ts';
import type { PlaybackState } from '../store/recorded/playback.ts';
import type { OpeningState } from '../store/run/opening.ts';
import type { RunState } from '../store/run/runState.ts';
import type { PresentationState } from '../store/view/presentation.ts';
import type { ViewState } from '../store/view/view.ts';

export const PageContext = createContext<Page | null>(null);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (page === null) throw new Error('A component stands outside of a page.');
  return page;
}

/** Each renders its component again when what it selects has changed, and only then. */
type Select<State, Selected> = (state: State) => Selected;

export const useRun = <T>(select: Select<RunState, T>): T => useStore(usePage().run.store, select);

export const useOpening = <T>(select: Select<OpeningState, T>): T => useStore(usePage().run.opening, select);

export const useEndings = <T>(select: Select<EndingsState, T>): T =>
  useStore(usePage().endings.store, select);

export const useExperiment = <T>(select: Select<ExperimentState, T>): T =>
  useStore(usePage().experiment.store, select);

export const useView = <T>(select: Select<ViewState, T>): T => useStore(usePage().view.store, select);

export const usePresentation = <T>(select: Select<PresentationState, T>): T =>
  useStore(usePage().presentation.store, select);

export const useSaving = <T>(select: Select<SavingState, T>): T => useStore(usePage().saving.store, select);

export const useInspector = <T>(select: Select<InspectorState, T>): T =>
  useStore(usePage().inspector.store, select);

export const usePlayback = <T>(select: Select<PlaybackState, T>): T =>
  useStore(usePage().playback.store, select);

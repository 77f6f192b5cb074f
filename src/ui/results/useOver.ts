/** @file Whether a run, or the recording of one, is over. */
import { useStore } from 'zustand';
import { playbackStore } from '../../store/recorded/playback.ts';
import { isOver } from '../../store/results/results.ts';
import { runStore } from '../../store/run/run.ts';

export function useOver(): boolean {
  const recording = useStore(playbackStore, (playback) => playback.recording);
  return useStore(runStore, (run) => isOver(run, recording));
}

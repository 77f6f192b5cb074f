/** @file Through the moments of the gallery: of a run those so far, while a recorded run goes as a whole to the chosen one. */
import type { Moment } from '../../store/run/album.ts';
import { usePage } from '../PageContext.ts';
import { Scrubber } from './Scrubber.tsx';
import { useRecordedScenes } from './useRecordedScenes.ts';

interface Props {
  /** So far. */
  moments: readonly Moment[];
  /** Which of them is shown. */
  index: number;
}

export function MomentScrubber({ moments, index }: Props) {
  const { showMoment } = usePage().view;
  const { seek } = usePage().playback;
  const kept = useRecordedScenes()?.album.moments;
  const all = kept ?? moments;
  const last = all.length - 1;
  const turn = (place: number | null) => {
    showMoment(kept === undefined ? place : null);
    if (kept !== undefined) seek(kept[place ?? last]?.step ?? 0);
  };
  return (
    <Scrubber
      index={index}
      newest={last}
      when={`after epoch ${all[index]?.epoch ?? 0}`}
      ofAll={`of ${all[last]?.epoch ?? 0}`}
      newestWord={kept === undefined ? 'newest' : 'the last'}
      testId="gallery-slider"
      onTurn={turn}
    />
  );
}

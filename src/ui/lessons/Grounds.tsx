/** @file Says where a card speaks of something else than what the page has: another preset, a run of one's own, the recorded one. */
import { presets } from '../../config/presets.ts';
import type { Card } from '../../lessons/lesson.ts';
import { hasRun } from '../../store/run/runState.ts';
import { usePage, useExperiment, usePresentation, useRun } from '../PageContext.ts';

export function Grounds({ card }: { card: Card }) {
  const { choosePreset } = usePage().experiment;
  const preset = useExperiment((state) => state.preset);
  const locked = usePresentation((state) => state.locked);
  const own = useRun(hasRun);
  const recorded = useRun(({ phase }) => phase === 'recorded');
  const asks = card.task?.action.does === 'preset';
  if (preset !== card.preset && !asks)
    return (
      <p className="lesson-note" lang="en">
        This card speaks of the preset “{presets[card.preset].title}”; the page has “{presets[preset].title}”.{' '}
        {!locked.includes('preset') && (
          <button type="button" className="quiet" onClick={() => choosePreset(card.preset)}>
            Choose it
          </button>
        )}
      </p>
    );
  if (card.needs === 'live' && !own)
    return (
      <p className="lesson-note" lang="en">
        This needs a run of your own: a press trains it, here on this device.
      </p>
    );
  if (card.needs === 'recorded' && !recorded && !asks)
    return (
      <p className="lesson-note" lang="en">
        This speaks of the recorded run, which the page plays as long as there is no run of your own.{' '}
        <a href="./" target="_blank" rel="noreferrer">
          Open the page anew
        </a>
      </p>
    );
  return null;
}

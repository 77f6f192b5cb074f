/** @file Slow motion where there is no run whose steps can be taken: what it needs, and how to have it. */
import { isTrained } from '../../../store/run/phases.ts';
import type { RunState } from '../../../store/run/runState.ts';
import { usePage, useRun } from '../../PageContext.ts';

interface Props {
  id: string;
  onLeave: () => void;
}

export function Invitation({ id, onLeave }: Props) {
  const { play } = usePage().run;
  const phase = useRun((run) => run.phase);
  const trained = useRun(isTrained);
  const offer = offerOf(phase, trained);
  return (
    <div className="walk" role="group" aria-label="Slow motion" data-testid="walk" data-part="none">
      <div className="walk-telling" aria-live="polite" aria-atomic="true">
        <p className="walk-name">
          <b>Slow motion</b>
        </p>
        <h2 id={id} className="diagram-title walk-sentence" data-testid="walk-sentence">
          {offer.sentence}
        </h2>
      </div>
      <div className="walk-bar">
        {offer.does !== null && (
          <button type="button" className="button walk-next" onClick={play} data-testid="walk-train">
            {offer.does}
          </button>
        )}
        <button type="button" className="button walk-leave" onClick={onLeave} data-testid="walk-leave">
          Leave
        </button>
      </div>
    </div>
  );
}

function offerOf(phase: RunState['phase'], trained: boolean): { sentence: string; does: string | null } {
  const what = 'it takes one training step and tells it in its parts, with its numbers.';
  if (trained)
    return {
      sentence: 'This run has taken its last step. Run it again to walk through one.',
      does: 'Run again',
    };
  switch (phase) {
    case 'recorded':
      return {
        sentence: `This is a recorded run. Slow motion needs a live one: ${what}`,
        does: 'Train live',
      };
    case 'idle':
      return { sentence: `There is no run yet. Slow motion needs one: ${what}`, does: 'Train live' };
    case 'failed':
      return {
        sentence: `The run has failed. Slow motion needs one that goes on: ${what}`,
        does: 'Try again',
      };
    case 'loading':
    case 'preparing':
      return { sentence: 'The run is being prepared; its next step will be told in its parts.', does: null };
    default:
      return {
        sentence: 'The run waits for its graphics device; then its next step can be told.',
        does: 'Resume',
      };
  }
}

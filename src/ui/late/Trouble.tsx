/** @file Says that a part of the page is not there, why as far as one can tell, and what helps. */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { PartError, remedy } from '../../store/parts/part.ts';
import { usePage } from '../PageContext.ts';

interface Props {
  /** "The results". */
  name: string;
  error: unknown;
  onAgain: () => void;
}

export function Trouble({ name, error, onAgain }: Props) {
  const { parts } = usePage();
  const absence = useStore(parts.store, (state) => state.absence);
  const missing = error instanceof PartError;
  useEffect(() => {
    if (missing) void parts.look();
  }, [parts, missing]);
  const what = missing ? 'could not be loaded.' : `failed: ${detailOf(error)}`;
  const helps = missing ? absence !== null && remedy[absence] : 'Try again; the run is not touched by this.';
  return (
    <div className="trouble" role="alert" data-testid="trouble">
      <p>
        {name} {what} {helps}
      </p>
      <div className="trouble-actions">
        <button type="button" className="button small" data-testid="again" onClick={onAgain}>
          Try again
        </button>
        {missing && absence !== null && absence !== 'unreachable' && (
          <button type="button" className="button small" data-testid="reload" onClick={parts.reload}>
            {absence === 'updated' ? 'Reload to get the new version' : 'Reload the page'}
          </button>
        )}
      </div>
    </div>
  );
}

const detailOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/\.?$/, '.');

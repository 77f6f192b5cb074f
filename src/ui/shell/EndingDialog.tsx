/**
 * @file Before something ends a run that is not saved, the person decides. Part of the page from the start: it must be
 * there when the network is not.
 */
import { useEffect, useRef } from 'react';
import { count } from '../../metrics/format.ts';
import type { Ending } from '../../store/run/ending.ts';
import { usePage, useRun, useSaving } from '../PageContext.ts';
import { Dialog } from './Dialog.tsx';

export function EndingDialog({ ending: { question, verb } }: { ending: Ending }) {
  const { decide } = usePage().endings;
  const step = useRun((run) => run.step);
  const saving = useSaving((state) => state.saving !== null);
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <Dialog title={question} className="ending-dialog" onClose={() => void decide('cancel')}>
      <p>
        This ends the run on this page. It is at step {count(step)}, and its last steps are in no checkpoint.
      </p>
      <div className="dialog-actions">
        <button
          type="button"
          className="button primary"
          data-testid="save-first"
          disabled={saving}
          ref={first}
          onClick={() => void decide('save')}
        >
          {saving ? 'Saving' : `Save a checkpoint, then ${verb}`}
        </button>
        <button
          type="button"
          className="button"
          data-testid="end-anyway"
          onClick={() => void decide('discard')}
        >
          {capitalised(verb)} without saving
        </button>
        <button type="button" className="button" onClick={() => void decide('cancel')}>
          Cancel
        </button>
      </div>
    </Dialog>
  );
}

const capitalised = (words: string): string => words.slice(0, 1).toUpperCase() + words.slice(1);

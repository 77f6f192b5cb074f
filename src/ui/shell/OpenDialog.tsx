/** @file Before a file takes the place of a run that is not saved, the person decides. */
import { useEffect, useRef } from 'react';
import { count } from '../../metrics/format.ts';
import { usePage, useRun, useOpening, useSaving } from '../PageContext.ts';
import { Dialog } from './Dialog.tsx';

export default function OpenDialog() {
  const { decide } = usePage().opener;
  const name = useOpening(({ waiting }) => waiting?.name);
  const step = useRun((run) => run.step);
  const saving = useSaving((state) => state.saving !== null);
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  if (name === undefined) return null;
  return (
    <Dialog title={`Open ${name}?`} className="open-dialog" onClose={() => void decide('cancel')}>
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
          {saving ? 'Saving' : 'Save a checkpoint, then open'}
        </button>
        <button
          type="button"
          className="button"
          data-testid="open-anyway"
          onClick={() => void decide('discard')}
        >
          Open without saving
        </button>
        <button type="button" className="button" onClick={() => void decide('cancel')}>
          Cancel
        </button>
      </div>
    </Dialog>
  );
}

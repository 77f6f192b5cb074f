/** @file What the person must know, one sentence each, until dismissed. */
import { usePage, useRun } from '../PageContext.ts';
import { Icon } from './Icon.tsx';

export function Notices() {
  const { dismiss } = usePage().run;
  const notices = useRun((run) => run.notices);
  return (
    <div className="notices" aria-live="assertive">
      {notices.map(({ id, kind, message }) => (
        <div key={id} className={`notice notice-${kind}`} data-testid="notice">
          <Icon name={kind === 'info' ? 'check' : 'warning'} />
          <p>{message}</p>
          <button type="button" className="quiet" aria-label="Dismiss" onClick={() => dismiss(id)}>
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  );
}

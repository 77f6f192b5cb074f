/** @file What the person must know, one sentence each, until dismissed. */
import { usePage, useRun } from '../PageContext.ts';
import { Icon } from './Icon.tsx';

export function Notices() {
  const { dismiss } = usePage().run;
  const notices = useRun((run) => run.notices);
  return (
    <div className="notices" aria-live="assertive">
      {notices.map(({ id, kind, message, offer }) => (
        <div key={id} className={`notice notice-${kind}`} data-testid="notice">
          <Icon name={kind === 'info' ? 'check' : 'warning'} />
          <p>{message}</p>
          {offer !== undefined && (
            <button
              type="button"
              className="button small"
              data-testid="notice-offer"
              onClick={() => {
                dismiss(id);
                offer.act();
              }}
            >
              {offer.does}
            </button>
          )}
          <button type="button" className="quiet" aria-label="Dismiss" onClick={() => dismiss(id)}>
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  );
}

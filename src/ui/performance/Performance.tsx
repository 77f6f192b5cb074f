/** @file The button beside the status line, and the panel that it opens above it. Closed, it costs nothing. */
import { useRef } from 'react';
import { usePage, useView } from '../PageContext.ts';
import { late } from '../late/late.tsx';
import { Icon } from '../shell/Icon.tsx';

const PerformancePanel = late({
  name: 'The performance panel',
  load: () => import('./PerformancePanel.tsx'),
  place: (trouble) => (
    <section className="performance" aria-label="Performance">
      {trouble}
    </section>
  ),
});

export function Performance() {
  const { showPerformance } = usePage().view;
  const open = useView((view) => view.performanceOpen);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    showPerformance(false);
    button.current?.focus();
  };
  return (
    <div className="performance-root" onKeyDown={({ key }) => key === 'Escape' && open && close()}>
      <button
        ref={button}
        type="button"
        className="quiet performance-button"
        aria-label="Performance"
        aria-expanded={open}
        title="How fast this device trains, and where the time goes"
        data-testid="performance"
        onClick={() => showPerformance(!open)}
      >
        <Icon name="gauge" />
        <span className="button-label">Performance</span>
      </button>
      {open && <PerformancePanel onClose={close} />}
    </div>
  );
}

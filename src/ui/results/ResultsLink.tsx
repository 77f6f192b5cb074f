/** @file Leads to the results once there are some. Its place is kept free, so that nothing moves when it appears. */
import { useOver } from './useOver.ts';

export function ResultsLink() {
  const over = useOver();
  return (
    <a
      className="results-link"
      href="#results"
      style={{ visibility: over ? 'visible' : 'hidden' }}
      data-testid="to-results"
    >
      Results
    </a>
  );
}

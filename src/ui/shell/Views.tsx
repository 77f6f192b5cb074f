/** @file The views of the run by name: links to a hash each, so that Back and Forward lead through them. */
import { useHash } from './useHash.ts';

const views = [
  { hash: '', name: 'Overview' },
  { hash: '#map', name: 'Map' },
] as const;

export function Views() {
  const hash = useHash();
  const shown = views.find((view) => view.hash === hash) ?? views[0];
  return (
    <nav className="views" aria-label="Views">
      {views.map((view) => (
        <a
          key={view.hash}
          // An empty hash leads to the top of the page, and leaves the settings in the address.
          href={view.hash === '' ? '#' : view.hash}
          aria-current={view === shown ? 'page' : undefined}
          data-testid={`view-${view.name.toLowerCase()}`}
        >
          {view.name}
        </a>
      ))}
    </nav>
  );
}

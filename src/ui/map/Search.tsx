/** @file Finds pictures by what they show: all others stand back. */
import { useMap, useMapState } from './useMap.ts';

export function Search() {
  const { seek } = useMap();
  const sought = useMapState((map) => map.sought);
  return (
    <input
      type="search"
      className="map-search"
      aria-label="Find pictures by name or class"
      placeholder="Find a name …"
      autoComplete="off"
      data-testid="map-search"
      value={sought}
      onChange={({ target }) => seek(target.value)}
    />
  );
}
